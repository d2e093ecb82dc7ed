# METADATA
# title: Policy engines use every policy that they have
# description: |
#   An engine that cannot use a policy, since its expression does not compile or its webhook was never made, says so in the
#   policy's status and lets everything through that it was to refuse. As long as another policy refuses something, nobody notices.
#
#   kready reads what Kyverno, Gatekeeper and Kubewarden say of the policies that they were given more than ten minutes ago
#   (`pendingMinutes`): Ready=False of Kyverno's, constraints that no pod of Gatekeeper enforces and ConstraintTemplates with errors, policies
#   of Kubewarden that no policy server serves. What a policy refuses, and whether it only audits, is asked by `policy/engine`
#   and `policy/enforce-mode`.
# related_resources:
# - ref: https://kyverno.io/docs/troubleshooting/
# - ref: https://open-policy-agent.github.io/gatekeeper/website/docs/debug/
# - ref: https://docs.kubewarden.io/reference/CRDs
# custom:
#   level: healthy
#   tier: should
#   requires: [policy/engine]
#   since: 0.2.0
#   standsWithout:
#     any: [workloads/cronjobs, workloads/pods]
#   remediation: |
#     Read what the engine says of it, mend it, and try again:
#
#         kubectl describe KIND NAME
package kready.policy["policies-ready"]

import data.kready.internal.engine_policies
import data.kready.internal.manifests
import data.kready.internal.products
import data.kready.lib

engines contains impl.name if {
	not manifests.not_applied
	some impl in lib.running("policy/engine")
	count(engine_policies.kinds(impl.name)) > 0
}

templates := "constrainttemplates.templates.gatekeeper.sh"

# kinds are the resources of these engines; Azure's add-on has Gatekeeper's.
kinds contains kind if {
	some engine in engines
	some kind in engine_policies.kinds(engine)
}

kinds contains templates if {
	some engine in engines
	engine in {"azure-policy", "gatekeeper"}
}

settled(item) if not lib.known(item.createdAt)

settled(item) if lib.older(item.createdAt, input.thresholds.pendingMinutes)

gap contains lib.finding(item.kind, item.namespace, item.name, sprintf("it %s", [why])) if {
	some engine in engines
	some kind in engine_policies.kinds(engine)
	some item in products.objects(kind)
	settled(item)
	why := engine_policies.lenience(engine, kind, item)
	engine_policies.not_ready(why)
}

gap contains lib.finding("ConstraintTemplate", "", t.name, sprintf("Gatekeeper cannot use it: %s", [t.text])) if {
	templates in kinds
	some t in engine_policies.refused_templates
}

policies := sum([count(products.objects(kind)) | some kind in kinds])

unknown contains {"message": text} if some text in products.unread(kinds)

skip contains "no policy engine runs whose policies kready reads" if {
	not manifests.not_applied
	count(engines) == 0
}

skip contains "the manifests are not applied: no engine has seen a policy" if manifests.not_applied

skip contains "there is no policy" if {
	count(engines) > 0
	policies == 0
	count(products.unread(kinds)) == 0
}

summary.pass contains sprintf("none of %s is refused by its engine", [lib.counted(policies, "policy", "policies")])

summary.gap contains sprintf("%s without effect", [lib.counted(count(gap), "policy is", "policies are")])

summary.unknown contains "whether the engines use all policies is not known"
