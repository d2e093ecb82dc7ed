# METADATA
# title: The policies of each policy engine, and whether they refuse anything
package kready.internal.engine_policies

import data.kready.internal.products

# kinds(engine) are the resources in which an engine keeps its policies; none for one that
# keeps them elsewhere.
kinds(engine) := object.get(resources, engine, set())

resources := {
	"kyverno": (rules_kinds | cel_kinds),
	"gatekeeper": {"*.constraints.gatekeeper.sh"},
	"azure-policy": {"*.constraints.gatekeeper.sh"},
	"kubewarden": {
		"clusteradmissionpolicies.policies.kubewarden.io", "admissionpolicies.policies.kubewarden.io",
		"clusteradmissionpolicygroups.policies.kubewarden.io", "admissionpolicygroups.policies.kubewarden.io",
	},
	"jspolicy": {"jspolicies.policy.jspolicy.com"},
}

rules_kinds := {"clusterpolicies.kyverno.io", "policies.kyverno.io"}

cel_kinds := {
	"validatingpolicies.policies.kyverno.io", "namespacedvalidatingpolicies.policies.kyverno.io",
	"imagevalidatingpolicies.policies.kyverno.io", "namespacedimagevalidatingpolicies.policies.kyverno.io",
}

# all(engine) are the policies of an engine: their names, whether they refuse anything, and why
# not.
all(engine) := [{"name": named(object), "refuses": why == "", "why": why} |
	some kind in kinds(engine)
	some object in products.objects(kind)
	why := lenience(engine, kind, object)
]

named(object) := object.name if object.namespace == ""

named(object) := sprintf("%s/%s", [object.namespace, object.name]) if object.namespace != ""

# lenience says why a policy refuses nothing; "" for one that refuses.
lenience("kyverno", kind, object) := why if {
	kind in rules_kinds
	why := by_rules(object)
}

lenience("kyverno", kind, object) := why if {
	kind in cel_kinds
	why := by_actions(object)
}

lenience("gatekeeper", _, object) := by_constraint(object)

lenience("azure-policy", _, object) := by_constraint(object)

lenience("kubewarden", _, object) := "only monitors" if {
	products.value(object, "spec.mode") == "monitor"
} else := sprintf("is %s", [products.value(object, "status.policyStatus")]) if {
	products.value(object, "status.policyStatus") in {"unscheduled", "scheduled", "pending"}
} else := ""

lenience("jspolicy", _, object) := "is a controller" if {
	products.value(object, "spec.type") == "Controller"
} else := sprintf("only does %s", [lower(products.value(object, "spec.violationPolicy"))]) if {
	lower(products.value(object, "spec.violationPolicy")) in {"warn", "dry", "controller"}
} else := ""

# by_rules judges a policy of Kyverno with rules. The action of a rule stands before that of
# the policy, whose default is Audit: https://kyverno.io/docs/policy-types/cluster-policy/validate/
by_rules(object) := "is not used at admission" if {
	products.value(object, "spec.admission") == "false"
} else := "is not ready" if {
	products.condition(object, "Ready").status == "False"
} else := "" if {
	some path in [
		"spec.validationFailureActionOverrides[].action",
		"spec.rules[].validate.failureActionOverrides[].action",
		"spec.rules[].verifyImages[].failureAction",
	]
	some action in products.values(object, path)
	lower(action) == "enforce"
} else := "" if {
	some i, validates in products.values(object, "spec.rules[].validate")
	validates != ""
	action_of_rule(object, i) == "enforce"
} else := "only audits" if {
	some validates in products.values(object, "spec.rules[].validate")
	validates != ""
} else := "does not validate"

action_of_rule(object, i) := lower(own) if {
	own := products.values(object, "spec.rules[].validate.failureAction")[i]
	own != ""
} else := lower(products.value(object, "spec.validationFailureAction"))

# by_actions judges a policy of Kyverno in CEL, which denies unless it says otherwise.
by_actions(object) := "is not used at admission" if {
	products.value(object, "spec.evaluation.admission.enabled") == "false"
} else := "is not for Kubernetes" if {
	not products.value(object, "spec.evaluation.mode") in {"", "Kubernetes"}
} else := "" if {
	"Deny" in products.values(object, "spec.validationActions")
} else := "" if {
	count(products.values(object, "spec.validationActions")) == 0
} else := sprintf("only does %s", [lower(concat(" and ", products.values(object, "spec.validationActions")))])

by_constraint(object) := "" if {
	products.value(object, "spec.enforcementAction") in {"", "deny"}
} else := "" if {
	products.value(object, "spec.enforcementAction") == "scoped"
	"deny" in products.values(object, "spec.scopedEnforcementActions[].action")
	some point in products.values(object, "spec.scopedEnforcementActions[].enforcementPoints[].name")
	point in {"validation.gatekeeper.sh", "vap.k8s.io", "*"}
} else := sprintf("only does %s", [products.value(object, "spec.enforcementAction")])
