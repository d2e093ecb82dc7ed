package kready.metrics["ksm-node-exporter_test"]

import data.kready.lib
import data.kready.metrics["ksm-node-exporter"] as exporters
import data.kready.mocks

prometheus := mocks.running("prometheus", ["metrics/pipeline"], [])

ksm := object.union(mocks.running("kube-state-metrics", ["metrics/exporter"], []), {
	"workloads": [{"kind": "Deployment", "namespace": "kube-system", "name": "ksm"}], "nodes": {"covered": 0, "of": 0, "missing": []},
})

hosts(missing) := mocks.running("node-exporter", ["metrics/exporter"], missing)

deployment(ready) := mocks.daemon("ksm", {"kind": "Deployment", "desired": 1, "ready": ready})

cluster(missing, changes) := object.union(
	mocks.cluster({
		"inventory": [prometheus, ksm, hosts(missing)],
		"workloads": [deployment(1), mocks.daemon("node-exporter", {})],
		"thresholds": {"settlingMinutes": 5},
	}),
	changes,
)

test_pass if {
	count(exporters.gap | exporters.unknown) == 0 with input as cluster([], {})
	exporters.summary.pass == {"kube-state-metrics is ready, and node-exporter on every node that it can be expected on"} with input as cluster([], {})
}

test_gap_without if {
	exporters.gap == {
		{"message": "kube-state-metrics does not run: the state of objects is not exported"},
		{"message": "node-exporter does not run: the state of hosts is not exported"},
	} with input as cluster([], {"inventory": [prometheus]})
	exporters.summary.gap == {"there is no kube-state-metrics and no node-exporter"} with input as cluster([], {"inventory": [prometheus]})
}

# What runs and is useless: a DaemonSet that has no pod, a Deployment without a ready one.
test_gap_without_a_ready_pod if {
	none := cluster(["a", "b"], {"workloads": [deployment(0), mocks.daemon("node-exporter", {"ready": 0})]})
	exporters.gap == {
		lib.finding("Deployment", "kube-system", "ksm", "the only pod of KUBE-STATE-METRICS is not ready"),
		lib.finding("DaemonSet", "kube-system", "node-exporter", "none of 2 pods of NODE-EXPORTER is ready"),
	} with input as none
	exporters.summary.gap == {"no pod of kube-state-metrics or node-exporter is ready"} with input as none
}

test_gap_when_scaled_to_zero if {
	exporters.gap == {
		lib.finding("Deployment", "kube-system", "ksm", "KUBE-STATE-METRICS is scaled to zero"),
	} with input as cluster([], {"workloads": [mocks.daemon("ksm", {"kind": "Deployment", "desired": 0, "ready": 0}), mocks.daemon("node-exporter", {})]})
}

test_gap_on_a_node if {
	exporters.gap == {lib.finding("Node", "", "b", "no pod of NODE-EXPORTER is there")} with input as cluster(["b"], {})
	exporters.summary.gap == {"1 node has no ready node-exporter"} with input as cluster(["b"], {})
}

# A node selector that fits no node: the DaemonSet wants 0 pods, and has them.
test_gap_when_no_node_is_selected if {
	nowhere := cluster(["a", "b"], {"workloads": [deployment(1), mocks.daemon("node-exporter", {"desired": 0, "ready": 0})]})
	{f.object.name | some f in exporters.gap} == {"a", "b"} with input as nowhere
}

test_unknown[name] if {
	some name, case in {
		"no status": [
			{"workloads": [deployment(1), mocks.daemon("node-exporter", {"status": false, "ready": 0})]},
			lib.finding("DaemonSet", "kube-system", "node-exporter", "NODE-EXPORTER carries no status: whether it runs cannot be told"),
		],
		"pods not read": [
			{"inventory": [prometheus, ksm, object.union(hosts([]), {"nodes": {"covered": 0, "of": 0, "missing": []}})]},
			{"message": "the pods of node-exporter were not read: on which nodes it is ready is not known"},
		],
	}
	exporters.unknown == {case[1]} with input as cluster([], case[0])
}

test_skip_with_a_vendor if {
	exporters.skip == {"the metrics pipeline here brings its own"} with input as cluster([], {"inventory": [mocks.running("datadog", ["metrics/pipeline"], [])]})
}
