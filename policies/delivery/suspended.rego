# METADATA
# title: No delivery to the platform stands still
# description: |
#   A Kustomization that was suspended to try something out, and was never resumed, receives no
#   fix any more, and says so nowhere. An Application that is synced only when somebody asks
#   does the same as soon as nobody asks.
#
#   kready reads `spec.suspend` of Flux's units and sources, and looks for
#   `spec.syncPolicy.automated` in Argo CD's Applications, where they deliver into a
#   namespace of the platform: one that products which it knows have to themselves, or one
#   of the system. An Application that is out of sync already is `delivery/reconciled`'s gap.
#   For a freeze, waive the check and say until when. Pauses of other products are not seen.
# related_resources:
# - ref: https://fluxcd.io/flux/cmd/flux_resume/
# - ref: https://argo-cd.readthedocs.io/en/stable/user-guide/auto_sync/
# custom:
#   level: configured
#   tier: should
#   requires: [delivery/controllers-healthy]
#   since: 0.1.0
#   standsWithout:
#     any: [workloads/pods]
#   remedies:
#   - state: argo
#     text: |
#       Let Argo CD sync the application by itself, where its project wants that:
#
#           argocd app set NAME --sync-policy automated
#   remediation: |
#     Ask who stopped it, and why. Then let it go on, in the repository where it is written:
#
#         kubectl -n NAMESPACE patch KIND NAME --type=merge -p '{"spec":{"suspend":false}}'
package kready.delivery.suspended

import data.kready.internal.delivery
import data.kready.lib

deliveries_and_sources := array.concat(delivery.deliveries, delivery.sources)

gap contains finding if {
	some u in deliveries_and_sources
	u.suspended
	finding := delivery.finding(u, "it is suspended")
}

gap contains finding if {
	some d in delivery.deliveries
	not d.automated
	d.sync != "OutOfSync"
	finding := delivery.finding(d, "it is synced only when somebody asks")
}

skip contains "no controller delivers anything to the platform's namespaces" if count(deliveries_and_sources) == 0

state contains "argo" if delivery.on_argo(gap)

total_text := lib.counted(count(deliveries_and_sources), "unit and source", "units and sources")

summary.pass contains sprintf("%s of the platform, and none is suspended", [total_text])

summary.gap contains sprintf("%d of %s of the platform %s still", [count(gap), total_text, stand(count(gap))])

stand(1) := "stands"

stand(n) := "stand" if n != 1
