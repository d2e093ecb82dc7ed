package kready.ingress["default-class_test"]

import data.kready.ingress["default-class"] as classes
import data.kready.lib

class(name, default_) := {"name": name, "default": default_}

test_pass if {
	classes.summary == {"a is the default"} with input as {"ingressClasses": [class("a", true), class("b", false)]}
}

test_pass_by_design if {
	count(classes.gap) == 0 with input as {"ingressClasses": [class("a", false)]}
}

test_gap if {
	classes.gap == {
		lib.finding("IngressClass", "", "a", "it is a default, and not the only one"),
		lib.finding("IngressClass", "", "b", "it is a default, and not the only one"),
	} with input as {"ingressClasses": [class("a", true), class("b", true)]}
}

several(version) := {"ingressClasses": [class("a", true), class("b", true)], "version": version}

test_several_today if classes.summary == {"2 classes are the default: an Ingress that names none gets the newest"} with input as several({"minor": 25})

test_several_before if classes.summary == {"2 classes are the default: an Ingress that names none is refused"} with input as several({"minor": 24})

test_several_at_least if classes.summary == {"2 classes are the default: an Ingress that names none gets the newest"} with input as several({"minor": 25, "guess": true})

test_several_perhaps_newer if classes.summary == {"2 classes are the default"} with input as several({"minor": 24, "guess": true})

test_several_unread if classes.summary == {"2 classes are the default"} with input as several({"minor": 0})

test_skip if classes.skip == {"there is no IngressClass"} with input as {"ingressClasses": []}
