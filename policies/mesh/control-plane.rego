# METADATA
# title: The mesh's control plane is ready, with more than one replica
# description: |
#   Proxies go on with what they were told last when the control plane is away. New pods do
#   not: the injector refuses or skips them, certificates are not renewed, and within hours
#   calls between Services begin to fail.
#
#   kready asks that every workload of the control plane has a ready pod, and that its
#   Deployments have more than one replica, where there is more than one node to put them
#   on. Control planes that the provider runs out of sight are not judged.
# related_resources:
# - ref: https://linkerd.io/2/features/ha/
# - ref: https://istio.io/latest/docs/ops/best-practices/deployment/
# custom:
#   level: healthy
#   tier: must
#   requires: [mesh/present]
#   since: 0.1.0
#   standsWithout:
#     any: [workloads/cronjobs, workloads/pods]
#     gap: [workloads, nodes]
#   remediation: |
#     Read the events and logs of the workload that is not ready. For more than one replica:
#     Linkerd's `--ha`, or `autoscaleMin: 2` (`replicaCount: 2`) in istiod's chart.
package kready.mesh["control-plane"]

import data.kready.internal.nodes
import data.kready.internal.workloads
import data.kready.lib

meshes := workloads.visible("mesh/control-plane")

gap contains finding if {
	some impl in meshes
	some finding in workloads.down(impl)
}

gap contains finding if {
	nodes.open_count > 1
	some w in single
	finding := lib.finding(w.kind, w.namespace, w.name, "it has 1 replica: the loss of its node takes it away")
}

single contains w if {
	some impl in meshes
	some w in lib.workloads_of(impl)
	w.kind == "Deployment"
	w.status
	w.desired == 1
	w.ready == 1
}

unknown contains finding if {
	some impl in meshes
	some finding in workloads.without_status(impl)
}

skip contains "the provider runs the control plane where its pods cannot be seen" if count(meshes) == 0

broken contains impl if {
	some impl in meshes
	count(workloads.down(impl)) > 0
}

summary.pass contains workloads.readiness(impl) if some impl in meshes

summary.gap contains sprintf("%s has a workload without a ready pod", [lib.named(impl)]) if some impl in broken

summary.gap contains text if {
	count(broken) == 0
	text := sprintf("%s a single replica", [lib.counted(count(gap), "Deployment of the control plane has", "Deployments of the control plane have")])
}

summary.unknown contains "the manifests carry no status"
