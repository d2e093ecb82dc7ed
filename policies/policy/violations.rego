# METADATA
# title: Nothing in the cluster breaks the constraints that refuse
# description: |
#   A constraint refuses what is new or changed. What was there before stays, until its pods are created again: at the next
#   drain or rollout they are refused, and a service that ran for months does not come back.
#
#   Gatekeeper's audit counts the objects that break each constraint. kready names the constraints that deny and of which
#   the last audit counted some. An audit that is more than a day old tells nothing. The reports of Kyverno and
#   Kubewarden, of which there are as many as objects, are not read.
# related_resources:
# - ref: https://open-policy-agent.github.io/gatekeeper/website/docs/audit
# custom:
#   level: healthy
#   tier: could
#   since: 0.2.0
#   standsWithout:
#     any: [workloads/cronjobs, workloads/pods]
#   remediation: |
#     See which objects they are, twenty of them in the constraint's own status, and mend or except them:
#
#         kubectl get KIND NAME -o jsonpath='{.status.violations}'
package kready.policy.violations

import data.kready.internal.engine_policies
import data.kready.internal.manifests
import data.kready.internal.products
import data.kready.lib

kind := "*.constraints.gatekeeper.sh"

engines contains impl if {
	some impl in lib.running("policy/engine")
	impl.name in {"azure-policy", "gatekeeper"}
}

here if {
	count(engines) > 0
	not manifests.not_applied
}

# denying are the constraints that refuse.
denying := [c | some c in products.objects(kind); engine_policies.by_constraint(c) == ""]

asked if count(products.unasked(kind, {"status.auditTimestamp", "status.totalViolations"})) == 0

day := 24 * 60

audited(c) := products.value(c, "status.auditTimestamp")

# fresh holds for a constraint that was audited within a day.
fresh(c) if {
	audited(c) != ""
	not lib.older(audited(c), day)
}

broken(c) := to_number(products.value(c, "status.totalViolations")) if {
	regex.match(`^[0-9]+$`, products.value(c, "status.totalViolations"))
} else := 0

gap contains lib.finding(c.kind, c.namespace, c.name, sprintf("%s it, as of %s", [lib.counted(broken(c), "object breaks", "objects break"), audited(c)])) if {
	here
	some c in denying
	fresh(c)
	broken(c) > 0
}

unknown contains {"message": text} if {
	here
	some text in (products.unread({kind}) | products.unasked(kind, {"status.auditTimestamp", "status.totalViolations"}))
}

unknown contains lib.finding(c.kind, c.namespace, c.name, "no audit has looked at it within a day") if {
	here
	asked
	some c in denying
	not fresh(c)
	lib.older(c.createdAt, day)
}

skip contains "Gatekeeper, whose audit counts what breaks its constraints, does not run here" if count(engines) == 0

skip contains "the manifests are not applied: nothing was audited" if {
	count(engines) > 0
	not here
}

skip contains "no constraint refuses anything" if {
	here
	products.read(kind)
	count(denying) == 0
}

summary.pass contains sprintf("the audit found nothing that breaks the %s", [lib.counted(count(denying), "constraint that refuses", "constraints that refuse")])

summary.gap contains "objects that are there break constraints that refuse"

summary.unknown contains "whether objects break the constraints is not known"
