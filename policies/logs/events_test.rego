package kready.logs.events_test

import data.kready.logs.events
import data.kready.mocks

cluster(names, roles) := mocks.cluster({"inventory": [mocks.running(name, roles, []) | some name in names]})

test_pass if events.summary == {"EXPORTER exports Events"} with input as cluster(["exporter"], ["logs/events"])

test_gap if events.gap == {{"message": "nothing that is known to export Events runs in this cluster"}} with input as cluster(["vector"], ["logs/agent"])

test_unknown if {
	events.unknown == {
		{"message": "ALLOY can export Events; whether it does is in its configuration, which is not read"},
	} with input as cluster(["alloy"], ["logs/agent"])
	count(events.gap) == 0 with input as cluster(["alloy"], ["logs/agent"])
}

test_an_exporter_beside_an_agent if {
	input_ := mocks.cluster({"inventory": [mocks.running("alloy", ["logs/agent"], []), mocks.running("x", ["logs/events"], [])]})
	count(events.unknown) == 0 with input as input_
}

test_gke_keeps_them if {
	input_ := mocks.cluster({"distribution": {"name": "gke", "managed": true}})
	count(events.gap | events.unknown) == 0 with input as input_
	events.summary == {"GKE keeps Events in Cloud Logging"} with input as input_
}
