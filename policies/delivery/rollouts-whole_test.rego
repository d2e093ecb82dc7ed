package kready.delivery["rollouts-whole_test"]

import data.kready.delivery["rollouts-whole"] as whole
import data.kready.mocks

rollout(fields) := mocks.service_object("argoproj.io", "v1alpha1", "Rollout", "web", {"fields": fields})

named(path, value) := {"path": path, "value": value, "line": 7}

test_skip if count(whole.skip) == 1 with input as {"service": {"objects": [rollout([])]}}

# In a namespace that is not there, nothing is.
test_namespace_gone if {
	whole.gap == {mocks.on("Rollout", "web", 7, "service", "its Service live does not exist: Argo Rollouts takes it for invalid, and makes no pods")} with input as {
		"namespaces": [{"name": "other"}],
		"service": {"objects": [rollout([named("spec.strategy.blueGreen.activeService", "live")])]},
	}
}

# One of the two kinds that could not be looked up may be the one.
test_half if {
	count(whole.unknown) == 1 with input as {
		"namespaces": [{"name": "shop"}],
		"namedObjects": [{"resource": "analysistemplates.argoproj.io", "namespace": "shop", "name": "a", "served": true, "exists": false}],
		"service": {"objects": [rollout([named("spec.strategy.canary.analysis.templates[].templateName", "a")])]},
	}
}
