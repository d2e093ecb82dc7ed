package kready.logs.audit_test

import data.kready.lib
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
	audit.gap == {
		lib.finding("Pod", "kube-system", "kube-apiserver", "it has no --audit-policy-file: nothing is logged"),
	} with input as server({"audit-log-path": "/a"})
	audit.gap == {
		lib.finding("Pod", "kube-system", "kube-apiserver", "it has an audit policy and nowhere to write to"),
	} with input as server({"audit-policy-file": "/a"})
	audit.gap == {
		lib.finding("Pod", "kube-system", "kube-apiserver", "it has no --audit-policy-file: nothing is logged"),
	} with input as server({})
}

test_unknown if {
	audit.unknown == {{"message": "the API server does not run as a pod: its flags are not visible"}} with input as mocks.cluster({})
	audit.unknown == {
		{"message": "EKS runs the API server: whether it writes an audit log is set outside of the cluster"},
	} with input as mocks.cluster({"distribution": {"name": "eks", "title": "EKS", "managed": true}})
}
