package kready.scaling["keda-there_test"]

import data.kready.mocks
import data.kready.scaling["keda-there"] as keda

scaler(kind) := object.union(mocks.manifest(kind, "shop", "web"), {"group": "keda.sh"})

trigger(changes) := object.union_n([mocks.manifest("ScaledObject", "shop", "web"), {"type": "kafka", "authKind": "TriggerAuthentication", "authName": "kafka", "triggerLine": 9}, changes])

land(triggers, inventory, found) := {
	"service": {"objects": [scaler("ScaledObject")], "triggers": triggers, "pods": []},
	"inventory": inventory, "namedObjects": found, "workloads": [],
}

runs := [{"name": "keda", "title": "KEDA", "state": "running", "workloads": []}]

of(resource, namespace, exists) := [{"resource": resource, "namespace": namespace, "name": "kafka", "exists": exists}]

test_pass if {
	judged := land([trigger({})], runs, of("triggerauthentications.keda.sh", "shop", true))
	count(keda.gap | keda.unknown) == 0 with input as judged
}

test_no_keda if {
	keda.gap == {mocks.on("ScaledObject", "web", 3, "platform", "KEDA, which is to scale by it, does not run")} with input as land([], [], [])
}

test_jobs if count(keda.gap) == 1 with input as object.union(land([], [], []), {"service": {"objects": [scaler("ScaledJob")]}})

test_absent if {
	count(keda.gap) == 1 with input as land([trigger({})], runs, of("triggerauthentications.keda.sh", "shop", false))
	keda.state == {"unnamed"} with input as land([trigger({})], runs, of("triggerauthentications.keda.sh", "shop", false))
}

# One of the whole cluster lies in no namespace.
test_of_cluster if {
	of_cluster := trigger({"authKind": "ClusterTriggerAuthentication"})
	count(keda.gap | keda.unknown) == 0 with input as land([of_cluster], runs, of("clustertriggerauthentications.keda.sh", "", true))
	count(keda.unknown) == 1 with input as land([of_cluster], runs, of("triggerauthentications.keda.sh", "shop", true))
}

test_not_looked_up if count(keda.unknown) == 1 with input as land([trigger({})], runs, [])

test_none_named if count(keda.gap | keda.unknown) == 0 with input as land([trigger({"authName": ""})], runs, [])

test_skip if count(keda.skip) == 1 with input as {}
