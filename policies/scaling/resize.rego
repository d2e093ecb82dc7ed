# METADATA
# title: Nodes can resize the pods that a VerticalPodAutoscaler resizes in place
# description: |
#   A VerticalPodAutoscaler in mode `InPlaceOrRecreate` changes the requests of running pods. On a node that cannot do
#   that it evicts the pod instead, at a time that nobody chose; in mode `InPlace` it leaves it as it is.
#
#   Kubernetes resizes pods in place by default since 1.33, on Linux. kready compares the API server and the kubelets
#   of the nodes that take ordinary pods with that. A feature gate that switches it off, static CPU management, and
#   quality-of-service classes that must not change are not seen.
# related_resources:
# - ref: https://kubernetes.io/docs/tasks/configure-pod-container/resize-container-resources/
# - ref: https://github.com/kubernetes/autoscaler/blob/master/vertical-pod-autoscaler/docs/features.md
# - ref: https://github.com/kubernetes/enhancements/issues/1287
# custom:
#   level: configured
#   tier: could
#   since: 0.2.0
#   standsWithout:
#     any: [workloads]
#   remediation: |
#     Upgrade the nodes to Kubernetes 1.33 or newer, or set the mode to `Recreate`, which says what happens there:
#
#         kubectl -n NAMESPACE patch verticalpodautoscaler NAME --type=merge -p '{"spec":{"updatePolicy":{"updateMode":"Recreate"}}}'
package kready.scaling.resize

import data.kready.internal.lifecycle
import data.kready.internal.manifests
import data.kready.internal.products
import data.kready.lib

kind := "verticalpodautoscalers.autoscaling.k8s.io"

mode := "spec.updatePolicy.updateMode"

since := 33

in_place := [v | some v in products.objects(kind); products.value(v, mode) in {"InPlace", "InPlaceOrRecreate"}]

# unable says, by name, why the pods of a node cannot be resized.
unable := {name: why |
	some k in kinds
	why := why_unable(k)
	some name in k.names
}

why_unable(k) := "runs Windows" if k.os == "windows"

why_unable(k) := sprintf("has kubelet %s", [k.kubeletVersion]) if {
	k.os != "windows"
	older(k.kubeletVersion)
}

kinds := [k | some k in input.nodeKinds; k.takesPods]

older(version) if {
	line := lifecycle.minor(version)
	parts := split(line, ".")
	parts[0] == "1"
	to_number(parts[1]) < since
}

here if not manifests.not_applied

reasons := sort({sprintf("node %s %s", [name, why]) | some name, why in unable})

effect(v) := "it evicts pods there" if products.value(v, mode) == "InPlaceOrRecreate"

effect(v) := "it leaves pods there as they are" if products.value(v, mode) == "InPlace"

gap contains lib.finding("VerticalPodAutoscaler", v.namespace, v.name, sprintf("%s; %s", [lib.shortened(reasons), effect(v)])) if {
	here
	count(unable) > 0
	some v in in_place
}

unknown contains {"message": text} if {
	here
	products.served(kind)
	some text in products.unread({kind})
}

skip contains "no VerticalPodAutoscaler resizes pods in place" if {
	count(in_place) == 0
	count(products.unread({kind})) == 0
}

skip contains "no VerticalPodAutoscaler is known here" if not products.served(kind)

skip contains "the manifests are not applied" if manifests.not_applied

summary.pass contains sprintf("every node that takes ordinary pods can resize them, as %s", [lib.counted(count(in_place), "VerticalPodAutoscaler asks", "VerticalPodAutoscalers ask")])

summary.gap contains sprintf("%s cannot resize pods in place", [lib.counted(count(unable), "node", "nodes")])

summary.unknown contains "whether pods are to be resized in place is not known"
