package kready.storage["default-class_test"]

import data.kready.lib
import data.kready.storage["default-class"] as classes

class(name, default_) := {"name": name, "provisioner": "csi.example", "default": default_}

test_pass if {
	input_ := {"storageClasses": [class("a", true), class("b", false)]}
	count(classes.gap) == 0 with input as input_
	classes.summary == {"StorageClass a (csi.example) is the default"} with input as input_
}

test_gap_without_a_default if {
	classes.gap == {
		lib.finding("StorageClass", "", "a", "it is not the default"),
		lib.finding("StorageClass", "", "b", "it is not the default"),
	} with input as {"storageClasses": [class("a", false), class("b", false)]}
}

test_gap_with_two if {
	input_ := {"storageClasses": [class("a", true), class("b", true)], "version": {"minor": 36}}
	classes.summary == {"2 classes are the default; the newest wins"} with input as input_
}

several(version) := {"storageClasses": [class("a", true), class("b", true)], "version": version}

test_several_before if classes.summary == {"2 classes are the default: a claim that names none is refused"} with input as several({"minor": 25})

test_several_today if classes.summary == {"2 classes are the default; the newest wins"} with input as several({"minor": 26, "guess": true})

test_several_perhaps_newer if classes.summary == {"2 classes are the default"} with input as several({"minor": 25, "guess": true})

test_several_unread if classes.summary == {"2 classes are the default"} with input as several({"minor": 0})

test_gap_without_any if classes.gap == {{"message": "there is no StorageClass"}} with input as {"storageClasses": []}
