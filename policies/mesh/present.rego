# METADATA
# title: A service mesh is there
# description: |
#   A mesh gives every pod an identity and encrypts what Services say to each other. Where
#   the profile asks for one, a service that counts on mutual TLS and lands without it talks
#   in plain text, and its authorization policies do nothing.
#
#   kready looks for a control plane. Sidecars alone are no mesh: they stay in pods when the
#   control plane is gone. Neither are CRDs. Without a profile that asks for a mesh, its
#   absence is no gap.
# related_resources:
# - ref: https://istio.io/latest/docs/overview/what-is-istio/
# - ref: https://linkerd.io/2/overview/
# custom:
#   level: present
#   tier: must
#   since: 0.1.0
#   standsWithout:
#     any: [workloads/cronjobs]
#     pass: [workloads, nodes]
#   remediation: |
#     Install Linkerd, or Istio (ambient mode needs no sidecars), or enable your provider's
#     managed mesh. If this cluster needs none, choose a profile that asks for none.
package kready.mesh.present

import data.kready.internal.absence
import data.kready.lib

meshes := lib.running("mesh/control-plane")

missing if {
	count(meshes) == 0
	count(absence.possible("mesh/control-plane")) == 0
	not absence.expected("mesh/control-plane")
}

gap contains {"message": "no control plane of a known service mesh runs in this cluster"} if missing

gap contains finding if {
	missing
	some finding in absence.findings("mesh/control-plane")
}

gap contains {"message": sprintf("%s runs without a control plane: a data plane alone is no mesh", [lib.names(planes)])} if {
	missing
	planes := lib.running("mesh/data-plane")
	count(planes) > 0
}

unknown contains finding if {
	count(meshes) == 0
	some finding in absence.possible("mesh/control-plane")
}

unknown contains {"message": sprintf("%s is asked for; whether it comes up cannot be told from manifests", [who])} if {
	count(meshes) == 0
	who := absence.expected("mesh/control-plane")
}

summary contains sprintf("%s is there", [lib.names(meshes)]) if count(meshes) > 0

summary contains "no known service mesh runs in this cluster" if missing
