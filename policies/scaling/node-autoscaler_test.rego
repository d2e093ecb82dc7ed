package kready.scaling["node-autoscaler_test"]

import data.kready.scaling["node-autoscaler"] as autoscaler

scaler(state) := {"title": "Karpenter", "version": "", "state": state, "roles": ["scaling/nodes"], "evidence": ["CRD left.example"]}

cluster(distribution, features, provider, inventory) := {
	"distribution": {"name": distribution, "features": features}, "inventory": inventory,
	"nodes": [{"name": "a", "provider": provider}],
}

test_pass if {
	autoscaler.summary.pass == {"Karpenter adds nodes"} with input as cluster("eks", [], "aws", [scaler("running")])
}

test_pass_in_auto_mode if {
	count(autoscaler.gap | autoscaler.unknown) == 0 with input as cluster("eks", ["Auto Mode"], "aws", [scaler("hidden")])
}

test_gap if autoscaler.gap == {{"message": "no known node autoscaler runs in this cluster"}} with input as cluster("eks", [], "aws", [])

test_crds_add_no_nodes if {
	autoscaler.gap == {
		{"message": "Karpenter does not run; what is left of it: CRD left.example"},
		{"message": "no known node autoscaler runs in this cluster"},
	} with input as cluster("eks", [], "aws", [scaler("remnant")])
}

test_unknown_out_of_sight if {
	autoscaler.unknown == {
		{"message": "Karpenter may run in the control plane: whether node pools ask for it cannot be told"},
	} with input as cluster("gke", [], "gce", [scaler("hidden")])
}

test_skip_elsewhere if {
	autoscaler.skip == {"the nodes are not in a cloud that adds some on demand"} with input as cluster("kind", [], "kind", [])
}
