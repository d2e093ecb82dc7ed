# METADATA
# title: The policies of each policy engine, and whether they refuse anything
package kready.internal.engine_policies

import data.kready.internal.conditions
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

# policies_of(engine) are the policies of an engine: their names, whether they refuse
# anything, and why not.
policies_of(engine) := [{"name": named(item), "refuses": why == "", "why": why} |
	some kind in kinds(engine)
	some item in products.objects(kind)
	why := lenience(engine, kind, item)
]

# not_ready holds for what lenience says of a policy that its engine does not use yet.
not_ready(why) if startswith(why, "is not ready")

not_ready(why) if why in {"is unscheduled", "is scheduled", "is pending"}

# only_tells holds for what lenience says of a policy that finds violations, and lets them pass.
only_tells(why) if startswith(why, "only ")

named(item) := item.name if item.namespace == ""

named(item) := sprintf("%s/%s", [item.namespace, item.name]) if item.namespace != ""

# lenience says why a policy refuses nothing; "" for one that refuses.
lenience("kyverno", kind, item) := why if {
	kind in rules_kinds
	why := by_rules(item)
}

lenience("kyverno", kind, item) := why if {
	kind in cel_kinds
	why := by_actions(item)
}

lenience("gatekeeper", _, item) := by_constraint(item)

lenience("azure-policy", _, item) := by_constraint(item)

lenience("kubewarden", _, item) := "only monitors" if {
	products.value(item, "spec.mode") == "monitor"
} else := sprintf("is %s", [products.value(item, "status.policyStatus")]) if {
	products.value(item, "status.policyStatus") in {"unscheduled", "scheduled", "pending"}
} else := ""

lenience("jspolicy", _, item) := "is a controller" if {
	products.value(item, "spec.type") == "Controller"
} else := sprintf("only does %s", [lower(products.value(item, "spec.violationPolicy"))]) if {
	lower(products.value(item, "spec.violationPolicy")) in {"warn", "dry", "controller"}
} else := ""

# by_rules judges a policy of Kyverno with rules. The action of a rule stands before that of
# the policy, whose default is Audit: https://kyverno.io/docs/policy-types/cluster-policy/validate/
by_rules(item) := "is not used at admission" if {
	products.value(item, "spec.admission") == "false"
} else := sprintf("is not ready (%s)", [conditions.text(unready)]) if {
	unready := products.condition(item, "Ready")
	unready.status == "False"
} else := "" if {
	some path in [
		"spec.validationFailureActionOverrides[].action",
		"spec.rules[].validate.failureActionOverrides[].action",
		"spec.rules[].verifyImages[].failureAction",
	]
	some action in products.values(item, path)
	lower(action) == "enforce"
} else := "" if {
	some i, validates in products.values(item, "spec.rules[].validate")
	validates != ""
	action_of_rule(item, i) == "enforce"
} else := "only audits" if {
	some validates in products.values(item, "spec.rules[].validate")
	validates != ""
} else := "does not validate"

action_of_rule(item, i) := lower(own) if {
	own := products.values(item, "spec.rules[].validate.failureAction")[i]
	own != ""
} else := lower(products.value(item, "spec.validationFailureAction"))

# by_actions judges a policy of Kyverno in CEL, which denies unless it says otherwise.
by_actions(item) := "is not used at admission" if {
	products.value(item, "spec.evaluation.admission.enabled") == "false"
} else := "is not for Kubernetes" if {
	not products.value(item, "spec.evaluation.mode") in {"", "Kubernetes"}
} else := "is not ready" if {
	products.value(item, "status.conditionStatus.ready") == "false"
} else := "" if {
	"Deny" in products.values(item, "spec.validationActions")
} else := "" if {
	count(products.values(item, "spec.validationActions")) == 0
} else := sprintf("only does %s", [lower(concat(" and ", products.values(item, "spec.validationActions")))])

# refused_templates are what Gatekeeper says of the ConstraintTemplates that it cannot use.
refused_templates contains {"name": t.name, "text": texts[0]} if {
	some t in products.objects("constrainttemplates.templates.gatekeeper.sh")
	texts := [text | some text in products.values(t, "status.byPod[].errors[].message"); text != ""]
	count(texts) > 0
}

# unenforced holds for a constraint of which each pod of Gatekeeper says that it does not enforce it.
unenforced(item) if {
	said := [v | some v in products.values(item, "status.byPod[].enforced"); v != ""]
	count(said) > 0
	every v in said {
		v == "false"
	}
}

template_of(item) := sprintf("; its ConstraintTemplate: %s", [t.text]) if {
	some t in refused_templates
	t.name == lower(item.kind)
} else := ""

by_constraint(item) := sprintf("is not ready (no pod enforces it%s)", [template_of(item)]) if {
	unenforced(item)
} else := "" if {
	products.value(item, "spec.enforcementAction") in {"", "deny"}
} else := "" if {
	products.value(item, "spec.enforcementAction") == "scoped"
	"deny" in products.values(item, "spec.scopedEnforcementActions[].action")
	some point in products.values(item, "spec.scopedEnforcementActions[].enforcementPoints[].name")
	point in {"validation.gatekeeper.sh", "vap.k8s.io", "*"}
} else := sprintf("only does %s", [products.value(item, "spec.enforcementAction")])
