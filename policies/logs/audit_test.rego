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

test_unknown_of_rke2 if {
	audit.unknown == {lib.finding(
		"Pod", "kube-system", "kube-apiserver",
		"RKE2 fills /etc/rancher/rke2/audit-policy.yaml with a policy that logs nothing until somebody writes another there; which one it is cannot be seen",
	)} with input as server({"audit-policy-file": "/etc/rancher/rke2/audit-policy.yaml", "audit-log-path": "/a"})
	count(audit.unknown) == 0 with input as server({"audit-policy-file": "/etc/rancher/rke2/other.yaml", "audit-log-path": "/a"})
}

test_unknown if {
	audit.unknown == {{"message": "the API server does not run as a pod that can be seen: its flags are not visible"}} with input as mocks.cluster({})
	audit.unknown == {
		{"message": "EKS runs the API server: whether it writes an audit log is set outside of the cluster"},
	} with input as mocks.cluster({"distribution": {"name": "eks", "title": "EKS", "managed": true}})
}

openshift(fields) := mocks.cluster({
	"distribution": {"name": "openshift", "title": "OpenShift", "managed": false},
	"workloads": [object.union(mocks.daemon("kube-apiserver", {"containers": []}), {"kind": "StaticPod", "namespace": "openshift-kube-apiserver"})],
	"productResources": [{
		"name": "apiservers.config.openshift.io", "read": true, "served": true,
		"objects": [{"name": "cluster", "namespace": "", "conditions": [], "fields": fields}],
	}],
})

# Its pods carry none of the flags: a file that its operator writes does.
test_openshift if {
	default_profile := openshift([])
	count(audit.gap | audit.unknown) == 0 with input as default_profile
	audit.summary.pass == {"OpenShift writes an audit log of its default profile"} with input as default_profile
	audit.summary.pass == {"OpenShift writes an audit log of profile WriteRequestBodies"} with input as openshift([{"name": "spec.audit.profile", "values": ["WriteRequestBodies"]}])
	audit.gap == {
		lib.finding("APIServer", "", "cluster", "its audit profile is None: nothing is logged"),
	} with input as openshift([{"name": "spec.audit.profile", "values": ["None"]}])
}

test_openshift_unread if {
	audit.unknown == {
		{"message": "apiservers.config.openshift.io could not be read (not-collected)"},
	} with input as mocks.cluster({"distribution": {"name": "openshift", "title": "OpenShift", "managed": false}})
}
