package kready.backup["namespace-scheduled_test"]

import data.kready.backup["namespace-scheduled"] as check
import data.kready.mocks

claim := object.union(mocks.manifest("PersistentVolumeClaim", "shop", "data"), {"claim": "data", "claimLine": 5})

schedule(changes) := object.union(
	{
		"namespace": "velero", "name": "daily", "paused": false, "phase": "Enabled",
		"takes": "all", "includedNamespaces": [], "excludedNamespaces": [],
	},
	changes,
)

maker(name) := {"name": name, "title": name, "state": "running", "roles": ["backup/cluster"]}

land(schedules, products) := {"service": {"claims": [claim]}, "backupSchedules": schedules, "inventory": products}

judged(changes) := land([schedule(changes)], [maker("velero")])

test_pass if {
	every changes in [{}, {"includedNamespaces": ["*"]}, {"includedNamespaces": ["cart", "shop"]}, {"excludedNamespaces": ["cart"]}] {
		count(check.gap | check.unknown) == 0 with input as judged(changes)
	}
}

test_gap if {
	check.gap == {
		mocks.on("PersistentVolumeClaim", "data", 5, "platform", "no schedule of Velero takes the namespace shop: there is daily for cart"),
	} with input as judged({"includedNamespaces": ["cart"]})
}

test_gap_left_out if {
	every changes in [{"excludedNamespaces": ["shop"]}, {"paused": true}, {"phase": "FailedValidation"}] {
		count(check.gap) == 1 with input as judged(changes)
	}
}

test_unknown if {
	every changes in [{"takes": "some"}, {"takes": ""}, {"includedNamespaces": ["sh*"]}, {"excludedNamespaces": ["s*"]}] {
		count(check.unknown) == 1 with input as judged(changes)
		count(check.gap) == 0 with input as judged(changes)
	}
}

test_unknown_another_product if count(check.unknown) == 1 with input as land([], [maker("kasten-k10")])

# One that leaves objects out does not matter where another takes all.
test_pass_beside if count(check.gap | check.unknown) == 0 with input as land([schedule({}), schedule({"name": "part", "takes": "some"})], [maker("velero")])

test_skip_left_out if {
	marked := mocks.service_object("", "v1", "PersistentVolumeClaim", "data", {"labels": {"velero.io/exclude-from-backup": "true"}})
	count(check.skip) == 1 with input as {"service": {"claims": [claim], "objects": [marked]}}
}

test_needy if count(check.needy) == 1 with input as judged({})

test_skip if count(check.skip) == 1 with input as {}
