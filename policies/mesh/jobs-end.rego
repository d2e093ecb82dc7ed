# METADATA
# title: A mesh's proxy lets the Jobs of the service end
# description: |
#   A proxy that is one container among others does not end when the work is done: the pod goes on, and the Job never completes. The next
#   run of a CronJob may wait for it. A proxy that is a native sidecar (an init container with `restartPolicy: Always`) ends with the
#   others, and an ambient mesh has none in the pod.
#
#   kready looks at the Jobs and CronJobs whose pods Istio or Linkerd gives a proxy, by their own labels and annotations and those of
#   their namespace, and at the proxies that run in the cluster: new ones are like these. Where there are none yet, or of both kinds,
#   the answer is unknown. Programs that tell the proxy to quit are not seen.
# related_resources:
# - ref: https://kubernetes.io/docs/concepts/workloads/pods/sidecar-containers/
# - ref: https://istio.io/latest/blog/2023/native-sidecars/
# - ref: https://linkerd.io/2/features/native-sidecars/
# custom:
#   subject: service
#   level: configured
#   tier: should
#   since: 0.2.0
#   standsWithout:
#     any: [workloads/cronjobs]
#     pass: [meshProxies]
#   remediation: |
#     Ask for a native sidecar in the annotations of the pods: `sidecar.istio.io/nativeSidecar: "true"`, or
#     `config.beta.linkerd.io/proxy-enable-native-sidecar: "true"`. Or leave the pods out of the mesh: the label
#     `sidecar.istio.io/inject: "false"`, the annotation `linkerd.io/inject: disabled`.
package kready.mesh["jobs-end"]

import data.kready.internal.landing
import data.kready.internal.meshes
import data.kready.lib

jobs := [p | some p in input.service.pods; p.kind in {"Job", "CronJob", "ScaledJob"}]

labels(p) := object.union(there, own) if {
	there := {key: value | some ns in input.namespaces; ns.name == p.namespace; some key, value in ns.labels}
	own := {key: value | some o in landing.objects_of("", "Namespace"); o.name == p.namespace; some key, value in o.labels}
}

annotations(p) := object.union(there, own) if {
	there := {key: value | some ns in input.namespaces; ns.name == p.namespace; some key, value in ns.annotations}
	own := {key: value | some o in landing.objects_of("", "Namespace"); o.name == p.namespace; some key, value in o.annotations}
}

title := {"istio": "Istio", "linkerd": "Linkerd"}

# meshed are the templates to which a mesh gives a proxy in the pod, which it is told to make an ordinary container or not told.
meshed contains {"pods": p, "mesh": "istio"} if {
	meshes.installed("istio")
	some p in jobs
	by_istio(p)
	not p.annotations["sidecar.istio.io/nativeSidecar"] == "true"
}

meshed contains {"pods": p, "mesh": "linkerd"} if {
	meshes.installed("linkerd")
	some p in jobs
	object.get(p.annotations, "linkerd.io/inject", object.get(annotations(p), "linkerd.io/inject", "")) in {"enabled", "ingress"}
	not native_linkerd(p)
}

native_linkerd(p) if {
	some stage in ["alpha", "beta"]
	object.union(annotations(p), p.annotations)[sprintf("config.%s.linkerd.io/proxy-enable-native-sidecar", [stage])] == "true"
}

asks(p) := object.get(p.labels, "sidecar.istio.io/inject", object.get(p.annotations, "sidecar.istio.io/inject", ""))

by_istio(p) if asks(p) == "true"

by_istio(p) if {
	asks(p) != "false"
	labels(p)["istio-injection"] == "enabled"
}

by_istio(p) if {
	asks(p) != "false"
	not labels(p)["istio-injection"]
	object.get(labels(p), "istio.io/rev", "") != ""
	not labels(p)["istio.io/dataplane-mode"] == "ambient"
}

skip contains "the service has no Job and no CronJob" if count(jobs) == 0

proxies(mesh, native) := sum([x.count | some x in input.meshProxies; x.mesh == mesh; x.native == native])

on(m, message) := landing.finding(m.pods, m.pods.templateLine, "service", message)

gap contains on(m, sprintf("%s gives its pods a proxy, an ordinary container as that of %s: it does not end by itself, and the Job does not either", [
	title[m.mesh], lib.counted(proxies(m.mesh, false), "pod that runs", "pods that run"),
])) if {
	some m in meshed
	proxies(m.mesh, false) > 0
	proxies(m.mesh, true) == 0
}

unknown contains on(m, sprintf("%s gives its pods a proxy: of those that run, %d are native sidecars and %d are ordinary containers, with which a Job does not end", [
	title[m.mesh], proxies(m.mesh, true), proxies(m.mesh, false),
])) if {
	some m in meshed
	proxies(m.mesh, false) > 0
	proxies(m.mesh, true) > 0
}

unknown contains on(m, sprintf("%s gives its pods a proxy, and none runs yet that shows whether it is a native sidecar", [title[m.mesh]])) if {
	some m in meshed
	proxies(m.mesh, false) + proxies(m.mesh, true) == 0
}

summary.pass contains sprintf("%s, none with a proxy that stays", [lib.counted(count(jobs), "Job or CronJob", "Jobs and CronJobs")])

summary.gap contains "Jobs of the service do not end"

summary.unknown contains "whether Jobs of the service end is not known"
