package kready.scaling.devices_test

import data.kready.lib
import data.kready.mocks
import data.kready.scaling.devices

storage := {"name": "ephemeral-storage", "amount": 1000}

offers(name, amount) := [storage, {"name": name, "amount": amount}]

node(others) := mocks.node("a", {"allocatableOther": others})

# asking is a cluster with one node and what kready.yaml names.
asking(names, nodes, changes) := object.union(mocks.cluster({"nodes": nodes, "intent": {"gpus": names}}), changes)

gpus(nodes, changes) := asking(["nvidia.com/gpu"], nodes, changes)

dra(class_names, slices) := {"productResources": [
	{"name": "deviceclasses.resource.k8s.io", "read": true, "served": true, "objects": [{"name": n} | some n in class_names]},
	{"name": "resourceslices.resource.k8s.io", "read": true, "served": true, "objects": [{"name": n} | some n in slices]},
]}

autoscaled := {"inventory": [mocks.hidden("karpenter", ["scaling/nodes"])]}

test_skip_none_named if count(devices.skip) == 1 with input as mocks.cluster({})

test_pass if {
	cluster := gpus([node(offers("nvidia.com/gpu", 2))], {})
	devices.gap == set() with input as cluster
	devices.unknown == set() with input as cluster
}

test_gap_none if devices.gap == {{"message": "no node offers nvidia.com/gpu"}} with input as gpus([node([storage])], {})

test_gap_labelled if {
	labelled := mocks.node("a", {"allocatableOther": [storage], "labels": {"nvidia.com/gpu.present": "true"}})
	says := "it is labelled to have an NVIDIA GPU and does not offer nvidia.com/gpu: its device plugin does not run, or finds none that works"
	devices.gap == {lib.finding("Node", "", "a", says)} with input as gpus([labelled], autoscaled)
}

# Nodes with devices are often added when a pod asks for one.
test_unknown_from_zero if {
	cluster := gpus([node([storage])], autoscaled)
	devices.gap == set() with input as cluster
	count(devices.unknown) == 1 with input as cluster
}

test_unknown_older_snapshot if {
	cluster := gpus([node([])], {})
	devices.gap == set() with input as cluster
	count(devices.unknown) == 1 with input as cluster
}

test_pass_device_class if {
	cluster := asking(["gpu.nvidia.com"], [node([storage])], dra(["gpu.nvidia.com"], ["a-gpu"]))
	devices.gap == set() with input as cluster
	devices.unknown == set() with input as cluster
}

test_gap_no_device_class if {
	devices.gap == {{"message": "there is no DeviceClass gpu.nvidia.com"}} with input as asking(["gpu.nvidia.com"], [node([storage])], dra(["mig.nvidia.com"], []))
}

test_gap_no_slice if {
	cluster := asking(["gpu.nvidia.com"], [node([storage])], dra(["gpu.nvidia.com"], []))
	devices.gap == {{"message": "no driver has published a ResourceSlice: there is no device for any DeviceClass"}} with input as cluster
}

test_unknown_no_slice_yet if {
	cluster := asking(["gpu.nvidia.com"], [node([storage])], object.union(dra(["gpu.nvidia.com"], []), autoscaled))
	devices.gap == set() with input as cluster
	count(devices.unknown) == 1 with input as cluster
}

test_unknown_unread if {
	count(devices.unknown) == 2 with input as asking(["gpu.nvidia.com"], [node([storage])], {"productResources": []})
}
