package kready.secrets["vault-auth-there_test"]

import data.kready.mocks
import data.kready.secrets["vault-auth-there"] as check

taker(ref) := mocks.service_object("secrets.hashicorp.com", "v1beta1", "VaultStaticSecret", "db", {"fields": [{"path": "spec.vaultAuthRef", "value": ref, "line": 7} | ref != ""]})

login(changes) := object.union(
	{
		"kind": "VaultAuth", "namespace": "shop", "name": "web", "ready": "True", "reason": "", "message": "",
		"restricted": false, "admits": [], "allows": "own", "allowedNamespaces": [],
	},
	changes,
)

operator := {
	"name": "vault-secrets-operator", "title": "Vault Secrets Operator", "state": "running",
	"roles": ["secrets/operator"], "namespace": "vso", "workloads": [],
}

land(objects, found) := {"service": {"objects": objects}, "secretStores": found, "inventory": [operator]}

says(text) := {mocks.on("VaultStaticSecret", "db", 7, "platform", text)}

test_pass if count(check.gap | check.unknown) == 0 with input as land([taker("web")], [login({})])

test_gap_absent if {
	check.gap == {mocks.on("VaultStaticSecret", "db", 7, "service", "the VaultAuth web does not exist")} with input as land([taker("web")], [login({"namespace": "other"})])
}

test_gap_invalid if {
	check.gap == says("the VaultAuth web is not valid: permission denied") with input as land([taker("web")], [login({"ready": "False", "message": "permission denied"})])
}

test_gap_not_let if {
	every changes in [{"allows": "own"}, {"allows": "listed", "allowedNamespaces": ["cart"]}] {
		check.gap == says("the VaultAuth vault/web does not let the namespace shop use it") with input as land([taker("vault/web")], [login(object.union({"namespace": "vault"}, changes))])
	}
}

test_pass_let if {
	every changes in [{"allows": "all"}, {"allows": "listed", "allowedNamespaces": ["cart", "shop"]}] {
		count(check.gap | check.unknown) == 0 with input as land([taker("vault/web")], [login(object.union({"namespace": "vault"}, changes))])
	}
}

# Without a name it is the default one of the operator's namespace, which is for all.
test_pass_default if count(check.gap | check.unknown) == 0 with input as land([taker("")], [login({"namespace": "vso", "name": "default"})])

test_unknown_no_operator if {
	count(check.unknown) == 1 with input as {"service": {"objects": [taker("")]}}
}

test_unknown_older if count(check.unknown) == 1 with input as land([taker("vault/web")], [login({"namespace": "vault", "allows": ""})])

test_unknown_silent if count(check.unknown) == 1 with input as land([taker("web")], [login({"ready": ""})])

own(namespace, names) := mocks.service_object("secrets.hashicorp.com", "v1beta1", "VaultAuth", "web", {
	"namespace": namespace,
	"fields": [{"path": "spec.allowedNamespaces[]", "value": n, "line": 4} | some n in names],
})

test_pass_brought if count(check.gap | check.unknown) == 0 with input as land([taker("web"), own("shop", [])], [])

test_pass_brought_for_all if count(check.gap | check.unknown) == 0 with input as land([taker("vault/web"), own("vault", ["*"])], [])

test_gap_brought_not_let if count(check.gap) == 1 with input as land([taker("vault/web"), own("vault", ["cart"])], [])

test_skip if count(check.skip) == 1 with input as {}
