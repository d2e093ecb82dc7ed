package kready.policy.violations_test

import data.kready.lib
import data.kready.mocks
import data.kready.policy.violations

constraint(action, fields) := {
	"kind": "K8sPSPPrivileged", "namespace": "", "name": "privileged", "createdAt": "2026-06-01T00:00:00Z",
	"fields": array.concat([{"name": "spec.enforcementAction", "values": [action]}], [{"name": path, "values": [v]} | some path, v in fields]),
}

asked := ["status.auditTimestamp", "status.totalViolations"]

cluster(constraints, paths) := mocks.cluster({
	"inventory": [object.union(mocks.running("gatekeeper", ["policy/engine"], []), {"workloads": []})],
	"productResources": [{"name": "*.constraints.gatekeeper.sh", "read": true, "served": true, "asked": paths, "objects": constraints}],
})

audit(moment, total) := {"status.auditTimestamp": moment, "status.totalViolations": total}

now := "2026-11-01T11:59:00Z"

test_pass if {
	violations.gap == set() with input as cluster([constraint("deny", audit(now, "0"))], asked)
	violations.unknown == set() with input as cluster([constraint("deny", audit(now, "0"))], asked)
}

test_gap if {
	violations.gap == {lib.finding("K8sPSPPrivileged", "", "privileged", "3 objects break it, as of 2026-11-01T11:59:00Z")} with input as cluster([constraint("deny", audit(now, "3"))], asked)
}

# What only audits refuses nothing later on.
test_skip_audits[action] if {
	some action in ["dryrun", "warn"]
	violations.gap == set() with input as cluster([constraint(action, audit(now, "3"))], asked)
	count(violations.skip) == 1 with input as cluster([constraint(action, audit(now, "3"))], asked)
}

test_unknown_old_audit if {
	old := cluster([constraint("deny", audit("2026-10-01T00:00:00Z", "3"))], asked)
	violations.gap == set() with input as old
	count(violations.unknown) == 1 with input as old
}

test_unknown_no_audit if count(violations.unknown) == 1 with input as cluster([constraint("deny", {})], asked)

test_unknown_older_snapshot if {
	old := cluster([constraint("deny", {})], [])
	count(violations.unknown) == 1 with input as old
}

test_unknown_unread if {
	count(violations.unknown) == 1 with input as object.union(cluster([], []), {"productResources": []})
}

test_skip[what] if {
	some what, is in {"no engine": mocks.cluster({}), "no constraint": cluster([], asked)}
	count(violations.skip) == 1 with input as is
}
