package kready.internal.absence_test

import data.kready.internal.absence
import data.kready.mocks

candidates := [mocks.candidate("ingress/controller", "edge"), mocks.candidate("ingress/gateway", "gate"), mocks.candidate("logs/agent", "reader")]

test_possible_names_the_workload if {
	absence.possible("ingress/controller") == {mocks.stranger("edge")} with input as mocks.cluster({"candidates": candidates})
}

test_possible_of_several_roles if {
	absence.possible_of(["ingress/controller", "ingress/gateway"]) == {mocks.stranger("edge"), mocks.stranger("gate")} with input as mocks.cluster({"candidates": candidates})
}

test_possible_without_an_object if {
	unread := {"role": "logs/events", "object": {"kind": "", "name": ""}, "why": "it was not read"}
	absence.possible("logs/events") == {{"message": "it was not read"}} with input as mocks.cluster({"candidates": [unread]})
}

test_nothing_possible if absence.possible("mesh/control-plane") == set() with input as mocks.cluster({"candidates": candidates})
