# METADATA
# title: Zonal disks are bound where the pod lands
# description: |
#   A cloud disk lives in one zone. A class with `volumeBindingMode: Immediate` makes the disk
#   before anybody knows where the pod goes: the zone is chosen blindly, and the pod is then
#   pinned to it or cannot be scheduled at all.
#
#   kready looks at classes of drivers whose disks are zonal (EBS, Azure Disk, Persistent Disk,
#   Cinder), on clusters whose nodes are in more than one zone. It does not read a class's
#   parameters: a class of regional disks may be meant to bind at once.
# related_resources:
# - ref: https://kubernetes.io/docs/concepts/storage/storage-classes/#volume-binding-mode
# custom:
#   level: configured
#   tier: should
#   requires: [storage/provisioner-live]
#   since: 0.1.0
#   standsWithout:
#     gap: [storageClasses, nodes]
#   remediation: |
#     Create the class anew with `volumeBindingMode: WaitForFirstConsumer`: the field cannot be
#     changed. Volumes that exist are not touched.
#   remedies:
#   - distributions: [gke]
#     text: |
#       Leave `standard`, which GKE keeps as it is, and name another class in claims, or as the default: `standard-rwo` and `premium-rwo` wait
#       for the pod. A class of your own is created anew with `volumeBindingMode: WaitForFirstConsumer`: the field cannot be changed.
package kready.storage["binding-mode"]

import data.kready.internal.storage
import data.kready.lib

zonal_drivers := {
	"cinder.csi.openstack.org",
	"disk.csi.azure.com",
	"ebs.csi.aws.com",
	"ebs.csi.eks.amazonaws.com",
	"pd.csi.storage.gke.io",
}

zones contains zone if {
	some n in input.nodeKinds
	zone := n.labels["topology.kubernetes.io/zone"]
	zone != ""
}

zonal contains c if {
	some c in input.storageClasses
	storage.driver(c.provisioner) in zonal_drivers
}

gap contains finding if {
	some c in zonal
	c.bindingMode != "WaitForFirstConsumer"
	finding := lib.finding("StorageClass", "", c.name, "its disks are made before the pod has a zone (Immediate)")
}

skip contains "no StorageClass makes zonal disks" if count(zonal) == 0

skip contains "the nodes are not in more than one zone" if {
	count(zonal) > 0
	count(zones) < 2
}

summary.pass contains sprintf("%s for the pod", [lib.counted(count(zonal), "class of zonal disks waits", "classes of zonal disks wait")])

summary.gap contains sprintf("%s where the pod lands", [lib.counted(count(gap), "class of zonal disks does not wait to see", "classes of zonal disks do not wait to see")])
