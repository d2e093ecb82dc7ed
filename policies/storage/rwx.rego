# METADATA
# title: A StorageClass makes volumes that several nodes can write to
# description: |
#   A service whose pods share files asks for a volume with ReadWriteMany. Most classes cannot make one: the claim stays
#   Pending, or the second pod waits for a volume that is attached elsewhere, and neither says so when it is deployed.
#
#   Asked where kready.yaml has `intents: {rwx: true}`. A class does not say which access modes it takes, so kready goes
#   by its driver: those that are known for shared file systems (EFS, Azure Files, Filestore, CephFS, NFS, Longhorn and
#   others) pass, those that are known for disks of one node do not, and of all others it cannot tell.
#   Volumes that somebody makes by hand are not seen; whether the driver runs is asked by
#   storage/provisioner-live, and no volume is made.
# related_resources:
# - ref: https://kubernetes.io/docs/concepts/storage/persistent-volumes/#access-modes
# - ref: https://kubernetes-csi.github.io/docs/drivers.html
# custom:
#   level: present
#   tier: should
#   since: 0.2.0
#   standsWithout:
#     pass: [storageClasses]
#   remediation: |
#     Install a CSI driver for a shared file system (csi-driver-nfs in front of a file server, CephFS by Rook, Longhorn) and a
#     StorageClass for it.
#   remedies:
#   - providers: [aws]
#     text: |
#       Install the EFS CSI driver and a StorageClass with `provisioner: efs.csi.aws.com`.
#   - providers: [azure]
#     text: |
#       Use a StorageClass with `provisioner: file.csi.azure.com`: the driver comes with AKS, and is to be installed elsewhere.
#   - providers: [gce]
#     text: |
#       Turn on the Filestore CSI driver and use a StorageClass with `provisioner: filestore.csi.storage.gke.io`.
package kready.storage.rwx

import data.kready.internal.shared_volumes
import data.kready.lib

asked if input.intent.rwx

able := [c | some c in input.storageClasses; shared_volumes.ability(c) == "yes"]

unable := [c | some c in input.storageClasses; shared_volumes.ability(c) == "no"]

open := [c | some c in input.storageClasses; shared_volumes.ability(c) == ""]

skip contains "kready.yaml does not ask for volumes of several writers (intents: {rwx: true})" if not asked

gap contains {"message": "there is no StorageClass"} if {
	asked
	count(input.storageClasses) == 0
}

gap contains lib.finding("StorageClass", "", c.name, sprintf("%s makes volumes for one node at a time", [c.provisioner])) if {
	asked
	count(able) == 0
	count(open) == 0
	some c in unable
}

unknown contains lib.finding("StorageClass", "", c.name, sprintf("whether %s can make volumes of several writers is not known", [c.provisioner])) if {
	asked
	count(able) == 0
	some c in open
}

summary.pass contains sprintf("%s served by a driver that can share volumes between nodes: %s", [
	lib.counted(count(able), "class is", "classes are"), lib.shortened(sort([c.name | some c in able])),
])

summary.gap contains "no StorageClass is known to make volumes that several nodes can write to"

summary.unknown contains "whether a StorageClass makes volumes that several nodes can write to cannot be told"
