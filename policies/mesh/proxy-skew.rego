# METADATA
# title: Proxies are of a version that their control plane speaks to
# description: |
#   Upgrading the control plane changes no pod that runs: its proxy stays as it is until the pod is made
#   anew. Istio supports proxies of one minor release before the control plane's, and none that are newer. Older ones get configuration that
#   they were never tried with, and no fixes.
#
#   kready reads the image of the proxy of at most 2000 running pods, and compares its release with those of
#   all control planes that run, so that during an upgrade by revisions either will do. An image without a tag of
#   a release is left out. Linkerd, whose releases have no such rule, is not judged, nor is ztunnel.
# related_resources:
# - ref: https://istio.io/latest/docs/releases/supported-releases/#control-planedata-plane-skew
# - ref: https://istio.io/latest/docs/reference/config/analysis/
# custom:
#   level: healthy
#   tier: should
#   requires: [mesh/present]
#   since: 0.2.0
#   standsWithout:
#     any: [workloads/cronjobs, workloads/pods]
#     gap: [meshProxies, nodes]
#   remediation: |
#     Have the pods made anew, so that they get the control plane's proxy:
#
#         kubectl -n NAMESPACE rollout restart KIND NAME
#
#     Where they get the old one again, their namespace asks for an old revision (`istio.io/rev`).
package kready.mesh["proxy-skew"]

import data.kready.internal.meshes
import data.kready.lib

# minor is 31 of 1.31.1, whatever comes after.
minor(version) := to_number(regex.find_all_string_submatch_n(`^v?1\.([0-9]+)(\.|-|$)`, version, 1)[0][1])

planes contains minor(impl.version) if {
	some impl in meshes.control_planes
	impl.name == "istio"
}

versions contains impl.version if {
	some impl in meshes.control_planes
	impl.name == "istio"
	minor(impl.version)
}

# unclear holds where a control plane does not tell its version: it could be any.
unclear if {
	some impl in meshes.control_planes
	impl.name == "istio"
	not minor(impl.version)
}

proxies := [p | some p in input.meshProxies; p.mesh == "istio"; minor(p.version)]

suits(p) if {
	some plane in planes
	minor(p.version) <= plane
	minor(p.version) >= plane - 1
}

skewed := [p |
	count(planes) > 0
	not unclear
	some p in proxies
	not suits(p)
]

gap contains lib.finding(w.kind, object.get(w, "namespace", ""), w.name, sprintf("its proxies are of %s, the control plane of %s", [p.version, concat(" and ", sort(versions))])) if {
	some p in skewed
	some w in p.of
}

unknown contains {"message": "the version of Istio's control plane is not known"} if {
	count(proxies) > 0
	unclear
}

skip contains "Istio does not run here" if not meshes.installed("istio")

skip contains "no pod has a proxy of Istio with the tag of a release" if {
	meshes.installed("istio")
	count(proxies) == 0
}

summary.pass contains sprintf("%s of %s, the control plane is of %s", [
	lib.counted(sum([p.count | some p in proxies]), "proxy is", "proxies are"), concat(", ", sort({p.version | some p in proxies})), concat(" and ", sort(versions)),
])

summary.gap contains sprintf("%s too far from the control plane", [lib.counted(sum([p.count | some p in skewed]), "proxy is", "proxies are")])

summary.unknown contains "how far proxies are from the control plane is not known"
