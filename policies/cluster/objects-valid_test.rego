package kready.cluster["objects-valid_test"]

import data.kready.cluster["objects-valid"] as valid
import data.kready.mocks

fault(line, field, message) := object.union(mocks.manifest("Deployment", "shop", "web"), {"fieldLine": line, "unknownField": field, "message": message})

judged(faults, minor) := {"version": {"minor": minor}, "service": {"objects": [mocks.service_object("apps", "v1", "Deployment", "web", {})], "faults": faults}}

test_pass if {
	count(valid.gap) == 0 with input as judged([], 37)
	count(valid.unknown) == 0 with input as judged([], 37)
}

test_gap if {
	valid.gap == {mocks.on("Deployment", "web", 5, "service", "it has no selector of its pods")} with input as judged([fault(5, "", "it has no selector of its pods")], 37)
}

# A release that came after kready may have fields that it does not know; rules it has all the same.
test_newer if {
	newer := judged([fault(5, "spec.x", "its kind has no field spec.x"), fault(6, "", "it has no ports")], 38)
	count(valid.unknown) == 1 with input as newer
	count(valid.gap) == 1 with input as newer
}

test_no_objects if count(valid.skip) == 1 with input as {"service": {"objects": [], "faults": []}}
