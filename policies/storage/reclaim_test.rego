package kready.storage.reclaim_test

import data.kready.lib
import data.kready.storage.reclaim

cluster(names, policy) := {"intent": {"retain": names}, "storageClasses": [{"name": "databases", "reclaimPolicy": policy}, {"name": "scratch", "reclaimPolicy": "Delete"}]}

test_pass if {
	count(reclaim.gap | reclaim.skip) == 0 with input as cluster(["databases"], "Retain")
}

test_gap if {
	expected := {lib.finding("StorageClass", "", "databases", "its reclaimPolicy is Delete: a volume goes with its claim")}
	every policy in ["Delete", ""] {
		reclaim.gap == expected with input as cluster(["databases"], policy)
	}
}

test_gap_no_such_class if {
	reclaim.gap == {{"message": "there is no StorageClass gone"}} with input as cluster(["gone"], "Retain")
}

# Other classes may do as they like.
test_skip_not_asked if {
	count(reclaim.skip) == 1 with input as cluster([], "Delete")
	count(reclaim.gap) == 0 with input as cluster([], "Delete")
}
