package kready.policy["psa-labels_test"]

import data.kready.lib
import data.kready.mocks
import data.kready.policy["psa-labels"] as psa

ns(name, level) := {"name": name, "phase": "Active", "labels": labels(level)}

labels("") := {}

labels(level) := {"pod-security.kubernetes.io/enforce": level} if level != ""

server(flag) := object.union(mocks.daemon("kube-apiserver", mocks.flags(flag, "x")), {"kind": "StaticPod"})

cluster(namespaces, changes) := object.union(
	mocks.cluster({
		"namespaces": namespaces, "admissionPolicies": [], "webhooks": [], "workloads": [server("authorization-mode")],
		"distribution": {"name": "kubeadm", "managed": false, "features": []},
	}),
	changes,
)

test_pass if psa.summary == {"1 application namespace enforces at least baseline"} with input as cluster([ns("shop", "baseline"), ns("kube-system", "")], {})

test_gap[level] if {
	some level in ["", "privileged"]
	[f.object.name | some f in psa.gap] == ["shop"] with input as cluster([ns("shop", level)], {})
}

# The API server takes restricted for what it does not know.
test_gap_no_level if {
	input_ := cluster([ns("shop", "base-line")], {"admissionPolicies": [denying]})
	[f.object.name | some f in psa.gap] == ["shop"] with input as input_
	psa.unknown == set() with input as input_
	psa.summary == {"1 of 1 application namespace has a label that is no level"} with input as input_
}

test_gap_switched_off if {
	server_ := object.union(mocks.daemon("kube-apiserver", mocks.flags("disable-admission-plugins", "PodSecurity,DefaultStorageClass")), {"kind": "StaticPod"})
	input_ := cluster([ns("shop", "baseline")], {"workloads": [server_]})
	[f.object.name | some f in psa.gap] == ["kube-apiserver"] with input as input_
	psa.summary == {"Pod Security is switched off in the API server"} with input as input_
}

test_managed_server_has_no_default_of_its_own if {
	psa.gap == {
		lib.finding("Namespace", "", "shop", "it enforces no Pod Security level"),
	} with input as cluster([ns("shop", "")], {"workloads": [], "distribution": {"name": "eks", "managed": true, "features": []}})
}

denying := {"name": "p", "exists": true, "resources": ["/pods"], "bindings": [{"name": "b", "actions": ["Deny"]}]}

test_unknown[text] if {
	some text, changes in {
		"POLARIS may enforce the same: what its policies demand is not read": {"inventory": [object.union(mocks.running("polaris", ["policy/engine"], []), {"state": "hidden"})]},
		"ValidatingAdmissionPolicy p denies pods: what it demands is not read": {"admissionPolicies": [denying]},
		"the API server has an admission configuration, which can set a level for all namespaces": {"workloads": [server("admission-control-config-file")]},
		"the API server is not visible: its admission configuration can set a level for all namespaces": {"workloads": []},
	}
	count(psa.gap) == 0 with input as cluster([ns("shop", "")], changes)
	psa.unknown == {{"message": text}} with input as cluster([ns("shop", "")], changes)
}

test_labels_are_enough_beside_an_engine if {
	count(psa.unknown) == 0 with input as cluster([ns("shop", "restricted")], {"inventory": [mocks.running("kyverno", ["policy/engine"], [])]})
}

# A policy that only audits keeps nobody away.
test_audit_counts_for_nothing if {
	psa.gap == {
		lib.finding("Namespace", "", "shop", "it enforces no Pod Security level"),
	} with input as cluster([ns("shop", "")], {"admissionPolicies": [{"name": "p", "exists": true, "resources": ["/pods"], "bindings": [{"name": "b", "actions": ["Audit"]}]}]})
}

test_platform_and_leaving_namespaces_are_left_out if {
	input_ := cluster([ns("tools", ""), object.union(ns("old", ""), {"phase": "Terminating"}), ns("default", "")], {
		"workloads": [server("x"), object.union(mocks.daemon("agent", {}), {"namespace": "tools"})],
		"inventory": [object.union(mocks.running("agent", [], []), {"workloads": [{"kind": "DaemonSet", "namespace": "tools", "name": "agent"}]})],
	})
	count(psa.gap) == 0 with input as input_
	psa.skip == {"there is no namespace for applications yet"} with input as input_
}

# One agent among three services: still a namespace of applications.
test_an_agent_does_not_make_a_platform if {
	others := [object.union(mocks.daemon(name, {}), {"namespace": "shop"}) | some name in ["a", "b"]]
	input_ := cluster([ns("shop", "")], {
		"workloads": array.concat(others, [server("x"), object.union(mocks.daemon("agent", {}), {"namespace": "shop"})]),
		"inventory": [object.union(mocks.running("agent", [], []), {"workloads": [{"kind": "DaemonSet", "namespace": "shop", "name": "agent"}]})],
	})
	psa.gap == {lib.finding("Namespace", "", "shop", "it enforces no Pod Security level")} with input as input_
}

test_skip[text] if {
	some text, distribution in {
		"OpenShift restricts pods by SecurityContextConstraints": {"name": "openshift", "managed": false, "features": []},
		"GKE Autopilot restricts pods by itself": {"name": "gke", "managed": true, "features": ["Autopilot"]},
	}
	psa.skip == {text} with input as cluster([ns("shop", "")], {"distribution": distribution})
}

# Before 1.23 a feature gate decides whether labels are looked at.
test_unknown_before_1_23 if {
	old := cluster([ns("shop", "baseline"), ns("blog", "")], {"version": {"minor": 22}})
	count(psa.gap) == 0 with input as old
	psa.unknown == {{"message": "Kubernetes 1.22 looks at the labels only with the feature gate PodSecurity, which is on by itself since 1.23"}} with input as old
}

test_pass_before_1_23_with_the_gate if {
	server_ := object.union(mocks.daemon("kube-apiserver", mocks.flags("feature-gates", "Other=false,PodSecurity=true")), {"kind": "StaticPod"})
	count(psa.unknown) == 0 with input as cluster([ns("shop", "baseline")], {"version": {"minor": 22}, "workloads": [server_]})
}

test_1_23 if count(psa.unknown) == 0 with input as cluster([ns("shop", "baseline")], {"version": {"minor": 23}})
