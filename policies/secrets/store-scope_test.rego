package kready.secrets["store-scope_test"]

import data.kready.lib
import data.kready.secrets["store-scope"] as scope

store(restricted) := {"kind": "ClusterSecretStore", "namespace": "", "name": "vault", "restricted": restricted}

hook(name, resources) := {"name": "c", "webhooks": [{"name": name, "resources": resources}]}

cluster(stores, webhooks) := {"secretStores": stores, "webhooks": webhooks, "admissionPolicies": []}

test_pass if {
	count(scope.gap) == 0 with input as cluster([store(true)], [])
	scope.summary.pass == {"1 of 1 ClusterSecretStore is restricted to some namespaces"} with input as cluster([store(true)], [])
}

test_gap if {
	scope.gap == {lib.finding("ClusterSecretStore", "", "vault", "every namespace may use it")} with input as cluster([store(false)], [])
	scope.summary.gap == {"1 of 1 ClusterSecretStore is open to every namespace"} with input as cluster([store(false)], [])
}

test_the_operator_itself_restricts_nobody if {
	own := hook("validate.externalsecret.external-secrets.io", ["external-secrets.io/externalsecrets"])
	scope.gap == {lib.finding("ClusterSecretStore", "", "vault", "every namespace may use it")} with input as cluster([store(false)], [own])
}

test_a_webhook_for_other_objects_restricts_nobody if {
	scope.gap == {
		lib.finding("ClusterSecretStore", "", "vault", "every namespace may use it"),
	} with input as cluster([store(false)], [hook("validate.kyverno.svc-fail", ["/pods"])])
}

test_unknown_when_a_policy_may_restrict if {
	scope.unknown == {
		lib.finding("ClusterSecretStore", "", "vault", "it restricts nobody; whether c does cannot be told"),
	} with input as cluster([store(false)], [hook("validate.kyverno.svc-fail", ["external-secrets.io/externalsecrets"])])
	scope.unknown == {
		lib.finding("ClusterSecretStore", "", "vault", "it restricts nobody; whether c does cannot be told"),
	} with input as cluster([store(false)], [hook("validation.gatekeeper.sh", ["*/*"])])
	count(scope.gap) == 0 with input as cluster([store(false)], [hook("validation.gatekeeper.sh", ["*/*"])])
}

test_an_admission_policy_may_restrict if {
	deny := {"name": "p", "resources": ["external-secrets.io/externalsecrets"], "bindings": [{"name": "b", "actions": ["Deny"]}]}
	scope.unknown == {
		lib.finding("ClusterSecretStore", "", "vault", "it restricts nobody; whether p does cannot be told"),
	} with input as object.union(cluster([store(false)], []), {"admissionPolicies": [deny]})
	warn := object.union(deny, {"bindings": [{"name": "b", "actions": ["Warn"]}]})
	scope.gap == {
		lib.finding("ClusterSecretStore", "", "vault", "every namespace may use it"),
	} with input as object.union(cluster([store(false)], []), {"admissionPolicies": [warn]})
}

test_skip if {
	scope.skip == {"there is no ClusterSecretStore"} with input as cluster([{"kind": "SecretStore", "name": "a", "restricted": false}], [])
}
