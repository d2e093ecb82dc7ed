# METADATA
# title: Cluster Autoscaler is for the cluster's minor version, and none of its node groups is in trouble
# description: |
#   Before Cluster Autoscaler adds a node it works out whether a waiting pod would run there, with the scheduler's code of one
#   Kubernetes version. On another version it may come to another answer than the scheduler: it adds nodes that nobody
#   needs, or leaves pods waiting. Its makers recommend the release of the same minor version and test no other.
#
#   A node group that backs off gets no node for a while: the cloud has none, a quota is used up, or new nodes did not join. Pods that only
#   run there wait, while other groups grow.
#
#   kready compares the release that runs with the version of the API server, and reads what Cluster Autoscaler writes of its node groups into
#   the ConfigMap `cluster-autoscaler-status`. Whether it can add nodes at all is asked by `scaling/node-autoscaler`. One that
#   the provider runs out of sight has no release that can be seen.
# related_resources:
# - ref: https://github.com/kubernetes/autoscaler/tree/master/cluster-autoscaler#releases
# - ref: https://github.com/kubernetes/autoscaler/blob/master/cluster-autoscaler/FAQ.md#how-can-i-check-what-is-going-on-in-ca-
# custom:
#   level: healthy
#   tier: should
#   since: 0.2.0
#   standsWithout:
#     any: [workloads/cronjobs, nodes]
#     gap: [workloads, version, nodeAutoscaler]
#     skip: [version]
#     pass: [workloads/pods]
#   remediation: |
#     Bring it to the release of the cluster's minor version, and do so with each upgrade of the cluster:
#
#         kubectl -n NAMESPACE get KIND NAME -o jsonpath='{.spec.template.spec.containers[*].image}'
#   remedies:
#   - state: group
#     text: |
#       Read what it says of the node group, and its log: a quota of the cloud, a kind of machine that is sold out, or nodes that do
#       not join the cluster.
#
#           kubectl -n NAMESPACE get configmap cluster-autoscaler-status -o jsonpath='{.data.status}'
package kready.scaling["ca-healthy"]

import data.kready.internal.autoscalers
import data.kready.internal.compatibility
import data.kready.internal.lifecycle
import data.kready.lib

scalers contains impl if {
	some impl in lib.running("scaling/nodes")
	impl.name == "cluster-autoscaler"
}

# released are those whose release can be seen, and is upstream's.
released contains impl if {
	some impl in scalers
	impl.state == "running"
	not lifecycle.of_vendor(impl)
}

# Since 1.12 its releases have the numbers of Kubernetes'.
other_minor(impl) if {
	input.version.minor > 0
	release := compatibility.parts(impl.version)
	array.slice(release, 0, 2) != [1, input.version.minor]
}

misfit(impl) := sprintf("it is %s, and the cluster runs Kubernetes 1.%d", [lib.named(impl), input.version.minor]) if other_minor(impl)

gap contains lib.finding(w.kind, w.namespace, w.name, misfit(impl)) if {
	not input.version.guess
	some impl in released
	some w in lib.workloads_of(impl)
}

gap contains object.union(
	lib.finding("ConfigMap", autoscalers.status.namespace, "cluster-autoscaler-status", text),
	{"state": "group"},
) if {
	count(scalers) > 0
	autoscalers.written
	some text in troubles
}

state contains "group" if count(troubles) > 0

troubles contains trim_suffix(sprintf("node group %s backs off: %s", [g.name, g.message]), ": ") if {
	some g in autoscalers.status.groups
	g.scaleUp == "Backoff"
}

troubles contains sprintf("node group %s is unhealthy", [g.name]) if {
	some g in autoscalers.status.groups
	g.health == "Unhealthy"
	g.scaleUp != "Backoff"
}

# Nodes tell the lowest version that the API server can have.
unknown contains {"message": sprintf("the API server's version was not read: Cluster Autoscaler is %s, and %s runs %s", [impl.version, input.version.from, input.version.gitVersion])} if {
	input.version.guess
	some impl in released
	other_minor(impl)
}

unknown contains lib.finding(w.kind, w.namespace, w.name, "its release is not known: its image has no tag that says it") if {
	some impl in released
	not compatibility.parts(impl.version)
	some w in lib.workloads_of(impl)
}

unknown contains {"message": "the version of the API server is not known"} if {
	count(released) > 0
	input.version.minor == 0
}

skip contains "Cluster Autoscaler does not run here" if count(scalers) == 0

skip contains "Cluster Autoscaler runs out of sight, and has written no status" if {
	count(scalers) > 0
	count(released) == 0
	not autoscalers.written
}

groups_note := "" if not autoscalers.written

groups_note := sprintf("; none of %s backs off", [lib.counted(count(autoscalers.status.groups), "node group", "node groups")]) if autoscalers.written

summary.pass contains sprintf("%s%s%s", [lib.names(scalers), for_note, groups_note])

for_note := "" if count(released) == 0

for_note := " is for this Kubernetes version" if {
	count(released) > 0
	input.version.minor > 0
}

for_note := "" if {
	count(released) > 0
	input.version.minor == 0
}

summary.gap contains sprintf("%s for another Kubernetes version", [lib.names([impl | some impl in released; other_minor(impl)])]) if {
	not input.version.guess
	some impl in released
	other_minor(impl)
}

summary.gap contains sprintf("%s of Cluster Autoscaler %s in trouble", [lib.counted(count(troubles), "node group", "node groups"), lib.are(count(troubles))]) if {
	autoscalers.written
	count(troubles) > 0
}

summary.unknown contains "whether Cluster Autoscaler is for this Kubernetes version is not known"
