package kready.ingress["default-class_test"]

import data.kready.ingress["default-class"] as classes

class(name, default_) := {"name": name, "default": default_}

test_pass if {
	classes.summary == {"a is the default"} with input as {"ingressClasses": [class("a", true), class("b", false)]}
}

test_pass_by_design if {
	count(classes.gap) == 0 with input as {"ingressClasses": [class("a", false)]}
}

test_gap if count(classes.gap) == 2 with input as {"ingressClasses": [class("a", true), class("b", true)]}

test_skip if count(classes.skip) == 1 with input as {"ingressClasses": []}
