# METADATA
# title: The controller that opens the service's SealedSecrets runs
# description: |
#   A SealedSecret is of use to one controller alone, which has the key. Without it no Secret is made, and the pods that
#   mount it wait in ContainerCreating.
#
#   kready looks for the controller of Sealed Secrets, and for one of its pods that is ready. Whether the values were
#   sealed for this cluster cannot be seen: another cluster's controller has another key, and unless its annotations
#   widen the scope, a value opens under the name and the namespace that it was sealed for only. Where the cluster has a
#   SealedSecret of the same name that was not opened, the answer is unknown: the one that lands may be a new one.
# related_resources:
# - ref: https://github.com/bitnami-labs/sealed-secrets#scopes
# custom:
#   subject: service
#   level: configured
#   tier: must
#   since: 0.2.0
#   requires: [cluster/custom-kinds]
#   standsWithout:
#     any: [workloads/cronjobs]
#   remediation: |
#     Have the platform run the controller. Seal values for this cluster, with the name and the namespace that they land in:
#
#         kubeseal --namespace NAMESPACE --name NAME
package kready.secrets["sealed-secrets-opened"]

import data.kready.internal.absence
import data.kready.internal.landing
import data.kready.internal.optins
import data.kready.internal.workloads
import data.kready.lib

sealed := landing.objects_of("bitnami.com", "SealedSecret")

skip contains "the service has no SealedSecret" if count(sealed) == 0

controllers contains impl if {
	some impl in lib.running("secrets/operator")
	impl.name == "sealed-secrets"
}

absent if {
	count(controllers) == 0
	not optins.brings(["sealed-secrets-controller", "bitnami/sealed-secrets"])
}

strangers := absence.possible("secrets/operator")

gap contains landing.finding(o, 0, "platform", "no controller of Sealed Secrets runs") if {
	absent
	count(strangers) == 0
	some o in sealed
}

gap contains landing.finding(o, 0, "platform", sprintf("its controller does not run: %s", [concat("; ", stopped)])) if {
	count(stopped) > 0
	some o in sealed
}

unknown contains landing.finding(o, 0, "platform", "no controller of Sealed Secrets is recognised, unless it is what is not recognised") if {
	absent
	count(strangers) > 0
	some o in sealed
}

unknown contains landing.finding(o, 0, "service", sprintf("the one that is there was not opened: %s", [s.message])) if {
	some o in sealed
	some s in input.syncedSecrets
	s.kind == "SealedSecret"
	s.namespace == o.namespace
	s.name == o.name
	s.ready == "False"
}

stopped contains finding.message if {
	some impl in controllers
	some finding in workloads.down(impl)
}

counted(list) := lib.counted(count(list), "SealedSecret", "SealedSecrets")

summary.pass contains sprintf("the controller of %s runs; whether the values were sealed for this cluster cannot be seen", [counted(sealed)])

summary.gap contains sprintf("%s would not be opened", [counted({f.object | some f in gap})])

summary.unknown contains sprintf("whether %s would be opened is not known", [counted({f.object | some f in unknown})])
