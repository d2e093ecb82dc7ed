# METADATA
# title: Configuration is delivered by a controller
# description: |
#   What people apply by hand drifts, and nobody can rebuild it. A controller that pulls from
#   Git or a registry keeps the cluster to what is written down, add-ons included.
#
#   kready looks for Flux, Argo CD, Fleet and the like. Flux without a Kustomization or
#   HelmRelease, and Argo CD without an Application, deliver nothing and are a gap. A pipeline that pushes from outside
#   leaves nothing in the cluster: waive the check and name it.
# related_resources:
# - ref: https://fluxcd.io/flux/
# - ref: https://argo-cd.readthedocs.io/
# custom:
#   level: present
#   tier: should
#   since: 0.1.0
#   standsWithout:
#     asked: [deliveries]
#     pass: [workloads, nodes]
#   remediation: |
#     Bootstrap Flux (`flux bootstrap`) or Argo CD, and let it manage the platform's own add-ons
#     first.
#   remedies:
#   - state: idle
#     text: |
#       Hand the platform's own add-ons to the controller that is there: a Kustomization or
#       HelmRelease of Flux, an Application of Argo CD.
package kready.delivery.tool

import data.kready.internal.absence
import data.kready.internal.manifests
import data.kready.internal.unread
import data.kready.lib

controllers := lib.running("delivery/gitops")

# idle holds when only Flux or Argo CD runs, and neither is asked to deliver anything.
idle if {
	without_orders
	not unread.incomplete("deliveries")
}

without_orders if {
	count(controllers) > 0
	not manifests.not_applied
	count(input.deliveries) == 0
	every impl in controllers {
		impl.name in {"argo-cd", "flux2"}
	}
}

gap contains {"message": sprintf("%s has nothing to deliver: there is no Kustomization, HelmRelease or Application", [lib.names(controllers)])} if idle

gap contains {"message": "no known delivery controller runs in this cluster"} if missing

gap contains finding if {
	missing
	some finding in absence.findings("delivery/gitops")
}

state contains "idle" if idle

missing if {
	count(controllers) == 0
	count(absence.possible("delivery/gitops")) == 0
	not absence.expected("delivery/gitops")
}

unknown contains finding if {
	count(controllers) == 0
	some finding in absence.possible("delivery/gitops")
}

unknown contains {"message": sprintf("%s is asked for; whether it comes up cannot be told from manifests", [who])} if {
	count(controllers) == 0
	who := absence.expected("delivery/gitops")
}

unknown contains unread.finding("deliveries") if {
	without_orders
	not idle
}

summary.pass contains sprintf("%s %s there, with %s", [lib.names(controllers), lib.are(count(controllers)), lib.counted(count(input.deliveries), "thing to deliver", "things to deliver")]) if {
	count(input.deliveries) > 0
}

summary.pass contains sprintf("%s %s there", [lib.names(controllers), lib.are(count(controllers))]) if count(input.deliveries) == 0

summary.gap contains sprintf("%s %s there, and nothing is delivered", [lib.names(controllers), lib.are(count(controllers))]) if idle

summary.gap contains "no known delivery controller runs in this cluster" if missing
