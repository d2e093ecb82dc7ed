# METADATA
# title: Policies of admission do not stay at auditing
# description: |
#   A policy begins by auditing, so that nothing breaks while services are mended. Many stay there: everybody believes that
#   the rule holds, and each new service may break it.
#
#   kready names the policies of Kyverno, Gatekeeper, Kubewarden and jsPolicy that validate, are in use, and only audit, warn or
#   monitor 90 days after they were created (`policyAuditDays`). Since when a policy audits is not known, nor whether
#   another one refuses the same; ValidatingAdmissionPolicies are not looked at. That something refuses at all is
#   asked by policy/engine. Waive what is meant to audit only.
# related_resources:
# - ref: https://kyverno.io/docs/policy-types/cluster-policy/validate/
# - ref: https://open-policy-agent.github.io/gatekeeper/website/docs/violations/
# - ref: https://docs.kubewarden.io/reference/monitor-mode
# custom:
#   level: configured
#   tier: could
#   requires: [policy/engine]
#   since: 0.2.0
#   standsWithout:
#     any: [workloads/cronjobs, workloads/pods]
#   remediation: |
#     See what the policy would refuse today, mend or except that, and let it refuse: in Kyverno `failureAction: Enforce` in each
#     rule or `validationActions: [Deny]`, in Gatekeeper `enforcementAction: deny`, in Kubewarden `mode: protect`.
package kready.policy["enforce-mode"]

import data.kready.internal.engine_policies
import data.kready.internal.products
import data.kready.lib

engines contains impl.name if {
	some impl in lib.running("policy/engine")
	count(engine_policies.kinds(impl.name)) > 0
}

# kinds are the resources of those engines; Azure's add-on has Gatekeeper's.
kinds contains kind if {
	some engine in engines
	some kind in engine_policies.kinds(engine)
}

# policies are all of them, each once.
policies contains {"kind": item.kind, "namespace": item.namespace, "name": item.name, "createdAt": item.createdAt, "why": why} if {
	some engine in engines
	some kind in engine_policies.kinds(engine)
	some item in products.objects(kind)
	why := engine_policies.lenience(engine, kind, item)
}

# An audit is the reason where the policy is used and would refuse otherwise.
audits(p) if startswith(p.why, "only ")

old(p) if {
	lib.known(p.createdAt)
	lib.older(p.createdAt, (input.thresholds.policyAuditDays * 24) * 60)
}

gap contains lib.finding(p.kind, p.namespace, p.name, sprintf("it %s, and was created on %s", [p.why, substring(p.createdAt, 0, 10)])) if {
	some p in policies
	audits(p)
	old(p)
}

unknown contains {"message": text} if some text in products.unread(kinds)

skip contains "no policy engine runs whose policies kready reads" if count(engines) == 0

skip contains "there is no policy" if {
	count(engines) > 0
	count(policies) == 0
	count(products.unread(kinds)) == 0
}

refusing := [p | some p in policies; p.why == ""]

auditing := [p | some p in policies; audits(p)]

summary.pass contains sprintf("%d of %s %s%s", [
	count(refusing), lib.counted(count(policies), "policy", "policies"), verb(count(refusing), "refuses", "refuse"), also_auditing,
])

default also_auditing := ""

also_auditing := sprintf(", and %d %s audited for less than %s", [
	count(auditing), verb(count(auditing), "has", "have"), lib.counted(input.thresholds.policyAuditDays, "day", "days"),
]) if count(auditing) > 0

verb(1, one, _) := one

verb(n, _, many) := many if n != 1

summary.gap contains sprintf("%d of %s audited for more than %s", [
	count([p | some p in auditing; old(p)]), lib.counted(count(policies), "policy has", "policies have"),
	lib.counted(input.thresholds.policyAuditDays, "day", "days"),
])

summary.unknown contains "which policies only audit is not known"
