package kready.images.verification_test

import data.kready.images.verification
import data.kready.mocks

kyverno := object.union(mocks.running("kyverno", ["policy/engine"], []), {"workloads": []})

installed(name) := object.union(mocks.running(name, ["images/verification"], []), {"workloads": [], "namespace": "cosign-system"})

kinds := {
	"clusterpolicies.kyverno.io", "policies.kyverno.io", "imagevalidatingpolicies.policies.kyverno.io",
	"namespacedimagevalidatingpolicies.policies.kyverno.io", "clusterimagepolicies.policy.sigstore.dev",
}

resources(kind, fields) := [{"name": name, "read": true, "served": true, "asked": ["spec.rules[].verifyImages"], "objects": objects(name, kind, fields)} | some name in kinds]

objects(name, kind, fields) := [{
	"kind": "Policy", "namespace": "", "name": "signed", "conditions": [],
	"fields": [{"name": path, "values": values} | some path, values in fields],
}] if name == kind

objects(name, kind, _) := [] if name != kind

of(impl, kind, fields) := mocks.cluster({"inventory": [impl], "productResources": resources(kind, fields)})

passing(cluster) if {
	verification.gap == set() with input as cluster
	verification.unknown == set() with input as cluster
}

test_pass_image_policy[action] if {
	some action in [[], ["Deny"], ["Audit", "Deny"]]
	passing(of(kyverno, "imagevalidatingpolicies.policies.kyverno.io", {"spec.validationActions": action}))
}

rule(action) := {"spec.rules[].verifyImages": ["{}"], "spec.rules[].verifyImages[].failureAction": [action]}

test_pass_rule if passing(of(kyverno, "clusterpolicies.kyverno.io", rule("Enforce")))

# The action of all rules of old.
test_pass_of_policy if {
	passing(of(kyverno, "clusterpolicies.kyverno.io", {"spec.rules[].verifyImages": ["", "{}"], "spec.validationFailureAction": ["enforce"]}))
}

test_gap_audits if {
	cluster := of(kyverno, "clusterpolicies.kyverno.io", rule("Audit"))
	verification.gap == {{"message": "the policies that verify images refuse nothing: signed only audits"}} with input as cluster
	verification.state == {"lenient"} with input as cluster
}

# A policy that verifies nothing is none.
test_skip_other_policies if {
	count(verification.skip) == 1 with input as of(kyverno, "clusterpolicies.kyverno.io", {"spec.rules[].validate": ["{}"]})
}

test_skip_nothing if count(verification.skip) == 1 with input as mocks.cluster({})

test_pass_alone[name] if {
	some name in ["connaisseur", "portieris"]
	passing(of(installed(name), "", {}))
}

sigstore := installed("sigstore-policy-controller")

test_pass_sigstore if passing(of(sigstore, "clusterimagepolicies.policy.sigstore.dev", {}))

test_gap_sigstore_warns if {
	verification.gap == {{"message": "the policies that verify images refuse nothing: signed only warns"}} with input as of(sigstore, "clusterimagepolicies.policy.sigstore.dev", {"spec.mode": ["warn"]})
}

test_gap_sigstore_without_policy if {
	verification.gap == {{"message": "policy-controller runs, and there is no ClusterImagePolicy"}} with input as of(sigstore, "", {})
}

hooked(labels) := object.union(of(sigstore, "clusterimagepolicies.policy.sigstore.dev", {}), {
	"namespaces": [{"name": "shop", "phase": "Active", "labels": labels}],
	"webhooks": [{"kind": "ValidatingWebhookConfiguration", "name": "policy.sigstore.dev", "webhooks": [{
		"name": "policy.sigstore.dev", "serviceNamespace": "cosign-system", "serviceName": "webhook", "resources": ["/pods"],
		"namespaces": {"set": true, "requirements": [{"key": "policy.sigstore.dev/include", "operator": "In", "values": ["true"]}]},
	}]}],
})

# It is asked for namespaces that say so, and none does by default.
test_gap_sigstore_not_called if {
	count(verification.gap) == 1 with input as hooked({})
	passing(hooked({"policy.sigstore.dev/include": "true"}))
}

test_unknown_ratify if {
	cluster := of(installed("ratify"), "", {})
	verification.gap == set() with input as cluster
	count(verification.unknown) == 1 with input as cluster
}

test_unknown_unread if {
	cluster := mocks.cluster({"inventory": [sigstore], "productResources": []})
	verification.gap == set() with input as cluster
	count(verification.unknown) == 1 with input as cluster
}

# What Google's control plane or OpenShift's nodes do is not seen, so that a policy which audits is not all there is.
test_unknown_out_of_sight[name] if {
	some name in ["gke", "openshift"]
	cluster := object.union(of(kyverno, "clusterpolicies.kyverno.io", rule("Audit")), {"distribution": {"name": name, "title": name}})
	verification.gap == set() with input as cluster
	count(verification.unknown) == 1 with input as cluster
}
