package kready.cluster["apiserver-readyz_test"]

import data.kready.cluster["apiserver-readyz"] as check
import data.kready.lib

test_pass if {
	count(check.gap) == 0 with input as {"readyz": {"ok": true, "failed": []}}
	check.summary == {"/readyz answers that all is well"} with input as {"readyz": {"ok": true, "failed": []}}
}

test_gap_names_what_failed if {
	broken := {"readyz": {"ok": false, "failed": ["etcd", "informer-sync"]}}
	{f.object.name | some f in check.gap} == {"readyz/etcd", "readyz/informer-sync"} with input as broken
	check.summary == {"/readyz does not answer 200: etcd, informer-sync failed"} with input as broken
}

test_gap_without_names if {
	check.gap == {
		lib.finding("HealthCheck", "", "readyz", "it did not answer 200 and names no sub-check"),
	} with input as {"readyz": {"ok": false, "failed": []}}
}
