package kready.logs.collector_test

import data.kready.logs.collector
import data.kready.mocks

workload(kind, paths) := {
	"kind": kind, "namespace": "logging", "name": "agent", "hostPaths": paths,
	"containers": [{"image": {"repository": "platform/agent"}}],
}

impl(role, state, kind) := {
	"title": "Vector", "version": "0.50.0", "state": state, "roles": [role], "evidence": [],
	"workloads": [{"kind": kind, "namespace": "logging", "name": "agent"}],
}

cluster(inventory, workloads) := {
	"inventory": inventory, "workloads": workloads,
	"nodes": [{"name": "a", "virtual": false}], "target": {"kind": "cluster"},
}

messages contains f.message if some f in collector.gap

test_pass_with_a_daemonset if {
	input_ := cluster([impl("logs/agent", "running", "DaemonSet")], [])
	count(collector.gap | collector.unknown) == 0 with input as input_
	collector.summary == {"Vector 0.50.0 reads the nodes' logs"} with input as input_
}

test_pass_when_hidden if {
	hidden := object.union(impl("logs/agent", "hidden", "DaemonSet"), {"workloads": []})
	count(collector.gap) == 0 with input as cluster([hidden], [])
}

test_gap if collector.gap == {{"message": "no DaemonSet of a known log agent reads the nodes' logs"}} with input as cluster([], [])

test_gap_names_the_aggregator if {
	input_ := cluster([impl("logs/aggregator", "running", "StatefulSet")], [workload("StatefulSet", [])])
	"Vector runs as an aggregator (StatefulSet): it collects nothing from nodes" in messages with input as input_
}

test_gap_on_an_agent_as_deployment if {
	input_ := cluster([impl("logs/agent", "running", "Deployment")], [workload("Deployment", ["/var/log"])])
	"Vector runs as a Deployment: it collects nothing from nodes" in messages with input as input_
}

test_unknown_on_a_stranger if {
	input_ := object.union(cluster([], []), {"candidates": [mocks.candidate("logs/agent", "reader")]})
	collector.unknown == {mocks.stranger("reader")} with input as input_
	count(collector.gap) == 0 with input as input_
}

test_skip_on_virtual_nodes if {
	collector.skip == {
		"all nodes are virtual: no agent can run on them, and the provider's log router cannot be seen",
	} with input as object.union(cluster([], []), {"nodes": [{"name": "f", "virtual": true}]})
}

unread_nodes := {"blindSpots": [{"facts": "nodes", "resource": "nodes", "reason": "forbidden"}], "nodes": []}

test_gap_without_nodes_where_daemonsets_run if {
	input_ := object.union(cluster([], [object.union(workload("DaemonSet", []), {"ready": 1})]), unread_nodes)
	collector.gap == {{"message": "no DaemonSet of a known log agent reads the nodes' logs"}} with input as input_
}

test_unknown_without_nodes_where_none_runs if {
	input_ := object.union(cluster([], []), unread_nodes)
	count(collector.gap | collector.skip) == 0 with input as input_
	collector.unknown == {{"message": "nodes could not be read (forbidden)"}} with input as input_
}
