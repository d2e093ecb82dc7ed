package kready.scaling.resize_test

import data.kready.mocks
import data.kready.scaling.resize

vpa(mode) := {"name": "verticalpodautoscalers.autoscaling.k8s.io", "served": true, "read": true, "objects": [{
	"namespace": "shop", "name": "web",
	"fields": [{"name": "spec.updatePolicy.updateMode", "values": [mode]}],
}]}

cluster(mode, version, changes) := mocks.cluster({
	"productResources": [vpa(mode)], "blindSpots": [],
	"nodes": [mocks.node("a", object.union({"kubeletVersion": version}, changes))],
})

test_gap[version] if {
	some version in ["v1.32.9-eks-1a2b3c", "v1.27.1+k3s1"]
	count(resize.gap) == 1 with input as cluster("InPlaceOrRecreate", version, {})
}

test_pass[version] if {
	some version in ["v1.33.0", "v1.36.2-gke.100", ""]
	count(resize.gap) == 0 with input as cluster("InPlaceOrRecreate", version, {})
}

test_nodes_that_take_no_pods if {
	count(resize.gap) == 0 with input as cluster("InPlaceOrRecreate", "v1.32.9", {"takesPods": false})
}

test_other_modes[mode] if {
	some mode in ["Off", "Initial", "Recreate", "Auto"]
	count(resize.skip) == 1 with input as cluster(mode, "v1.32.9", {})
}

test_not_known if {
	count(resize.skip) == 1 with input as mocks.cluster({"productResources": [], "blindSpots": []})
}
