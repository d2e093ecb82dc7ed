package kready.logs.audit_test

import data.kready.logs.audit
import data.kready.mocks

server(flags) := mocks.cluster({"workloads": [object.union(
	mocks.daemon("kube-apiserver", {"containers": [{"name": "c", "image": {"tag": ""}, "args": [{"name": name, "value": value} | some name, value in flags]}]}),
	{"kind": "StaticPod"},
)]})

test_pass if {
	audit.summary.pass == {"the API server writes an audit log"} with input as server({"audit-policy-file": "/a", "audit-log-path": "-"})
	count(audit.gap) == 0 with input as server({"audit-policy-file": "/a", "audit-webhook-config-file": "/b"})
}

# A path without a policy logs nothing.
test_gap if {
	count(audit.gap) == 1 with input as server({"audit-log-path": "/a"})
	count(audit.gap) == 1 with input as server({"audit-policy-file": "/a"})
	count(audit.gap) == 1 with input as server({})
}

test_unknown if {
	count(audit.unknown) == 1 with input as mocks.cluster({})
	count(audit.unknown) == 1 with input as mocks.cluster({"distribution": {"name": "eks", "title": "EKS", "managed": true}})
}
