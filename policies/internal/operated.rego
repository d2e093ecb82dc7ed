# METADATA
# title: Custom resources, and the products that act on them
# description: |
#   Left out are kinds that other checks ask about: those of the Prometheus Operator (metrics/prometheus-healthy),
#   Instrumentations (tracing/operator-webhook), Rollouts and Canaries (delivery/progressive), VerticalPodAutoscalers (scaling/vpa)
#   and Gateways (ingress/gateway-programmed). IstioOperators are left out as well: istioctl kept in one what it had installed.
# related_resources:
# - ref: https://istio.io/latest/blog/2024/in-cluster-operator-deprecation-announcement/
package kready.internal.operated

import data.kready.internal.products

# operators are those that install what is declared to them, by API group. OpenShift's own operators are not among them.
operators := {
	"agent.k8s.elastic.co": eck,
	"argoproj.io": {"products": {"argocd-operator"}, "title": "the Argo CD Operator", "role": "delivery/operators"},
	"beat.k8s.elastic.co": eck,
	"datadoghq.com": {"products": {"datadog-operator"}, "title": "the Datadog Operator", "role": "metrics/operator"},
	"dynatrace.com": {"products": {"dynatrace-operator"}, "title": "the Dynatrace Operator", "role": "metrics/operator"},
	"elasticsearch.k8s.elastic.co": eck,
	"fluentbit.fluent.io": {"products": {"fluent-operator"}, "title": "the Fluent Operator", "role": "logs/operator"},
	"fluentd.fluent.io": {"products": {"fluent-operator"}, "title": "the Fluent Operator", "role": "logs/operator"},
	"grafana.integreatly.org": {"products": {"grafana-operator"}, "title": "the Grafana Operator", "role": "metrics/operator"},
	"jaegertracing.io": {"products": {"jaeger-operator"}, "title": "the Jaeger Operator", "role": "tracing/operator"},
	"kibana.k8s.elastic.co": eck,
	"logging.banzaicloud.io": {"products": {"logging-operator"}, "title": "the Logging operator", "role": "logs/operator"},
	"logstash.k8s.elastic.co": eck,
	"loki.grafana.com": {"products": {"loki-operator"}, "title": "the Loki Operator", "role": "logs/operator"},
	"minio.min.io": {"products": {"minio-operator"}, "title": "the MinIO Operator", "role": "storage/operator"},
	"monitoring.grafana.com": {"products": {"grafana-agent-operator"}, "title": "the Grafana Agent Operator", "role": "metrics/operator"},
	"opentelemetry.io": {"products": {"opentelemetry-operator"}, "title": "the OpenTelemetry Operator", "role": "tracing/operator"},
	"operator.victoriametrics.com": {"products": {"victoria-metrics-operator"}, "title": "the VictoriaMetrics Operator", "role": "metrics/operator"},
	"tempo.grafana.com": {"products": {"tempo-operator"}, "title": "the Tempo Operator", "role": "tracing/operator"},
	"vault.banzaicloud.com": {"products": {"bank-vaults-operator"}, "title": "the Bank-Vaults operator", "role": "secrets/operator"},
}

eck := {"products": {"eck-operator"}, "title": "Elastic Cloud on Kubernetes", "role": "logs/operator"}

# resources are those that products are configured by.
resources := {
	"*.constraints.gatekeeper.sh": {"products": {"azure-policy", "gatekeeper"}, "title": "Gatekeeper", "role": "policy/engine"},
	"applicationsets.argoproj.io": argo,
	"backupconfigurations.core.kubestash.com": {"products": {"kubestash"}, "title": "KubeStash", "role": "backup/cluster"},
	"backupconfigurations.stash.appscode.com": {"products": {"stash"}, "title": "Stash", "role": "backup/cluster"},
	"cephclusters.ceph.rook.io": {"products": {"rook-ceph"}, "title": "Rook", "role": "storage/provisioner"},
	"clusteradmissionpolicies.policies.kubewarden.io": {"products": {"kubewarden"}, "title": "Kubewarden", "role": "policy/engine"},
	"clusterimagepolicies.policy.sigstore.dev": {"products": {"sigstore-policy-controller"}, "title": "the Sigstore policy controller", "role": "images/verification"},
	"clusterpolicies.kyverno.io": kyverno,
	"ipaddresspools.metallb.io": {"products": {"metallb"}, "title": "MetalLB", "role": "network/load-balancer"},
	"jspolicies.policy.jspolicy.com": {"products": {"jspolicy"}, "title": "jsPolicy", "role": "policy/engine"},
	"nodepools.karpenter.sh": {"products": {"karpenter"}, "title": "Karpenter", "role": "scaling/nodes"},
	"policies.config.kio.kasten.io": {"products": {"kasten-k10"}, "title": "Veeam Kasten", "role": "backup/cluster"},
	"policies.kyverno.io": kyverno,
	"recurringjobs.longhorn.io": {"products": {"longhorn"}, "title": "Longhorn", "role": "storage/provisioner"},
	"scaledobjects.keda.sh": {"products": {"keda"}, "title": "KEDA", "role": "scaling/events"},
	"schedules.k8up.io": {"products": {"k8up"}, "title": "K8up", "role": "backup/cluster"},
	"validatingpolicies.policies.kyverno.io": kyverno,
}

kyverno := {"products": {"kyverno"}, "title": "Kyverno", "role": "policy/engine"}

argo := {"products": {"argo-cd"}, "title": "Argo CD", "role": "delivery/gitops"}

flux := {"products": {"flux2"}, "title": "Flux", "role": "delivery/gitops"}

external := {"products": {"external-secrets"}, "title": "External Secrets Operator", "role": "secrets/operator"}

vault := {"products": {"vault-secrets-operator"}, "title": "the Vault Secrets Operator", "role": "secrets/operator"}

# kinds are those of which facts of their own tell, with the CRD of each.
kinds := {
	"Application": object.union(argo, {"crd": "applications.argoproj.io"}),
	"ClusterSecretStore": object.union(external, {"crd": "clustersecretstores.external-secrets.io"}),
	"ExternalSecret": object.union(external, {"crd": "externalsecrets.external-secrets.io"}),
	"HelmRelease": object.union(flux, {"crd": "helmreleases.helm.toolkit.fluxcd.io"}),
	"Kustomization": object.union(flux, {"crd": "kustomizations.kustomize.toolkit.fluxcd.io"}),
	"SealedSecret": {"crd": "sealedsecrets.bitnami.com", "products": {"sealed-secrets"}, "title": "Sealed Secrets", "role": "secrets/operator"},
	"SecretStore": object.union(external, {"crd": "secretstores.external-secrets.io"}),
	"VaultDynamicSecret": object.union(vault, {"crd": "vaultdynamicsecrets.secrets.hashicorp.com"}),
	"VaultPKISecret": object.union(vault, {"crd": "vaultpkisecrets.secrets.hashicorp.com"}),
	"VaultStaticSecret": object.union(vault, {"crd": "vaultstaticsecrets.secrets.hashicorp.com"}),
}

# rows are what is there of all these, each CRD once, with where its objects are told.
rows contains object.union(by, {"crd": crd_of(group, kind), "kind": kind, "from": "declared", "group": group}) if {
	some group, by in operators
	some kind in {d.kind | some d in input.declared; d.group == group}
}

rows contains object.union(by, {"crd": resource, "kind": kind, "from": "products"}) if {
	some resource, by in resources
	kind := products.objects(resource)[0].kind
}

rows contains object.union(by, {"kind": kind, "from": "facts"}) if {
	some kind, by in kinds
	kind in kinds_there
}

rows contains {
	"products": {"cert-manager"}, "title": "cert-manager", "role": "certificates/issuer",
	"crd": "certificates.cert-manager.io", "kind": "Certificate", "from": "certificates",
} if {
	count(input.certificates) > 0
}

rows contains {
	"products": {"velero"}, "title": "Velero", "role": "backup/cluster",
	"crd": "schedules.velero.io", "kind": "Schedule", "from": "backups",
} if {
	count(input.backupSchedules) > 0
}

kinds_there := {o.kind | some o in of_facts}

of_facts := array.flatten([input.deliveries, input.secretStores, input.syncedSecrets])

# crd_of is the CRD of a kind that is declared.
crd_of(group, kind) := c.name if {
	some c in input.crds
	c.group == group
	c.kind == kind
} else := sprintf("%ss.%s", [lower(kind), group])

# objects are those of a row, as "namespace/name".
objects(row) := [named(d) | some d in input.declared; d.group == row.group; d.kind == row.kind] if {
	row.from == "declared"
} else := [named(o) | some o in products.objects(row.crd)] if {
	row.from == "products"
} else := [named(o) | some o in of_facts; o.kind == row.kind] if {
	row.from == "facts"
} else := [named(c) | some c in input.certificates] if {
	row.from == "certificates"
} else := [named(s) | some s in input.backupSchedules]

named(o) := o.name if o.namespace == ""

named(o) := sprintf("%s/%s", [o.namespace, o.name]) if o.namespace != ""

# defining(resource) is the CRD without which there is no object of a resource.
defining(resource) := resource if not startswith(resource, "*.")

defining("*.constraints.gatekeeper.sh") := "constrainttemplates.templates.gatekeeper.sh"
