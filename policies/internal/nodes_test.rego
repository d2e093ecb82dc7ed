package kready.internal.nodes_test

import data.kready.internal.nodes
import data.kready.lib
import data.kready.mocks

toleration(key, operator, value, effect) := {"key": key, "operator": operator, "value": value, "effect": effect}

gpu := mocks.taint("gpu", "yes", "NoSchedule")

test_tolerated[name] if {
	some name, t in {
		"everything": toleration("", "Exists", "", ""),
		"the key": toleration("gpu", "Exists", "", ""),
		"key and value": toleration("gpu", "Equal", "yes", "NoSchedule"),
		"the effect": toleration("", "Exists", "", "NoSchedule"),
	}
	lib.tolerated(gpu, [t])
}

test_not_tolerated[name] if {
	some name, t in {
		"another key": toleration("disk", "Exists", "", ""),
		"another value": toleration("gpu", "Equal", "no", ""),
		"another effect": toleration("gpu", "Exists", "", "NoExecute"),
	}
	not lib.tolerated(gpu, [t])
}

# Kubernetes sets these itself, and lets DaemonSets pass.
test_conditions_repel_nobody if {
	not nodes.repels(mocks.taint("node.kubernetes.io/not-ready", "", "NoExecute"))
	not nodes.repels(mocks.taint("gpu", "", "PreferNoSchedule"))
	nodes.repels(gpu)
}

test_young if {
	nodes.young({"createdAt": "2026-11-01T11:56:00Z"}) with input as mocks.cluster({})
	not nodes.young({"createdAt": "2026-11-01T11:54:00Z"}) with input as mocks.cluster({})
	not nodes.young({"createdAt": "0001-01-01T00:00:00Z"}) with input as mocks.cluster({})
}

test_agent_nodes[name] if {
	some name, change in {
		"no network": mocks.no_network,
		"no route": {"conditions": [{"type": "Ready", "status": "True"}, {"type": "NetworkUnavailable", "status": "True"}]},
		"not ready": mocks.not_ready("PLEG is not healthy"),
		"virtual": {"virtual": true},
		"young": {"createdAt": "2026-11-01T11:58:00Z"},
	}
	[n.name | some n in nodes.agent_nodes] == ["a"] with input as mocks.cluster({"nodes": [mocks.node("a", {}), mocks.node("b", change)]})
}
