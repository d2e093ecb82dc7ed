package kready.secrets["sealed-secrets-opened_test"]

import data.kready.mocks
import data.kready.secrets["sealed-secrets-opened"] as check

sealed := mocks.service_object("bitnami.com", "v1alpha1", "SealedSecret", "db", {"line": 4, "fields": []})

controller := {
	"name": "sealed-secrets", "title": "Sealed Secrets", "state": "running", "roles": ["secrets/operator"],
	"workloads": [{"kind": "Deployment", "namespace": "kube-system", "name": "sealed-secrets-controller"}],
}

workload(ready) := {"kind": "Deployment", "namespace": "kube-system", "name": "sealed-secrets-controller", "status": true, "desired": 1, "ready": ready}

land(ready) := {"service": {"objects": [sealed]}, "inventory": [controller], "workloads": [workload(ready)]}

test_pass if count(check.gap | check.unknown) == 0 with input as land(1)

test_gap_down if {
	check.gap == {mocks.on("SealedSecret", "db", 4, "platform", "its controller does not run: the only pod of Sealed Secrets is not ready")} with input as land(0)
}

test_gap_absent if {
	check.gap == {mocks.on("SealedSecret", "db", 4, "platform", "no controller of Sealed Secrets runs")} with input as {"service": {"objects": [sealed]}}
}

test_pass_brought if {
	pods := mocks.service_pods("controller", {"containers": [{"image": {"repository": "bitnami/sealed-secrets-controller"}}]})
	count(check.gap | check.unknown) == 0 with input as {"service": {"objects": [sealed], "pods": [pods]}}
}

test_unknown_not_recognised if {
	stranger := {"role": "secrets/operator", "object": {"kind": "Deployment", "namespace": "ops", "name": "unseal"}, "why": "it may watch secrets"}
	count(check.unknown) == 1 with input as {"service": {"objects": [sealed]}, "candidates": [stranger]}
}

test_unknown_not_opened if {
	there := {"kind": "SealedSecret", "namespace": "shop", "name": "db", "ready": "False", "message": "no key could decrypt secret"}
	{f.message | some f in check.unknown} == {"the one that is there was not opened: no key could decrypt secret"} with input as object.union(land(1), {"syncedSecrets": [there]})
}

test_skip if count(check.skip) == 1 with input as {}
