package kready.logs["rotation-headroom_test"]

import data.kready.logs["rotation-headroom"] as rotation
import data.kready.mocks

cluster(size, files) := mocks.cluster({"kubeletConfig": {"found": true, "logRotation": {"said": true, "maxSize": size, "maxFiles": files}}})

mebi := 1048576

test_gap[name] if {
	some name, input_ in {"small": cluster(5 * mebi, 5), "few": cluster(10 * mebi, 2)}
	count(rotation.gap) == 1 with input as input_
}

test_pass if {
	count(rotation.gap) + count(rotation.unknown) == 0 with input as cluster(10 * mebi, 5)
	count(rotation.gap) + count(rotation.unknown) == 0 with input as cluster(100 * mebi, 2)
}
