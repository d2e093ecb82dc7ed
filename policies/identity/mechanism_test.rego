package kready.identity.mechanism_test

import data.kready.identity.mechanism

cluster(distribution, provider, inventory) := {
	"asOf": "2026-11-01T00:00:00Z", "distribution": {"name": distribution}, "inventory": inventory,
	"nodes": [{"name": "a", "provider": provider, "labels": {}}],
}

kiam := {
	"title": "kiam", "version": "", "state": "running", "roles": ["identity/agent"],
	"lifecycle": {"state": "archived", "since": "2023-01-01"},
}

hidden := {
	"title": "EKS Pod Identity webhook", "version": "", "state": "hidden", "roles": ["identity/webhook"],
	"lifecycle": {"state": "active", "since": ""},
}

test_pass if count(mechanism.gap) == 0 with input as cluster("eks", "aws", [hidden])

test_pass_and_name_what_is_old if {
	mechanism.summary.pass == {"kiam is there to give pods an identity", "no longer maintained: kiam"} with input as cluster("kops", "aws", [kiam])
}

test_gap_agent_without_a_ready_pod if {
	ref := {"kind": "DaemonSet", "namespace": "kube-system", "name": "kiam"}
	input_ := object.union(
		cluster("kops", "aws", [object.union(kiam, {"workloads": [ref]})]),
		{"workloads": [object.union(ref, {"status": true, "desired": 3, "ready": 0})]},
	)
	mechanism.gap == {{"object": ref, "message": "none of 3 pods of kiam is ready"}} with input as input_
	mechanism.summary.gap == {"kiam is there, without a ready pod"} with input as input_
}

test_pass_by_label_on_gke if {
	node := {"name": "a", "provider": "gce", "labels": {"iam.gke.io/gke-metadata-server-enabled": "true"}}
	count(mechanism.gap) == 0 with input as object.union(cluster("gke", "gce", []), {"nodes": [node]})
}

test_gap_in_a_cloud if {
	mechanism.gap == {{"message": "no workload identity of AWS and no SPIRE runs in this cluster"}} with input as cluster("kops", "aws", [])
}

test_skip_elsewhere if {
	mechanism.skip == {"the nodes are not in a cloud that gives pods an identity"} with input as cluster("kind", "kind", [])
	count(mechanism.gap) == 0 with input as cluster("kind", "kind", [])
}
