package kready.identity["bound-tokens_test"]

import data.kready.identity["bound-tokens"] as tokens
import data.kready.lib
import data.kready.mocks

cluster(said) := mocks.cluster({"version": {"minor": 36}, "workloads": [{"kind": "Deployment", "namespace": "shop", "name": "web", "staticToken": said}], "applications": {"workloads": 0}})

test_pass if count(((tokens.gap | tokens.unknown) | tokens.skip)) == 0 with input as cluster("no")

test_gap if {
	tokens.gap == {lib.finding("Deployment", "shop", "web", "its pods take a token of a ServiceAccount from a Secret, which never ends")} with input as cluster("yes")
}

test_unknown_of_an_older_snapshot if {
	count(tokens.unknown) == 1 with input as cluster("")
	count(tokens.gap) == 0 with input as cluster("")
}

test_skip_without_workloads if count(tokens.skip) == 1 with input as mocks.cluster({"applications": {"workloads": 0}})

test_pass_when_all_are_summed_up if count(tokens.skip) == 0 with input as mocks.cluster({"applications": {"workloads": 3}})

test_skip_before_1_22 if count(tokens.skip) == 1 with input as object.union(cluster("yes"), {"version": {"minor": 20}})
