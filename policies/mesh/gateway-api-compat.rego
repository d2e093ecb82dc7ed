# METADATA
# title: The CRDs of the Gateway API are ones that the mesh can read
# description: |
#   A mesh reads routes and gateways in versions of its own choice. Where the CRDs do not serve these, it takes no notice of the objects:
#   they are accepted, and traffic goes on as if they were not there. Linkerd does not start its policy controller without HTTPRoutes.
#
#   Istio needs CRDs that serve v1beta1 or v1, as its own precheck demands; without any it does without. Linkerd needs the CRD of HTTPRoutes: in
#   v1 since 2.18, in v1beta1 before, and there from 2.18 on, when it stopped to bring it. Whether all CRDs are of one
#   release is asked by `ingress/gateway-crds`. Other meshes are not looked at.
# related_resources:
# - ref: https://istio.io/latest/docs/reference/config/analysis/ist0156/
# - ref: https://istio.io/latest/docs/reference/config/analysis/ist0172/
# - ref: https://linkerd.io/2/features/gateway-api/
# custom:
#   level: configured
#   tier: should
#   since: 0.2.0
#   requires: [mesh/present]
#   standsWithout:
#     any: [workloads/cronjobs, workloads/pods, nodes]
#     gap: [workloads, crds]
#   remediation: |
#     Apply the standard bundle of a release that the mesh supports:
#
#         kubectl apply --server-side -f https://github.com/kubernetes-sigs/gateway-api/releases/download/VERSION/standard-install.yaml
#   remedies:
#   - distributions: [openshift]
#     text: |
#       OpenShift brings these CRDs and keeps them: upgrade it, or use a release of the mesh for its version.
package kready.mesh["gateway-api-compat"]

import data.kready.internal.meshes
import data.kready.internal.unread
import data.kready.lib

crds := [c | some c in input.crds; c.group == "gateway.networking.k8s.io"]

# of_istio are those that Istio reads.
of_istio := {"gatewayclasses", "gateways", "httproutes", "referencegrants"}

plural(c) := split(c.name, ".")[0]

old(c, wanted) if {
	count(c.served) > 0
	count({v | some v in c.served; v in wanted}) == 0
}

unread_by(c, mesh, wanted) := lib.finding("CustomResourceDefinition", "", c.name, sprintf("it serves %s, and %s reads %s", [concat(", ", c.served), mesh, wanted]))

gap contains unread_by(c, "Istio", "v1beta1 or v1") if {
	meshes.installed("istio")
	some c in crds
	plural(c) in of_istio
	old(c, {"v1", "v1beta1"})
}

gap contains unread_by(c, lib.named(linkerd), concat(" or ", sort(wanted_by_linkerd))) if {
	linkerd
	some c in crds
	plural(c) == "httproutes"
	old(c, wanted_by_linkerd)
}

gap contains {"message": sprintf("there is no CRD httproutes.gateway.networking.k8s.io, without which the policy controller of %s does not start", [lib.named(linkerd)])} if {
	lone_linkerd
	not unread.incomplete("crds")
	not "httproutes" in {plural(c) | some c in crds}
}

linkerd := impl if {
	some impl in meshes.control_planes
	impl.name == "linkerd"
}

# lone_linkerd holds for one that no longer brings the CRD itself.
lone_linkerd if minor_of_linkerd >= 18

# minor_of_linkerd is the number behind "2." of its release. Edge releases are named by year, month and number, and one of 25.4
# became 2.18. It is not defined where the version does not say.
minor_of_linkerd := to_number(release[0][1]) if {
	release := regex.find_all_string_submatch_n(`(?:^|-|v)2\.([0-9]+)(?:\.|$)`, linkerd.version, 1)
	count(release) > 0
}

minor_of_linkerd := edge_minor(year, month) if {
	[_, year, month] := regex.find_all_string_submatch_n(`^edge-([0-9]+)\.([0-9]+)\.`, linkerd.version, 1)[0]
}

edge_minor(year, month) := 18 if (to_number(year) * 100) + to_number(month) >= 2505

edge_minor(year, month) := 17 if (to_number(year) * 100) + to_number(month) < 2505

default wanted_by_linkerd := {"v1", "v1beta1"}

wanted_by_linkerd := {"v1"} if minor_of_linkerd >= 18

skip contains "no mesh runs here whose demands on the Gateway API kready knows" if {
	not meshes.installed("istio")
	not meshes.installed("linkerd")
}

skip contains "the Gateway API is not installed, and the mesh does without" if {
	count(crds) == 0
	meshes.installed("istio")
	not linkerd
}

skip contains sprintf("the Gateway API is not installed, and it is not known whether %s needs it", [lib.named(linkerd)]) if {
	count(crds) == 0
	not minor_of_linkerd
}

skip contains sprintf("the Gateway API is not installed, and %s does without", [lib.named(linkerd)]) if {
	count(crds) == 0
	minor_of_linkerd < 18
}

unknown contains lib.finding("CustomResourceDefinition", "", c.name, "which versions it serves is not known") if {
	some c in crds
	plural(c) in of_istio
	count(c.served) == 0
}

# late are those that serve nothing newer than what Istio is about to leave behind.
late contains c.name if {
	meshes.installed("istio")
	some c in crds
	plural(c) in {"gatewayclasses", "gateways", "httproutes", "grpcroutes"}
	not "v1" in c.served
}

summary.pass contains sprintf("the CRDs serve versions that %s can read", [concat(" and ", sort({impl.title | some impl in meshes.control_planes; impl.name in {"istio", "linkerd"}}))])

summary.pass contains sprintf("a later Istio will want v1 of %s", [lib.shortened(sort(late))]) if count(late) > 0

summary.gap contains "the mesh cannot read some objects of the Gateway API"

summary.unknown contains "whether the mesh can read the Gateway API is not known"
