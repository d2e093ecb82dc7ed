# METADATA
# title: Proxies start before the service and end after it
# description: |
#   A proxy that is one container among others may start after the service, whose first calls then fail, and
#   may end before it. In a Job it never ends, so that the Job does not either. Since Kubernetes 1.29 an init container may stay
#   (`restartPolicy: Always`, general in 1.33): Istio and Linkerd make one of their proxy where they are told to, and their
#   newer releases do so by themselves.
#
#   kready looks at the proxies of at most 2000 running pods. On Kubernetes before 1.33 the check does not apply.
# related_resources:
# - ref: https://kubernetes.io/docs/concepts/workloads/pods/sidecar-containers/
# - ref: https://istio.io/latest/blog/2023/native-sidecars/
# - ref: https://linkerd.io/2/features/native-sidecars/
# custom:
#   level: configured
#   tier: could
#   requires: [mesh/present]
#   since: 0.2.0
#   standsWithout:
#     gap: [meshProxies]
#     any: [workloads/pods]
#   remediation: |
#     For Istio, set `ENABLE_NATIVE_SIDECARS=true` in the environment of istiod, or upgrade to a release that does it by itself. For
#     Linkerd: `linkerd upgrade --set proxy.nativeSidecar=true`. Then have the pods made anew:
#
#         kubectl -n NAMESPACE rollout restart KIND NAME
package kready.mesh["native-sidecars"]

import data.kready.lib

# ordinary are the proxies that are one container among others.
ordinary := [p | some p in input.meshProxies; not p.native]

recent if input.version.minor >= 33

gap contains lib.finding(w.kind, object.get(w, "namespace", ""), w.name, "its proxy is an ordinary container") if {
	recent
	some p in ordinary
	some w in p.of
}

skip contains "Kubernetes has sidecars of its own since 1.33, and this is older" if {
	input.version.minor > 0
	not recent
}

skip contains "no pod has a proxy of Istio or Linkerd" if count(input.meshProxies) == 0

unknown contains {"message": "the version of the API server is not known"} if {
	input.version.minor == 0
	count(ordinary) > 0
}

total := sum([p.count | some p in input.meshProxies])

summary.pass contains lib.counted(total, "proxy, a native sidecar", "proxies, all of them native sidecars")

summary.gap contains sprintf("of %s %d run as ordinary containers", [lib.counted(total, "proxy", "proxies"), sum([p.count | some p in ordinary])])

summary.unknown contains "whether this Kubernetes has sidecars of its own is not known"
