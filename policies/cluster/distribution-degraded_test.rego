package kready.cluster["distribution-degraded_test"]

import data.kready.cluster["distribution-degraded"] as check
import data.kready.lib
import data.kready.mocks

cluster(distribution, resource, namespace, type, status) := mocks.cluster({
	"distribution": {"name": distribution, "managed": false},
	"productResources": [{"name": resource, "read": true, "served": true, "objects": [{
		"namespace": namespace, "name": "x", "conditions": [{"type": type, "status": status, "reason": "R", "message": "M"}],
	}]}],
})

test_gap[name] if {
	some name, t in {
		"operator": {"in": ["", "clusteroperators.config.openshift.io", "", "Degraded", "True"], "want": lib.finding("ClusterOperator", "", "x", "it is degraded: M")},
		"version": {"in": ["", "clusterversions.config.openshift.io", "", "Failing", "True"], "want": lib.finding("ClusterVersion", "", "x", "it is failing: M")},
		"pool": {"in": ["", "machineconfigpools.machineconfiguration.openshift.io", "", "Degraded", "True"], "want": lib.finding("MachineConfigPool", "", "x", "it is degraded: M")},
		"chart": {"in": ["k3s", "helmcharts.helm.cattle.io", "kube-system", "Failed", "True"], "want": lib.finding("HelmChart", "kube-system", "x", "its installation has failed: M")},
	}
	check.gap == {t.want} with input as cluster(t["in"][0], t["in"][1], t["in"][2], t["in"][3], t["in"][4])
}

test_pass if {
	fine := cluster("rke2", "helmcharts.helm.cattle.io", "kube-system", "Failed", "False")
	check.gap == set() with input as fine
	check.unknown == set() with input as fine
	check.skip == set() with input as fine
}

# Charts of others are theirs.
test_left_out if check.gap == set() with input as cluster("k3s", "helmcharts.helm.cattle.io", "shop", "Failed", "True")

test_skip if count(check.skip) == 1 with input as mocks.cluster({"productResources": []})
