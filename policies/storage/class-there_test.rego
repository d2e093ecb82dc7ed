package kready.storage["class-there_test"]

import data.kready.mocks
import data.kready.storage["class-there"] as classes

claim(changes) := object.union_n([mocks.manifest("StatefulSet", "shop", "db"), {"claim": "data", "classSet": false, "class": "", "classLine": 9, "volume": ""}, changes])

land(c, there) := {"service": {"claims": [claim(c)]}, "storageClasses": there}

test_default if count(classes.gap) == 0 with input as land({}, [{"name": "standard", "default": true}])

test_no_default if {
	judged := land({}, [{"name": "standard"}])
	found := mocks.on("StatefulSet", "db", 9, "service", "its claim data names no storage class, and none is the default: there is standard")
	classes.gap == {object.union(found, {"state": "no-default"})} with input as judged
	classes.state == {"no-default"} with input as judged
}

test_absent if {
	classes.gap == {
		mocks.on("StatefulSet", "db", 9, "service", "the storage class gp3 of its claim data does not exist: there is standard"),
	} with input as land({"classSet": true, "class": "gp3"}, [{"name": "standard"}])
}

# A volume that is named may have a class which is no object.
test_named_volume if {
	judged := land({"classSet": true, "class": "manual", "volume": "archive"}, [])
	count(classes.gap) == 0 with input as judged
	count(classes.unknown) == 1 with input as judged
}

test_skip if count(classes.skip) == 1 with input as {}
