# METADATA
# title: The CRDs of the Gateway API come from one release, in the standard channel
# description: |
#   The CRDs of the Gateway API are installed by hand, by charts and by controllers, and each
#   overwrites the others. CRDs of different releases lack fields that a controller counts
#   on, and what is written there is dropped without a word. Fields of the experimental
#   channel can change or go with any release, and a later change to the standard channel
#   takes them away with the data in them.
#
#   Each CRD of the group gateway.networking.k8s.io names its release and channel in the
#   annotations `gateway.networking.k8s.io/bundle-version` and `/channel`. All must be of one
#   release, and standard. On GKE and OpenShift, which bring the CRDs and keep them, the
#   check does not apply.
#
#   Whether the controllers support that release is another question.
# related_resources:
# - ref: https://gateway-api.sigs.k8s.io/guides/crd-management/
# - ref: https://gateway-api.sigs.k8s.io/concepts/versioning/
# custom:
#   level: configured
#   tier: should
#   since: 0.1.0
#   remediation: |
#     Apply the standard bundle of one release that all controllers support, and let nothing
#     else install these CRDs (charts have a switch for it):
#
#         kubectl apply --server-side -f https://github.com/kubernetes-sigs/gateway-api/releases/download/VERSION/standard-install.yaml
#
#     Before leaving the experimental channel, see that nothing uses its kinds and fields. A
#     controller that cannot do without them is a reason for a waiver.
package kready.ingress["gateway-crds"]

import data.kready.lib

crds := [c | some c in input.crds; c.group == "gateway.networking.k8s.io"]

bundle(c) := object.get(c.annotations, "gateway.networking.k8s.io/bundle-version", "")

channel(c) := object.get(c.annotations, "gateway.networking.k8s.io/channel", "")

# common_release is the release that most of the CRDs are of.
common_release := version if {
	counts := sort({[count([c | some c in crds; bundle(c) == v]), v] | some c in crds; v := bundle(c); v != ""})
	[_, version] := counts[count(counts) - 1]
}

gap contains finding if {
	some c in crds
	bundle(c) != common_release
	finding := lib.finding("CustomResourceDefinition", "", c.name, other_text(bundle(c)))
}

gap contains finding if {
	some c in crds
	channel(c) == "experimental"
	finding := lib.finding("CustomResourceDefinition", "", c.name, "it is of the experimental channel")
}

other_text("") := sprintf("it names no release, while others are of %s", [common_release])

other_text(version) := sprintf("it is of %s, while others are of %s", [version, common_release]) if version != ""

unknown contains finding if {
	not common_release
	some c in crds
	finding := lib.finding("CustomResourceDefinition", "", c.name, "it does not name its release")
}

skip contains "the Gateway API is not installed" if count(crds) == 0

skip contains sprintf("%s brings the CRDs of the Gateway API and keeps them", [input.distribution.title]) if {
	count(crds) > 0
	input.distribution.name in {"gke", "openshift"}
}

releases contains v if {
	some c in crds
	v := bundle(c)
	v != ""
}

experimental := [c | some c in crds; channel(c) == "experimental"]

summary.pass contains text if {
	common_release
	text := sprintf("%s of %s, standard channel", [lib.counted(count(crds), "CRD", "CRDs"), common_release])
}

summary.gap contains sprintf("the CRDs are of different releases: %s", [concat(", ", releases)]) if count(releases) > 1

summary.gap contains sprintf("some CRDs are of %s, and some name no release", [common_release]) if {
	count(releases) == 1
	some c in crds
	bundle(c) == ""
}

summary.gap contains sprintf("%d of %s %s of the experimental channel", [n, lib.counted(count(crds), "CRD", "CRDs"), lib.are(n)]) if {
	n := count(experimental)
	n > 0
}
