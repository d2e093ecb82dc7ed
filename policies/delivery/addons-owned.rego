# METADATA
# title: The platform's products are delivered, and not applied by hand
# description: |
#   What somebody applied once by hand is in no repository: nobody knows with which values, no upgrade reaches it, and
#   a cluster that is made anew comes up without it.
#
#   Where Argo CD or Flux delivers to the cluster, kready looks at the products that it knows, and for a sign of who
#   manages them: the labels and annotations of Helm, Flux and Argo CD, of K3s, OLM and other managers of add-ons, an
#   owner, or an Application, Kustomization or HelmRelease that delivers into their namespace. One such workload is
#   enough for a product. `kube-system` is left out, with what distributions put there, and so are the tools of
#   delivery themselves. A pipeline that runs `kubectl apply` leaves no sign: waive the check and name it.
# related_resources:
# - ref: https://kubernetes.io/docs/concepts/overview/working-with-objects/common-labels/
# - ref: https://argo-cd.readthedocs.io/en/stable/user-guide/resource_tracking/
# - ref: https://docs.aws.amazon.com/eks/latest/best-practices/cluster-upgrades.html
# custom:
#   level: configured
#   tier: could
#   requires: [delivery/tool]
#   since: 0.2.0
#   standsWithout:
#     any: [workloads/cronjobs, workloads/pods]
#   remediation: |
#     Put its manifests or its chart into the repository that the cluster is delivered from, in the version that runs,
#     and let Argo CD or Flux take it over.
package kready.delivery["addons-owned"]

import data.kready.internal.manifests
import data.kready.lib

marked_by_label := {
	"addonmanager.kubernetes.io/mode", "app.kubernetes.io/managed-by", "argocd.argoproj.io/instance", "eks.amazonaws.com/component",
	"helm.toolkit.fluxcd.io/name", "install.operator.istio.io/owning-resource", "kustomize.toolkit.fluxcd.io/name",
	"objectset.rio.cattle.io/hash", "olm.owner", "addon.kops.k8s.io/name",
}

marked_by_annotation := {"argocd.argoproj.io/tracking-id", "meta.helm.sh/release-name"}

owned(w) if w.ownerKind != ""

owned(w) if count(marked_by_label & object.keys(w.labels)) > 0

owned(w) if count(marked_by_annotation & object.keys(w.annotations)) > 0

owned(w) if w.hook

owned(w) if w.namespace in delivered

# Argo CD may track by this label, which others set as well.
owned(w) if w.labels["app.kubernetes.io/instance"] in applications

applications contains d.name if {
	some d in input.deliveries
	d.kind == "Application"
}

delivered contains d.into if {
	some d in input.deliveries
	not d.remote
	d.into != ""
}

# products are those with workloads that somebody in the cluster decides on, with these.
products contains {"impl": impl, "workloads": own} if {
	some impl in input.inventory
	impl.state == "running"
	not is_delivery(impl)
	own := [w | some w in lib.workloads_of(impl); w.kind in {"DaemonSet", "Deployment", "StatefulSet"}; not lib.system_namespace(w.namespace)]
	count(own) > 0
}

is_delivery(impl) if "delivery" in impl.batteries

loose contains p if {
	some p in products
	every w in p.workloads {
		not owned(w)
	}
}

controllers := lib.running("delivery/gitops")

followed if {
	count(input.deliveries) > 0
	count(controllers) > 0
	not manifests.not_applied
}

gap contains lib.finding(w.kind, w.namespace, w.name, sprintf("nothing shows who manages %s: no delivery, no Helm release, no owner", [p.impl.title])) if {
	followed
	some p in loose
	w := p.workloads[0]
}

skip contains "nothing is delivered to this cluster by Argo CD or Flux" if not followed

skip contains "no product that kready knows runs outside of the system's namespaces" if count(products) == 0

summary.pass contains sprintf("%s a sign of who manages it", [lib.counted(count(products), "product has", "products have each")])

summary.gap contains sprintf("%s no sign of who manages them, beside what %s delivers", [lib.counted(count(loose), "product has", "products have"), lib.names(controllers)])
