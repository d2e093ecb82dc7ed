package kready.secrets["store-scope_test"]

import data.kready.secrets["store-scope"] as scope

store(restricted) := {"kind": "ClusterSecretStore", "namespace": "", "name": "vault", "restricted": restricted}

hook(name, resources) := {"name": "c", "webhooks": [{"name": name, "resources": resources}]}

cluster(stores, webhooks) := {"secretStores": stores, "webhooks": webhooks, "admissionPolicies": []}

test_pass if {
	count(scope.gap) == 0 with input as cluster([store(true)], [])
	scope.summary.pass == {"1 of 1 ClusterSecretStore restricted to some namespaces"} with input as cluster([store(true)], [])
}

test_gap if {
	count(scope.gap) == 1 with input as cluster([store(false)], [])
	scope.summary.gap == {"1 of 1 ClusterSecretStore open to every namespace"} with input as cluster([store(false)], [])
}

test_the_operator_itself_restricts_nobody if {
	own := hook("validate.externalsecret.external-secrets.io", ["external-secrets.io/externalsecrets"])
	count(scope.gap) == 1 with input as cluster([store(false)], [own])
}

test_a_webhook_for_other_objects_restricts_nobody if {
	count(scope.gap) == 1 with input as cluster([store(false)], [hook("validate.kyverno.svc-fail", ["/pods"])])
}

test_unknown_when_a_policy_may_restrict if {
	count(scope.unknown) == 1 with input as cluster([store(false)], [hook("validate.kyverno.svc-fail", ["external-secrets.io/externalsecrets"])])
	count(scope.unknown) == 1 with input as cluster([store(false)], [hook("validation.gatekeeper.sh", ["*/*"])])
	count(scope.gap) == 0 with input as cluster([store(false)], [hook("validation.gatekeeper.sh", ["*/*"])])
}

test_an_admission_policy_may_restrict if {
	deny := {"name": "p", "resources": ["external-secrets.io/externalsecrets"], "bindings": [{"name": "b", "actions": ["Deny"]}]}
	count(scope.unknown) == 1 with input as object.union(cluster([store(false)], []), {"admissionPolicies": [deny]})
	warn := object.union(deny, {"bindings": [{"name": "b", "actions": ["Warn"]}]})
	count(scope.gap) == 1 with input as object.union(cluster([store(false)], []), {"admissionPolicies": [warn]})
}

test_skip if count(scope.skip) == 1 with input as cluster([{"kind": "SecretStore", "name": "a", "restricted": false}], [])
