package kready.<<.Battery>>["<<.Name>>_test"]

import data.kready.<<.Battery>>["<<.Name>>"] as check

test_gap if {
	found := check.gap with input as {"nodes": [{"name": "replace this"}]}
	count(found) == 1
}

test_pass if {
	found := check.gap with input as {"nodes": []}
	count(found) == 0
}
