package kready.storage["no-gitrepo_test"]

import data.kready.lib
import data.kready.mocks
import data.kready.storage["no-gitrepo"] as check

with_volume(minor, said) := mocks.cluster({"version": {"minor": minor}, "workloads": [{"kind": "Deployment", "namespace": "shop", "name": "web", "gitRepo": said}]})

gap_says(text) := {lib.finding("Deployment", "shop", "web", sprintf("its pods have a gitRepo volume%s", [text]))}

test_pass if check.gap == set() with input as with_volume(36, "no")

test_gap_refused if check.gap == gap_says(", which this Kubernetes refuses") with input as with_volume(36, "yes")

test_gap_off_by_default if check.gap == gap_says(", which Kubernetes refuses by default since 1.33") with input as with_volume(33, "yes")

# Before, and where the version is not known, it is still a clone by root.
test_gap_before if {
	check.gap == gap_says("") with input as with_volume(32, "yes")
	check.gap == gap_says("") with input as with_volume(0, "yes")
}

test_unknown_older_snapshot if count(check.unknown) == 1 with input as with_volume(36, "")

test_skip_nothing_runs if count(check.skip) == 1 with input as mocks.cluster({})
