package kready.cluster["removed-switches_test"]

import data.kready.cluster["removed-switches"] as switches
import data.kready.lib

tables := {"switches": [{"switches": [
	gate("NodeSwap", 38, true), gate("ProcMountType", 39, true), gate("SidecarContainers", 37, false),
	{"gate": "", "flag": "concurrent-service-syncs", "component": "kube-controller-manager", "removedIn": "1.37", "removedInMinor": 37, "planned": false},
]}]}

gate(name, minor, planned) := {
	"gate": name, "flag": "", "component": "", "removedIn": sprintf("1.%d", [minor]), "removedInMinor": minor, "planned": planned,
}

pod(program, args) := {
	"kind": "StaticPod", "namespace": "kube-system", "name": program,
	"containers": [{"name": program, "image": {"repository": program}, "args": args}],
}

cluster(minor, asked, workloads, kubelet) := {
	"version": {"major": 1, "minor": minor}, "forVersion": {"minor": asked}, "tables": tables, "workloads": workloads,
	"kubeletConfig": {"found": count(kubelet) > 0, "featureGates": [{"name": name, "enabled": true} | some name in kubelet]},
}

gates(value) := [{"name": "feature-gates", "value": value}]

of_pod(program, text) := lib.finding("StaticPod", "kube-system", program, text)

test_pass[what] if {
	some what, cluster_ in {
		"none set": cluster(37, 0, [pod("kube-apiserver", [])], []),
		"one that stays": cluster(37, 0, [pod("kube-apiserver", gates("Other=true"))], []),
		"one that goes later": cluster(37, 0, [pod("kube-apiserver", gates("ProcMountType=true"))], []),
		"one that went, and the pod runs": cluster(37, 0, [pod("kube-apiserver", gates("SidecarContainers=true"))], []),
		"another program's flag": cluster(36, 0, [pod("kube-scheduler", [{"name": "concurrent-service-syncs", "value": "2"}])], []),
		"a gate that another's name begins with": cluster(37, 0, [pod("kube-apiserver", gates("NodeSwapping=true"))], []),
	}
	switches.gap == set() with input as cluster_
	switches.skip == set() with input as cluster_
}

test_gap_gate_of_a_pod if {
	switches.gap == {
		of_pod("kube-scheduler", "kube-scheduler is started with the feature gate NodeSwap, which is planned to be gone in 1.38"),
	} with input as cluster(37, 0, [pod("kube-scheduler", gates("Other=true,NodeSwap=false"))], [])
	switches.summary.gap == {"1 gate or flag is not known to Kubernetes 1.38"} with input as cluster(37, 0, [pod("kube-scheduler", gates("NodeSwap=false"))], [])
}

# RKE2 runs all of them by one image, which a mirror may name as it likes.
test_gap_gate_of_a_pod_with_another_image if {
	one := pod("kube-scheduler", gates("NodeSwap=true"))
	every repository in ["rancher/hardened-kubernetes", "blobs"] {
		renamed := object.union(one, {"containers": [object.union(one.containers[0], {"image": {"repository": repository}})]})
		count(switches.gap) == 1 with input as cluster(37, 0, [renamed], [])
	}
}

test_gap_flag if {
	started := pod("kube-controller-manager", [{"name": "concurrent-service-syncs", "value": "2"}])
	switches.gap == {
		of_pod("kube-controller-manager", "kube-controller-manager is started with --concurrent-service-syncs, which is gone in 1.37"),
	} with input as cluster(36, 0, [started], [])
}

test_gap_kubelet if {
	message := "kubelets are told to set the feature gate NodeSwap, which is planned to be gone in 1.38"
	switches.gap == {lib.finding("ConfigMap", "kube-system", "kubelet-config", message)} with input as cluster(37, 0, [], ["NodeSwap"])
}

test_gap_on_the_way if {
	found := switches.gap with input as cluster(36, 39, [pod("kube-apiserver", gates("NodeSwap=true,ProcMountType=true,SidecarContainers=true"))], [])
	count(found) == 3
}

test_skip if {
	switches.skip == {"what Kubernetes' own components are started with cannot be seen here"} with input as cluster(37, 0, [], [])
	"the version of the API server is not known" in switches.skip with input as cluster(0, 0, [], ["NodeSwap"])
}

test_unknown_of_a_guess if {
	guess := {"version": {"guess": true, "from": "node a", "gitVersion": "v1.37.0"}}
	count(switches.unknown) == 1 with input as object.union(cluster(37, 0, [], ["NodeSwap"]), guess)
	switches.gap == set() with input as object.union(cluster(37, 0, [], ["NodeSwap"]), guess)
	count(switches.gap) == 1 with input as object.union(cluster(37, 38, [], ["NodeSwap"]), guess)
}
