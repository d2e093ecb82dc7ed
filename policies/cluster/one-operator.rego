# METADATA
# title: Operators that own their CRDs alone run once
# description: |
#   Some operators act on every object of their kinds in the whole cluster and expect to be
#   alone. Two of them undo each other's work: two cert-managers order every certificate
#   twice until the issuer's rate limit is reached, two External Secrets Operators of different
#   releases convert each other's objects, two Karpenters buy nodes that the other removes.
#   Their CRDs and webhooks exist once and belong to whichever was installed last.
#
#   The catalogue marks such products. Two running instances, told apart by namespace and
#   release, are a gap, unless a flag keeps one of them to some namespaces or to a controller
#   class of its own. Products that are made to run several times, such as ingress controllers,
#   revisions of Istio and namespaced Argo CDs, are not marked.
# related_resources:
# - ref: https://cert-manager.io/docs/installation/helm/
# - ref: https://kubernetes.io/docs/concepts/extend-kubernetes/operator/
# custom:
#   level: configured
#   tier: should
#   since: 0.1.0
#   standsWithout:
#     any: [workloads/cronjobs, workloads/pods, nodes]
#     gap: [workloads]
#   remediation: |
#     Uninstall all but one, without its CRDs: deleting these deletes every object of their
#     kinds. With Helm, see first whether the CRDs are part of the release that goes
#     (`helm get manifest`), and annotate them with `helm.sh/resource-policy: keep`.
package kready.cluster["one-operator"]

import data.kready.lib

# exclusive_instances are the running instances that must have no other beside them.
exclusive_instances contains impl if {
	some impl in input.inventory
	impl.state == "running"
	impl.singleton
}

duplicated contains impl if {
	some impl in exclusive_instances
	some other in exclusive_instances
	other.name == impl.name
	other.workloads != impl.workloads
}

gap contains finding if {
	some impl in duplicated
	w := impl.workloads[0]
	finding := lib.finding(w.kind, object.get(w, "namespace", ""), w.name, sprintf("it runs %s, beside %s", [lib.named(impl), others(impl)]))
}

others(impl) := lib.shortened(sort([sprintf("%s/%s", [object.get(w, "namespace", ""), w.name]) |
	some other in duplicated
	other.name == impl.name
	other.workloads != impl.workloads
	w := other.workloads[0]
]))

skip contains "no operator runs here that has to be alone" if count(exclusive_instances) == 0

summary contains sprintf("%s once", [text]) if {
	count(duplicated) == 0
	text := lib.counted(count(exclusive_instances), "operator that has to be alone runs", "operators that have to be alone each run")
}

summary contains sprintf("%d instances of %s run, and each expects to be alone", [n, title]) if {
	some name in {impl.name | some impl in duplicated}
	n := count({impl | some impl in duplicated; impl.name == name})
	title := [impl.title | some impl in duplicated; impl.name == name][0]
}
