package kready.logs["agent-eol_test"]

import data.kready.lib
import data.kready.logs["agent-eol"] as eol

cluster(state, version) := {
	"asOf": "2026-11-01T00:00:00Z",
	"tables": {"support": [{"name": "agent", "releases": [
		{"name": "4.2", "endOfLife": "2026-06-30T00:00:00Z"},
		{"name": "5.1", "endOfLife": "0001-01-01T00:00:00Z"},
	]}]},
	"inventory": [{
		"name": "agent", "title": "Agent", "version": version, "state": "running", "roles": ["logs/agent"],
		"lifecycle": {"state": state, "since": "2026-03-02"},
		"workloads": [{"kind": "DaemonSet", "namespace": "logging", "name": "agent"}],
	}],
}

test_pass if {
	count(eol.gap) == 0 with input as cluster("active", "5.1.2")
	count(eol.gap) == 0 with input as cluster("active", "")
	count(eol.gap) == 0 with input as cluster("active", "6.0.0")
}

test_gap_on_an_old_release if {
	eol.gap == {
		lib.finding("DaemonSet", "logging", "agent", "Agent 4.2.1 was supported until 2026-06-30"),
	} with input as cluster("active", "4.2.1")
}

test_gap_on_a_retired_product if {
	eol.gap == {lib.finding("DaemonSet", "logging", "agent", "Agent was retired on 2026-03-02")} with input as cluster("retired", "4.2.1")
}

test_skip_when_hidden if eol.skip == {"the provider maintains the agent"} with input as {"inventory": []}
