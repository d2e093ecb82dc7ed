# METADATA
# title: Every node has registered the CSI drivers of its StorageClasses
# description: |
#   A volume can be mounted only on a node on which its CSI driver is registered. A pod that
#   lands on another waits for its volume; the scheduler does not always know better.
#
#   kready compares the drivers that StorageClasses name with what each node has registered.
#   Virtual, Windows and control-plane nodes, and nodes that are new or not ready, are left
#   out. Drivers that are made for some nodes only (by architecture or zone) show up here:
#   waive those.
# related_resources:
# - ref: https://kubernetes.io/docs/concepts/storage/volumes/#csi
# - ref: https://kubernetes-csi.github.io/docs/csi-node-object.html
# - ref: https://docs.k0sproject.io/stable/storage/
# custom:
#   level: healthy
#   tier: must
#   requires: [storage/provisioner-live]
#   since: 0.1.0
#   standsWithout:
#     any: [workloads/pods]
#   remediation: |
#     Look for the driver's node pod on the nodes that the finding names. Most often its
#     DaemonSet does not tolerate their taints.
#   remedies:
#   - state: agents-ready
#     text: |
#       The driver's pods are there, and the kubelets do not know it. Most often it was installed for another folder than
#       the kubelets' own. Set that in the driver's values (`kubeletDir`; `csi.kubeletRootDir` for Longhorn), and read the
#       log of `node-driver-registrar`.
#   - state: agents-ready
#     distributions: [k0s]
#     text: |
#       The driver's pods are there, and the kubelets do not know it. Most often it was installed for another folder than
#       the kubelets' own, which is `/var/lib/k0s/kubelet` on k0s. Set that in the driver's values (`kubeletDir`;
#       `csi.kubeletRootDir` for Longhorn), and read the log of `node-driver-registrar`.
#   - state: agents-ready
#     distributions: [microk8s]
#     text: |
#       The driver's pods are there, and the kubelets do not know it. Most often it was installed for another folder than
#       the kubelets' own, which is `/var/snap/microk8s/common/var/lib/kubelet` on MicroK8s. Set that in the driver's values
#       (`kubeletDir`; `csi.kubeletRootDir` for Longhorn), and read the log of `node-driver-registrar`.
package kready.storage.csinode

import data.kready.internal.nodes
import data.kready.internal.provisioners
import data.kready.internal.storage
import data.kready.lib

drivers contains driver if {
	some c in input.storageClasses
	driver := storage.driver(c.provisioner)
	some d in input.csiDrivers
	d.name == driver
}

# A driver need not have a CSIDriver object: https://kubernetes-csi.github.io/docs/csi-driver-object.html
drivers contains driver if {
	some c in input.storageClasses
	driver := storage.driver(c.provisioner)
	some n in input.csiNodes
	driver in n.drivers
}

mount_nodes contains name if {
	some k in nodes.agent_kinds
	k.os != "windows"
	not k.keptForControlPlane
	some name in k.names
}

registered(driver) := {c.name |
	some c in input.csiNodes
	driver in c.drivers
}

lacking(driver) := mount_nodes - registered(driver)

gap contains finding if {
	some driver in drivers
	count(lacking(driver) - agents(driver)) > 0
	finding := lib.finding("CSIDriver", "", driver, sprintf("it is not registered on %s", [lib.shortened(sort(lacking(driver)))]))
}

gap contains object.union(finding, {"state": "agents-ready"}) if {
	some driver in drivers
	count(lacking(driver)) > 0
	count(lacking(driver) - agents(driver)) == 0
	finding := lib.finding("CSIDriver", "", driver, sprintf("it is not registered on %s, where pods of %s are ready", [
		lib.shortened(sort(lacking(driver))), lib.names(provisioners.running(driver)),
	]))
}

state contains "agents-ready" if {
	some f in gap
	object.get(f, "state", "") == "agents-ready"
}

# agents(driver) are the nodes without the driver on which the product's agent has a ready pod.
agents(driver) := {name |
	some impl in provisioners.running(driver)
	impl.state == "running"
	impl.nodes.of > 0
	some name in lacking(driver)
	not name in impl.nodes.missing
}

skip contains "no StorageClass names a CSI driver" if count(drivers) == 0

skip contains "there is no node to judge" if {
	count(drivers) > 0
	count(mount_nodes) == 0
	not nodes.too_young
}

unknown contains {"message": nodes.too_young} if {
	count(drivers) > 0
	count(mount_nodes) == 0
}

summary.unknown contains "whether nodes can mount volumes cannot be told yet"

summary.pass contains sprintf("%s on %s", [lib.counted(count(drivers), "driver is registered", "drivers are registered"), lib.counted(count(mount_nodes), "node", "nodes")])

summary.gap contains text if {
	failing_nodes := {name | some driver in drivers; some name in lacking(driver)}
	text := sprintf("%d of %s cannot mount volumes of every class", [count(failing_nodes), lib.counted(count(mount_nodes), "node", "nodes")])
}
