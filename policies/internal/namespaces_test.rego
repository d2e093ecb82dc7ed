package kready.internal.namespaces_test

import data.kready.internal.namespaces
import data.kready.mocks

test_namespaces_of_probes_are_not_for_services if {
	names := ["shop", "kready-probe-0a1b2c3d", "kready-probe-0a1b2c3d-bare", "kready-probe-shop"]
	apps := [ns.name | some ns in namespaces.apps] with input as mocks.cluster({"namespaces": [{"name": name, "phase": "Active"} | some name in names]})
	apps == ["shop", "kready-probe-shop"]
}
