package kready.policy.engine_test

import data.kready.lib
import data.kready.mocks
import data.kready.policy.engine

kyverno(state) := {
	"name": "kyverno", "title": "Kyverno", "version": "1.18.2", "state": state, "roles": ["policy/engine"],
	"evidence": ["CRD policies.kyverno.io"], "registrations": [],
}

cluster(inventory, policies) := mocks.cluster({"inventory": inventory, "admissionPolicies": policies})

vap(changes) := object.union(
	{"name": "no-latest", "exists": true, "resources": ["/pods"], "bindings": [{"name": "b", "actions": ["Deny"]}]},
	changes,
)

no_engine := {"message": "no known policy engine runs, and no ValidatingAdmissionPolicy denies anything but CRDs"}

test_pass_engine[state] if {
	some state in {"running", "hidden"}
	engine.gap == set() with input as cluster([kyverno(state)], [])
	engine.summary == {"Kyverno 1.18.2 decides what may be created"} with input as cluster([kyverno(state)], [])
}

test_pass_policy if {
	engine.gap == set() with input as cluster([], [vap({})])
	engine.summary == {"1 ValidatingAdmissionPolicy denies"} with input as cluster([], [vap({})])
}

test_gap if {
	engine.gap == {no_engine} with input as cluster([], [])
	engine.summary == {"nothing but permissions decides what may be created"} with input as cluster([], [])
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
