package <<Package>>["<<Name>>_test"]

import data.<<Package>>["<<Name>>"] as check

test_gap if {
	found := check.gap with input as {"nodes": [{"name": "replace this rule"}]}
	count(found) == 1
}

test_pass if {
	found := check.gap with input as {"nodes": []}
	count(found) == 0
}
