package kready.internal.nodes_test

import data.kready.internal.agents
import data.kready.internal.nodes
import data.kready.lib
import data.kready.mocks

gpu := mocks.taint("gpu", "yes", "NoSchedule")

agent := mocks.daemon("a", {})

gpu_kept_away := mocks.cluster({"untolerated": [mocks.kept_away("a", [gpu])]})

test_tolerated[name] if {
	some name, t in {
		"another key": mocks.taint("disk", "yes", "NoSchedule"),
		"another value": mocks.taint("gpu", "no", "NoSchedule"),
		"another effect": mocks.taint("gpu", "yes", "NoExecute"),
	}
	lib.tolerated(t, agent) with input as gpu_kept_away
}

test_tolerated_by_another if lib.tolerated(gpu, mocks.daemon("b", {})) with input as gpu_kept_away

test_not_tolerated if not lib.tolerated(gpu, agent) with input as gpu_kept_away

# A taint explains a missing pod only when every one of the agents is kept away by it.
test_untolerated if {
	agents.untolerated([gpu], [agent]) == {"gpu=yes:NoSchedule"} with input as gpu_kept_away
	agents.untolerated([gpu], [agent, mocks.daemon("b", {})]) == set() with input as gpu_kept_away
	agents.untolerated([gpu], []) == set() with input as gpu_kept_away
}

# Pods can move to a node whose taint goes away by itself, and to a cordoned one.
test_open[name] if {
	some name, change in {
		"cordoned": {"cordoned": true, "takesPods": false},
		"transient": {"taints": [mocks.transient("karpenter.sh/unregistered", "NoExecute")]},
		"a wish": {"taints": [mocks.taint("spot", "", "PreferNoSchedule")]},
	}
	nodes.open_count == 1 with input as mocks.cluster({"nodes": [mocks.node("a", change)]})
}

test_not_open[name] if {
	some name, change in {"virtual": {"virtual": true}, "tainted": mocks.dedicated("gpu")}
	nodes.open_count == 0 with input as mocks.cluster({"nodes": [mocks.node("a", change)]})
}

# Young nodes are left out, and said to be young where no other is left.
test_too_young if {
	nodes.too_young == "1 node joined less than 5 minutes ago, and no other can be judged" with input as only({"justJoined": true, "young": true})
	nodes.too_young == "1 node joined less than 5 minutes ago, and no other can be judged" with input as only(object.union(mocks.not_ready("PLEG"), {"young": true}))
}

test_not_too_young if not nodes.too_young with input as only(mocks.not_ready("PLEG"))

only(change) := mocks.cluster({"nodes": [mocks.node("a", change)], "thresholds": {"settlingMinutes": 5}})

test_agent_kinds[name] if {
	some name, change in {
		"no network": mocks.no_network,
		"no route": {"conditions": [{"type": "Ready", "status": "True"}, {"type": "NetworkUnavailable", "status": "True"}]},
		"not ready": mocks.not_ready("PLEG is not healthy"),
		"virtual": {"virtual": true},
		"just joined": {"justJoined": true},
	}
	[name | some k in nodes.agent_kinds; some name in k.names] == ["a"] with input as mocks.cluster({"nodes": [mocks.node("a", {}), mocks.node("b", change)]})
}
