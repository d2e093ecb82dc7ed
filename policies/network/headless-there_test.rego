package kready.network["headless-there_test"]

import data.kready.mocks
import data.kready.network["headless-there"] as headless

land(services, looked_up) := {
	"namespaces": [{"name": "shop"}], "namedServices": looked_up,
	"service": {"services": services, "pods": [object.union(mocks.service_pods("web", {"headlessService": "web", "headlessServiceLine": 7}), {"kind": "StatefulSet"})]},
}

brought(is_headless) := object.union(mocks.manifest("Service", "shop", "web"), {"headless": is_headless})

test_brought if {
	count(headless.gap) == 1 with input as land([brought(false)], [])
	count(headless.gap | headless.unknown) == 0 with input as land([brought(true)], [])
}

test_looked_up if {
	found := {"namespace": "shop", "name": "web", "exists": true}
	headless.gap == {mocks.on("StatefulSet", "web", 7, "service", "its Service web is not headless: its pods have no names in DNS")} with input as land([], [found])
	count(headless.gap | headless.unknown) == 0 with input as land([], [object.union(found, {"headless": true})])
	count(headless.unknown) == 1 with input as land([], [])
}

# In a namespace that is not there, there is no Service.
test_no_namespace if {
	count(headless.gap) == 1 with input as object.union(land([], []), {"namespaces": [{"name": "till"}]})
}
