package kready.policy.engine_test

import data.kready.lib
import data.kready.mocks
import data.kready.policy.engine

kyverno(state) := {
	"name": "kyverno", "title": "Kyverno", "version": "1.18.2", "state": state, "roles": ["policy/engine"], "namespace": "kyverno",
	"evidence": ["CRD policies.kyverno.io"], "registrations": [], "workloads": [{"kind": "Deployment", "namespace": "kyverno", "name": "kyverno"}],
}

pods(ready) := {"kind": "Deployment", "namespace": "kyverno", "name": "kyverno", "status": true, "desired": 1, "ready": ready}

hook(changes) := object.union(
	{
		"name": "validate.kyverno.svc-fail", "serviceNamespace": "kyverno", "serviceName": "kyverno-svc", "resources": ["/pods"],
		"namespaces": {"set": true, "requirements": [{"key": "kubernetes.io/metadata.name", "operator": "NotIn", "values": ["kyverno"]}]},
	},
	changes,
)

policy(name, fields) := {
	"kind": "ClusterPolicy", "namespace": "", "name": name, "conditions": [],
	"fields": [{"name": path, "values": values} | some path, values in fields],
}

enforce := policy("no-latest", {"spec.rules[].validate": ["{}"], "spec.rules[].validate.failureAction": ["Enforce"]})

audit := policy("labels", {"spec.rules[].validate": ["{}"], "spec.validationFailureAction": ["Audit"]})

kinds := {
	"clusterpolicies.kyverno.io", "policies.kyverno.io", "validatingpolicies.policies.kyverno.io",
	"namespacedvalidatingpolicies.policies.kyverno.io", "imagevalidatingpolicies.policies.kyverno.io",
	"namespacedimagevalidatingpolicies.policies.kyverno.io",
}

resources(kind, objects) := [{"name": name, "read": true, "served": true, "objects": [o | some o in objects; name == kind]} | some name in kinds]

cluster(inventory, policies) := mocks.cluster({"inventory": inventory, "admissionPolicies": policies})

# enforced is a cluster in which Kyverno refuses something.
enforced(changes) := object.union(
	mocks.cluster({
		"inventory": [kyverno("running")], "admissionPolicies": [], "workloads": [pods(1)],
		"webhooks": [{"kind": "ValidatingWebhookConfiguration", "name": "kyverno", "webhooks": [hook({})]}],
		"backends": [{"namespace": "kyverno", "name": "kyverno-svc", "exists": true, "external": false, "readyEndpoints": 1}],
		"namespaces": [{"name": "shop", "phase": "Active", "labels": {}}],
		"productResources": resources("clusterpolicies.kyverno.io", [enforce, audit]),
	}),
	changes,
)

vap(changes) := object.union(
	{"name": "no-latest", "exists": true, "resources": ["/pods"], "bindings": [{"name": "b", "actions": ["Deny"]}]},
	changes,
)

no_engine := {"message": "no known policy engine runs, and no ValidatingAdmissionPolicy denies anything but CRDs"}

test_pass_engine if {
engine.gap |
	engine.unknown == set() with input as enforced({})
	engine.summary.pass == {"Kyverno 1.18.2 refuses what breaks 1 policy"} with input as enforced({})
	engine.state == set() with input as enforced({})
}

test_gap_only_audits if {
	input_ := enforced({"productResources": resources("clusterpolicies.kyverno.io", [audit])})
	engine.gap == {{"message": "no policy of Kyverno refuses anything: labels only audits"}} with input as input_
	engine.summary.gap == {"Kyverno 1.18.2 is there, and refuses nothing"} with input as input_
	engine.state == {"lenient"} with input as input_
}

# What a policy must say to refuse something.
test_refuses[fields] if {
	some fields in [
		{"spec.rules[].validate": ["{}"], "spec.validationFailureAction": ["enforce"]},
		{"spec.rules[].validate": ["", "{}"], "spec.rules[].validate.failureAction": ["", "Enforce"]},
		{"spec.rules[].validate": ["{}"], "spec.rules[].validate.failureActionOverrides[].action": ["Enforce"]},
		{"spec.rules[].verifyImages[].failureAction": ["Enforce"]},
	]
	engine.gap == set() with input as enforced({"productResources": resources("clusterpolicies.kyverno.io", [policy("p", fields)])})
}

test_does_not_refuse[fields] if {
	some fields in [
		{"spec.rules[].validate": ["{}"], "spec.rules[].validate.failureAction": ["Audit"], "spec.validationFailureAction": ["Enforce"]},
		{"spec.rules[].validate": ["{}"]},
		{"spec.validationFailureAction": ["Enforce"]},
		{"spec.rules[].validate": ["{}"], "spec.validationFailureAction": ["Enforce"], "spec.admission": ["false"]},
	]
	count(engine.gap) == 1 with input as enforced({"productResources": resources("clusterpolicies.kyverno.io", [policy("p", fields)])})
}

test_actions_in_cel[actions] if {
	some actions in [["Deny"], ["Audit", "Deny"], []]
	p := policy("p", {"spec.validationActions": actions})
	engine.gap == set() with input as enforced({"productResources": resources("validatingpolicies.policies.kyverno.io", [p])})
}

test_actions_in_cel_that_refuse_nothing if {
	p := policy("p", {"spec.validationActions": ["Warn", "Audit"]})
	engine.gap == {{"message": "no policy of Kyverno refuses anything: p only does warn and audit"}} with input as enforced({"productResources": resources("validatingpolicies.policies.kyverno.io", [p])})
}

# What remedies a policy that is not ready is not to let it refuse.
test_gap_not_ready if {
	unready := object.union(enforce, {"conditions": [{"type": "Ready", "status": "False", "reason": "Failed", "message": "no such kind"}]})
	input_ := enforced({"productResources": resources("clusterpolicies.kyverno.io", [unready])})
	engine.gap == {{"message": "no policy of Kyverno refuses anything: no-latest is not ready (Failed: no such kind)"}} with input as input_
	engine.state == {"not-ready"} with input as input_
	engine.state == {"not-ready", "lenient"} with input as enforced({"productResources": resources("clusterpolicies.kyverno.io", [unready, audit])})
}

# Policies that change objects are not meant to refuse any.
test_gap_none_validates if {
	input_ := enforced({"productResources": resources("clusterpolicies.kyverno.io", [policy("defaults", {"spec.rules[].validate": [""]})])})
	engine.state == {"no-policy"} with input as input_
}

test_gap_no_policy if {
	input_ := enforced({"productResources": resources("", [])})
	engine.gap == {{"message": "Kyverno has no policy: it refuses nothing"}} with input as input_
	engine.state == {"no-policy"} with input as input_
}

test_unknown_not_applied if {
	of_cluster := enforced({"productResources": resources("", [])})
	manifests := object.union(of_cluster, {
		"target": {"kind": "manifests"},
		"workloads": [object.union(w, {"status": false}) | some w in of_cluster.workloads],
	})
	count(engine.gap) == 0 with input as manifests
	{"message": "Kyverno has no policy: it refuses nothing"} in engine.unknown with input as manifests
}

test_unknown_policies_unread if {
	input_ := enforced({"productResources": [], "blindSpots": [{"facts": "productResources.clusterpolicies.kyverno.io", "reason": "forbidden"}]})
	engine.gap == set() with input as input_
	{"message": "clusterpolicies.kyverno.io could not be read (forbidden)"} in engine.unknown with input as input_
}

test_gap_no_pod_is_ready if {
	input_ := enforced({"workloads": [pods(0)]})
	engine.gap == {lib.finding("Deployment", "kyverno", "kyverno", "the only pod of Kyverno is not ready")} with input as input_
	engine.state == {"stopped"} with input as input_
}

test_gap_not_called if {
	input_ := enforced({"webhooks": []})
	engine.gap == {{"message": "the API server does not call Kyverno: no webhook configuration names it for Kubernetes' own kinds"}} with input as input_
	engine.state == {"not-called"} with input as input_
}

test_gap_called_for_its_own_kinds_only if {
	input_ := enforced({"webhooks": [{"kind": "ValidatingWebhookConfiguration", "name": "kyverno", "webhooks": [hook({"resources": ["kyverno.io/clusterpolicies"]})]}]})
	count(engine.gap) == 1 with input as input_
}

test_gap_called_for_no_namespace_of_services if {
	selector := {"set": true, "requirements": [{"key": "guarded", "operator": "Exists", "values": []}]}
	input_ := enforced({"webhooks": [{"kind": "ValidatingWebhookConfiguration", "name": "kyverno", "webhooks": [hook({"namespaces": selector})]}]})
	engine.gap == {{"message": "the namespace selectors of the webhooks of Kyverno leave out every namespace of services"}} with input as input_
	engine.state == {"not-called"} with input as input_
}

test_gap_nobody_answers if {
	input_ := enforced({"backends": [{"namespace": "kyverno", "name": "kyverno-svc", "exists": true, "external": false, "readyEndpoints": 0}]})
	engine.gap == {
		lib.finding("ValidatingWebhookConfiguration", "", "kyverno", "Service kyverno/kyverno-svc has no ready endpoint: nobody is asked"),
	} with input as input_
}

constraint(fields) := {
	"kind": "K8sRequiredLabels", "namespace": "", "name": "owner", "conditions": [],
	"fields": [{"name": path, "values": values} | some path, values in fields],
}

gatekeeper(constraints) := enforced({
	"inventory": [object.union(kyverno("running"), {"name": "gatekeeper", "title": "Gatekeeper"})],
	"productResources": [{"name": "*.constraints.gatekeeper.sh", "read": true, "served": true, "objects": constraints}],
})

test_gatekeeper_refuses[fields] if {
	some fields in [
		{}, {"spec.enforcementAction": ["deny"]},
		{"spec.enforcementAction": ["scoped"], "spec.scopedEnforcementActions[].action": ["deny"], "spec.scopedEnforcementActions[].enforcementPoints[].name": ["validation.gatekeeper.sh"]},
	]
	engine.gap == set() with input as gatekeeper([constraint(fields)])
}

test_gatekeeper_refuses_nothing[fields] if {
	some fields in [
		{"spec.enforcementAction": ["dryrun"]}, {"spec.enforcementAction": ["warn"]},
		{"spec.enforcementAction": ["scoped"], "spec.scopedEnforcementActions[].action": ["deny"], "spec.scopedEnforcementActions[].enforcementPoints[].name": ["audit.gatekeeper.sh"]},
	]
	count(engine.gap) == 1 with input as gatekeeper([constraint(fields)])
}

template(text) := {
	"name": "constrainttemplates.templates.gatekeeper.sh", "read": true, "served": true,
	"objects": [{"kind": "ConstraintTemplate", "namespace": "", "name": "k8srequiredlabels", "fields": [{"name": "status.byPod[].errors[].message", "values": ["", text]}]}],
}

with_template(constraints) := object.union(gatekeeper(constraints), {"productResources": array.concat(gatekeeper(constraints).productResources, [template("no such rule")])})

# A template that is refused makes no kind of constraint; one that is refused after a change leaves the constraint, which nobody enforces.
test_gatekeeper_refused_template if {
	engine.gap == {{"message": "Gatekeeper has no policy: it refuses nothing (ConstraintTemplate k8srequiredlabels: no such rule)"}} with input as with_template([])
	engine.gap == {{
		"message": "no policy of Gatekeeper refuses anything: owner is not ready (no pod enforces it; its ConstraintTemplate: no such rule)",
	}} with input as with_template([constraint({"status.byPod[].enforced": ["false", "false"]})])
	engine.gap == set() with input as with_template([constraint({"status.byPod[].enforced": ["false", "true"]})])
}

test_gatekeeper_without_a_constraint if {
	engine.gap == {{"message": "Gatekeeper has no policy: it refuses nothing"}} with input as gatekeeper([])
}

test_unknown_configuration_of_its_own if {
	input_ := enforced({"inventory": [object.union(kyverno("running"), {"name": "polaris", "title": "Polaris"})]})
	engine.gap == set() with input as input_
	engine.unknown == {{"message": "what Polaris refuses is in its own configuration, which is not read"}} with input as input_
}

test_pass_policy if {
	engine.gap == set() with input as cluster([], [vap({})])
	engine.summary.pass == {"1 ValidatingAdmissionPolicy denies"} with input as cluster([], [vap({})])
}

test_gap if {
	engine.gap == {no_engine} with input as cluster([], [])
	engine.summary.gap == {"nothing that kready knows refuses what permissions allow"} with input as cluster([], [])
}

test_gap_policy_that_denies_nothing[changes] if {
	some changes in {
		{"bindings": []},
		{"bindings": [{"name": "b", "actions": ["Warn", "Audit"]}]},
		{"resources": ["apiextensions.k8s.io/customresourcedefinitions"]},
	}
	engine.gap == {
		no_engine,
		lib.finding("ValidatingAdmissionPolicy", "", "no-latest", "it denies nothing, or only CRDs"),
	} with input as cluster([], [vap(changes)])
}

test_gap_binding_of_nothing if engine.gap == {no_engine} with input as cluster([], [vap({"exists": false})])

test_gap_names_what_is_left if {
	engine.gap == {
		no_engine,
		{"message": "Kyverno does not run; what is left of it: CRD policies.kyverno.io"},
	} with input as cluster([kyverno("remnant")], [])
}

test_unknown_on_manifests if {
	manifests := object.union(cluster([kyverno("declared")], []), {"target": {"kind": "manifests"}})
	engine.unknown == {{"message": "Kyverno 1.18.2 is asked for; whether it comes up cannot be told from manifests"}} with input as manifests
	engine.gap == set() with input as manifests
}

test_skip_while_webhooks_are_left if {
	left := object.union(kyverno("remnant"), {"registrations": [{"kind": "ValidatingWebhookConfiguration", "name": "kyverno"}]})
	engine.skip == {"Kyverno was removed, and its webhooks were not: that comes first"} with input as cluster([left], [])
	engine.skip == set() with input as cluster([left], [vap({})])
}
