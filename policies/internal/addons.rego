# METADATA
# title: Which products define which custom resources
package kready.internal.addons

# provides(group) says in a clause which product defines a group's kinds, and which battery it is of; ""
# where kready does not know.
# The table is the same for all who ask.
# regal ignore:external-reference
provides(group) := sprintf(": it comes with %s (%s)", [known[group].product, known[group].battery]) if known[group]

provides(group) := "" if not known[group]

known := {
	"cert-manager.io": {"product": "cert-manager", "battery": "certificates"},
	"acme.cert-manager.io": {"product": "cert-manager", "battery": "certificates"},
	"external-secrets.io": {"product": "the External Secrets Operator", "battery": "secrets"},
	"generators.external-secrets.io": {"product": "the External Secrets Operator", "battery": "secrets"},
	"bitnami.com": {"product": "Sealed Secrets", "battery": "secrets"},
	"secrets-store.csi.x-k8s.io": {"product": "the Secrets Store CSI driver", "battery": "secrets"},
	"secrets.hashicorp.com": {"product": "the Vault Secrets Operator", "battery": "secrets"},
	"monitoring.coreos.com": {"product": "the Prometheus Operator", "battery": "metrics"},
	"operator.victoriametrics.com": {"product": "the VictoriaMetrics operator", "battery": "metrics"},
	"opentelemetry.io": {"product": "the OpenTelemetry Operator", "battery": "tracing"},
	"gateway.networking.k8s.io": {"product": "the Gateway API", "battery": "ingress"},
	"traefik.io": {"product": "Traefik", "battery": "ingress"},
	"projectcontour.io": {"product": "Contour", "battery": "ingress"},
	"configuration.konghq.com": {"product": "the Kong Ingress Controller", "battery": "ingress"},
	"networking.istio.io": {"product": "Istio", "battery": "mesh"},
	"security.istio.io": {"product": "Istio", "battery": "mesh"},
	"telemetry.istio.io": {"product": "Istio", "battery": "mesh"},
	"policy.linkerd.io": {"product": "Linkerd", "battery": "mesh"},
	"linkerd.io": {"product": "Linkerd", "battery": "mesh"},
	"cilium.io": {"product": "Cilium", "battery": "network"},
	"crd.projectcalico.org": {"product": "Calico", "battery": "network"},
	"projectcalico.org": {"product": "Calico's API server", "battery": "network"},
	"keda.sh": {"product": "KEDA", "battery": "scaling"},
	"autoscaling.k8s.io": {"product": "the Vertical Pod Autoscaler", "battery": "scaling"},
	"karpenter.sh": {"product": "Karpenter", "battery": "scaling"},
	"snapshot.storage.k8s.io": {"product": "the CSI snapshot controller", "battery": "storage"},
	"kyverno.io": {"product": "Kyverno", "battery": "policy"},
	"policies.kyverno.io": {"product": "Kyverno", "battery": "policy"},
	"constraints.gatekeeper.sh": {"product": "Gatekeeper", "battery": "policy"},
	"templates.gatekeeper.sh": {"product": "Gatekeeper", "battery": "policy"},
	"velero.io": {"product": "Velero", "battery": "backup"},
	"argoproj.io": {"product": "Argo CD, Argo Rollouts or Argo Workflows", "battery": "delivery"},
	"kustomize.toolkit.fluxcd.io": {"product": "Flux", "battery": "delivery"},
	"helm.toolkit.fluxcd.io": {"product": "Flux", "battery": "delivery"},
	"source.toolkit.fluxcd.io": {"product": "Flux", "battery": "delivery"},
	"serving.knative.dev": {"product": "Knative Serving", "battery": "scaling"},
}
