package kready.storage.pending_test

import data.kready.lib
import data.kready.mocks
import data.kready.storage.pending

claim(changes) := object.union(
	{
		"namespace": "shop", "name": "db", "createdAt": "2026-10-01T00:00:00Z", "class": "fast", "classSet": true,
		"scheduled": false, "volume": "",
	},
	changes,
)

classes := [
	{"name": "fast", "bindingMode": "Immediate", "default": true},
	{"name": "late", "bindingMode": "WaitForFirstConsumer", "default": false},
]

cluster(changes) := mocks.cluster({"pendingClaims": [claim(changes)], "storageClasses": classes})

test_pass if pending.summary.pass == {"no claim waits for a volume in vain"} with input as mocks.cluster({"pendingClaims": [], "storageClasses": classes})

test_gap[message] if {
	some message, changes in {
		"StorageClass fast has made no volume": {},
		"StorageClass late has made no volume": {"class": "late", "scheduled": true},
		"its StorageClass gone does not exist": {"class": "gone"},
		"its volume pv-1 is not bound to it": {"volume": "pv-1"},
		"it wants a volume that is made by hand (no class)": {"class": ""},
	}
	pending.gap == {lib.finding("PersistentVolumeClaim", "shop", "db", sprintf("Pending since 2026-10-01 00:00 UTC: %s", [message]))} with input as cluster(changes)
}

event(name, reason, message) := {"kind": "PersistentVolumeClaim", "namespace": "shop", "name": name, "reason": reason, "message": message, "count": 9}

# The provisioner knows better than Kubernetes' own controller, and neither speaks of another claim.
test_gap_says_what_the_provisioner_said if {
	waits := "Pending since 2026-10-01 00:00 UTC: StorageClass fast has made no volume"
	every text, events in {
		" (access denied by server)": [event("db", "FailedBinding", "no volume"), event("db", "ProvisioningFailed", "access denied by server")],
		" (no volume)": [event("db", "FailedBinding", "no volume")],
		"": [event("other", "ProvisioningFailed", "access denied by server")],
	} {
		input_ := object.union(cluster({}), {"events": events})
		pending.gap == {lib.finding("PersistentVolumeClaim", "shop", "db", concat("", [waits, text]))} with input as input_
	}
}

test_default_class if {
	pending.gap == {
		lib.finding("PersistentVolumeClaim", "shop", "db", "Pending since 2026-10-01 00:00 UTC: StorageClass fast has made no volume"),
	} with input as cluster({"class": "", "classSet": false})
}

test_left_out[name] if {
	some name, changes in {
		"young": {"createdAt": "2026-11-01T11:55:00Z"},
		"waits for a pod": {"class": "late"},
	}
	count(pending.gap) == 0 with input as cluster(changes)
}

test_waits_for_a_default_class if {
	count(pending.gap) == 0 with input as mocks.cluster({"pendingClaims": [claim({"class": "", "classSet": false})], "storageClasses": []})
}

test_waiting_for_a_pod_is_told if pending.summary.pass == {"no claim waits for a volume in vain (one waits for a pod)"} with input as cluster({"class": "late"})
