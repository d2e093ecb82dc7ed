# METADATA
# title: Configuration is delivered by a controller
# description: |
#   What people apply by hand drifts, and nobody can rebuild it. A controller that pulls from
#   Git or a registry keeps the cluster to what is written down, add-ons included.
#
#   kready looks for Flux, Argo CD, Fleet and the like. A pipeline that pushes from outside
#   leaves nothing in the cluster: waive the check and name it.
# related_resources:
# - ref: https://fluxcd.io/flux/
# - ref: https://argo-cd.readthedocs.io/
# custom:
#   level: present
#   tier: should
#   since: 0.1.0
#   remediation: |
#     Bootstrap Flux (`flux bootstrap`) or Argo CD, and let it manage the platform's own add-ons
#     first.
package kready.delivery.tool

import data.kready.internal.absence
import data.kready.lib

controllers := lib.running("delivery/gitops")

missing if {
	count(controllers) == 0
	count(absence.possible("delivery/gitops")) == 0
	not absence.expected("delivery/gitops")
}

gap contains {"message": "no known delivery controller runs in this cluster"} if missing

gap contains finding if {
	missing
	some finding in absence.findings("delivery/gitops")
}

unknown contains finding if {
	count(controllers) == 0
	some finding in absence.possible("delivery/gitops")
}

unknown contains {"message": sprintf("%s is asked for; whether it comes up cannot be told from manifests", [who])} if {
	count(controllers) == 0
	who := absence.expected("delivery/gitops")
}

summary contains sprintf("%s delivers", [lib.names(controllers)]) if count(controllers) > 0

summary contains "no known delivery controller runs in this cluster" if missing
