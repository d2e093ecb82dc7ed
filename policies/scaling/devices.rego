# METADATA
# title: The devices that services ask for are offered
# description: |
#   A pod that asks for a GPU stays Pending until a node offers one. The node may have it and not say so: the device plugin
#   does not run there, or its driver is missing.
#
#   Asked where kready.yaml names devices, as `intents: {gpus: [nvidia.com/gpu]}`. An extended resource must be allocatable
#   on a node; a DeviceClass (a name without a slash) must exist, and some driver must have published a
#   ResourceSlice. Nodes that are labelled to have an NVIDIA GPU and offer none are named. Where a node autoscaler runs that
#   may add such nodes when they are needed, none today is no gap, and unknown. How many are free is not counted, and which
#   devices a DeviceClass selects is not worked out.
# related_resources:
# - ref: https://kubernetes.io/docs/tasks/manage-gpus/scheduling-gpus/
# - ref: https://kubernetes.io/docs/concepts/scheduling-eviction/dynamic-resource-allocation/
# custom:
#   level: present
#   tier: should
#   requires: [cluster/nodes-ready]
#   since: 0.2.0
#   standsWithout:
#     any: [workloads/cronjobs]
#     pass: [workloads]
#   remediation: |
#     Add nodes that have the device, with its driver, and install what offers it: for NVIDIA the GPU Operator, which brings
#     driver, runtime and device plugin; for Dynamic Resource Allocation the vendor's DRA driver, which brings the
#     DeviceClass. Then see what the nodes offer:
#
#         kubectl describe nodes
#   remedies:
#   - distributions: [gke]
#     text: |
#       Add a node pool with accelerators; GKE installs driver and device plugin for it:
#
#           gcloud container node-pools create POOL --cluster CLUSTER --accelerator type=TYPE,count=1,gpu-driver-version=default
package kready.scaling.devices

import data.kready.internal.products
import data.kready.lib

classes := "deviceclasses.resource.k8s.io"

slices := "resourceslices.resource.k8s.io"

resources contains name if {
	some name in input.intent.gpus
	contains(name, "/")
}

device_classes contains name if {
	some name in input.intent.gpus
	not contains(name, "/")
}

# offering(resource) are the nodes on which it can be asked for; what none is left of is not among the facts.
offering(resource) := {name |
	some n in input.nodeKinds
	resource in n.resources
	some name in n.names
}

# without(resource) are findings on nodes that should have it and offer none.
without(resource) := {lib.finding("Node", "", name, "it is labelled to have an NVIDIA GPU and does not offer nvidia.com/gpu: its device plugin does not run, or finds none that works") |
	resource == "nvidia.com/gpu"
	some n in input.nodeKinds
	n.labels["nvidia.com/gpu.present"] == "true"
	not resource in n.resources
	says(n)
	some name in n.names
}

# says holds for a node whose resources were read: every kubelet reports ephemeral-storage.
says(node) if count(node.resources) > 0

unsaid if {
	some n in input.nodeKinds
	not n.virtual
	not says(n)
}

# grows holds where nodes of other kinds may be added on demand.
grows if count(lib.running("scaling/nodes")) > 0

absent(resource) if {
	count(offering(resource)) == 0
	count(without(resource)) == 0
}

missing_classes contains name if {
	products.read(classes)
	some name in device_classes
	not name in class_names
}

class_names contains c.name if some c in products.objects(classes)

no_slice if {
	count(device_classes) > 0
	products.read(slices)
	count(products.objects(slices)) == 0
}

gap contains finding if {
	some resource in resources
	count(offering(resource)) == 0
	some finding in without(resource)
}

gap contains {"message": sprintf("no node offers %s", [resource])} if {
	not unsaid
	not grows
	some resource in resources
	absent(resource)
}

gap contains {"message": sprintf("there is no DeviceClass %s", [name])} if {
	some name in missing_classes
}

gap contains {"message": "no driver has published a ResourceSlice: there is no device for any DeviceClass"} if {
	no_slice
	count(missing_classes) == 0
	not grows
}

unknown contains {"message": sprintf("no node offers %s today; an autoscaler runs (%s), and may add one that does", [resource, lib.names(lib.running("scaling/nodes"))])} if {
	not unsaid
	grows
	some resource in resources
	absent(resource)
}

unknown contains {"message": "no driver has published a ResourceSlice today; an autoscaler may add a node that has devices"} if {
	no_slice
	grows
}

unknown contains {"message": sprintf("what nodes offer besides CPU and memory is not in these facts: whether %s is among it is not known", [resource])} if {
	unsaid
	some resource in resources
	count(offering(resource)) == 0
}

unknown contains {"message": text} if {
	some name in device_classes
	not name in class_names
	some text in products.unread({classes})
}

unknown contains {"message": text} if {
	count(device_classes) > 0
	count(products.objects(slices)) == 0
	some text in products.unread({slices})
}

skip contains "kready.yaml names no devices (intents: {gpus: […]})" if count(input.intent.gpus) == 0

summary.pass contains sprintf("%s on %s", [resource, lib.counted(count(offering(resource)), "node", "nodes")]) if some resource in resources

summary.pass contains sprintf("there %s %s, and drivers have published %s", [
	lib.are(count(device_classes)),
	lib.counted(count(device_classes), "DeviceClass", "DeviceClasses"), lib.counted(count(products.objects(slices)), "ResourceSlice", "ResourceSlices"),
]) if count(device_classes) > 0

summary.gap contains "devices that services ask for are not offered"

summary.unknown contains "whether the devices that services ask for are offered is not known"
