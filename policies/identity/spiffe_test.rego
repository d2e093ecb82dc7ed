package kready.identity.spiffe_test

import data.kready.identity.spiffe
import data.kready.mocks

server := {
	"name": "spire", "title": "SPIRE", "version": "", "state": "running", "roles": ["identity/issuer"], "nodes": {"covered": 0, "of": 0, "missing": []},
	"workloads": [{"kind": "StatefulSet", "namespace": "kube-system", "name": "spire-server"}],
}

agent(missing) := object.union(mocks.running("spire", ["identity/agent"], missing), {
	"title": "SPIRE",
	"workloads": [{"kind": "DaemonSet", "namespace": "kube-system", "name": "spire-agent"}],
})

stateful(ready) := object.union(mocks.daemon("spire-server", {}), {"kind": "StatefulSet", "desired": 1, "ready": ready})

cluster(impls, ready) := mocks.cluster({"inventory": impls, "workloads": [stateful(ready), mocks.daemon("spire-agent", {})]})

test_pass if {
	count(spiffe.gap | spiffe.unknown) == 0 with input as cluster([server, agent([])], 1)
	spiffe.summary.pass == {"a SPIRE server runs, and an agent on each node"} with input as cluster([server, agent([])], 1)
}

test_gap_on_a_node if {
	{f.message | some f in spiffe.gap} == {"no pod of SPIRE is there"} with input as cluster([server, agent(["b"])], 1)
}

test_gap_without_a_server_that_is_ready if {
	{f.message | some f in spiffe.gap} == {"the only pod of SPIRE is not ready"} with input as cluster([server, agent([])], 0)
}

test_gap_without_agents if count(spiffe.gap) == 1 with input as cluster([server], 1)

# A cluster may belong to a server elsewhere.
test_unknown_without_a_server if {
	count(spiffe.unknown) == 1 with input as cluster([agent([])], 1)
	count(spiffe.gap) == 0 with input as cluster([agent([])], 1)
}

test_skip if spiffe.skip == {"SPIRE is not installed"} with input as mocks.cluster({})
