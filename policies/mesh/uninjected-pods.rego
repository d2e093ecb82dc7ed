# METADATA
# title: Pods in the mesh's namespaces have its proxy
# description: |
#   A proxy is put into a pod when it is made. Pods that are older than the label on their namespace, or that were
#   made while the injector was down, run without: they encrypt nothing, no policy of the mesh holds for them, and
#   where mutual TLS is demanded nobody in the mesh takes a call from them.
#
#   kready looks at the running pods of namespaces that ask Istio (`istio-injection=enabled`, `istio.io/rev`) or Linkerd
#   (`linkerd.io/inject`) for proxies, and that lack the labels which these put on a pod. Left out are pods on the
#   node's network, pods that say they want no proxy, and those of Jobs. Ambient mode has no proxies in pods. With more than 5000 such pods,
#   or 40 workloads of them, not all are looked at. An exception in the injector's own configuration
#   (`neverInjectSelector`) is not seen: waive its pods.
# related_resources:
# - ref: https://istio.io/latest/docs/reference/config/analysis/ist0103/
# - ref: https://istio.io/latest/docs/setup/additional-setup/sidecar-injection/
# - ref: https://linkerd.io/2/features/proxy-injection/
# custom:
#   level: healthy
#   tier: should
#   requires: [mesh/injection-served]
#   since: 0.2.0
#   standsWithout:
#     any: [workloads/cronjobs, workloads/pods]
#     gap: [unmeshedPods, workloads, nodes]
#   remediation: |
#     Have the pods made anew; see whether the new ones have a proxy, and else the events of their ReplicaSet:
#
#         kubectl -n NAMESPACE rollout restart KIND NAME
#
#     Pods that should have none say `sidecar.istio.io/inject: "false"` (a label), or `linkerd.io/inject: disabled`
#     (an annotation).
package kready.mesh["uninjected-pods"]

import data.kready.internal.meshes
import data.kready.lib

titles := {"istio": "Istio", "linkerd": "Linkerd"}

gap contains lib.finding(p.kind, p.namespace, p.name, sprintf("%s in a namespace that asks %s for it", [runs(p), titles[p.mesh]])) if {
	some p in input.unmeshedPods
}

runs(p) := "a pod runs without a proxy" if p.count == 1

runs(p) := sprintf("%d pods run without a proxy", [p.count]) if p.count > 1

skip contains "no mesh with sidecars that kready knows runs here" if {
	not meshes.installed("istio")
	not meshes.installed("linkerd")
}

summary.pass contains "no pod lacks a proxy that its namespace asks for"

summary.gap contains sprintf("%s without a proxy", [lib.counted(sum([p.count | some p in input.unmeshedPods]), "pod of the mesh's namespaces runs", "pods of the mesh's namespaces run")])
