package <<TestPackage>>

import data.<<Package>> as check
import data.kready.lib

# It fails until the rule `unknown` of the skeleton is removed. Remove it as well.
test_rules_are_written if not check.unknown

test_gap if {
	cluster := {"nodes": [{"name": "replace this rule"}]}
	check.gap == {lib.finding("Node", "", "replace this rule", "is not as it should be")} with input as cluster
}

test_pass if check.gap == set() with input as {"nodes": [{"name": "a"}]}
