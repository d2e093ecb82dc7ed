# METADATA
# title: Kubernetes still has the types of volume that the service's pods use
# description: |
#   The API takes a pod with a volume of a type that the kubelet no longer has, and the pod stays in ContainerCreating.
#   Ceph (`cephfs`, `rbd`), GlusterFS and others are gone, and `gitRepo` is switched off: by default since Kubernetes 1.33, for
#   good since 1.36. Disks of clouds and of vSphere are still known by their old types, and handed to the CSI driver
#   that took their place: without it they are not mounted either.
#
#   kready looks at the volumes of all pod templates, and for the driver of those that were handed over, in the
#   cluster and in the service. Drivers of `flexVolume` are files on nodes, which nobody sees: there the answer is unknown.
# related_resources:
# - ref: https://kubernetes.io/docs/concepts/storage/volumes/
# - ref: https://kubernetes.io/docs/concepts/storage/persistent-volumes/#types-of-persistent-volumes
# - ref: https://github.com/kubernetes/enhancements/issues/5040
# custom:
#   subject: service
#   level: configured
#   tier: must
#   since: 0.2.0
#   remedies:
#   - state: driver
#     text: |
#       Have the platform install the CSI driver that the finding names, or take the disk from a PersistentVolumeClaim of a
#       class that is there:
#
#           kubectl get csidrivers,storageclasses
#   - state: git
#     text: |
#       Put an `emptyDir` in place of the volume, and an init container before the others that clones the repository into it.
#   remediation: |
#     Take the volume from a PersistentVolumeClaim of a class whose CSI driver provides that storage.
package kready.storage["volume-types-there"]

import data.kready.internal.landing
import data.kready.internal.storage
import data.kready.internal.upgrade
import data.kready.lib

# gone are the types that kubelets no longer have, with the minor release that was the first without.
gone := {
	"cephfs": 31, "rbd": 31, "glusterfs": 26, "quobyte": 25, "storageos": 25, "flocker": 25, "scaleIO": 22, "photonPersistentDisk": 31,
}

# handed are the types that are handed to a CSI driver, with the provisioner of the same storage.
# https://github.com/kubernetes/csi-translation-lib
handed := {
	"awsElasticBlockStore": "kubernetes.io/aws-ebs",
	"azureDisk": "kubernetes.io/azure-disk",
	"azureFile": "kubernetes.io/azure-file",
	"cinder": "kubernetes.io/cinder",
	"gcePersistentDisk": "kubernetes.io/gce-pd",
	"portworxVolume": "kubernetes.io/portworx-volume",
	"vsphereVolume": "kubernetes.io/vsphere-volume",
}

old := (object.keys(gone) | object.keys(handed)) | {"gitRepo", "flexVolume"}

used := [{"pods": p, "volume": v} |
	some p in input.service.pods
	some v in p.volumes
	v.type in old
]

skip contains "no pod of the service has a volume of an old type" if count(used) == 0

on(u, by, message) := landing.finding(u.pods, u.volume.line, by, sprintf("its volume %s is of the type %s, %s", [u.volume.volume, u.volume.type, message]))

gap contains on(u, "service", sprintf("which Kubernetes does not have since 1.%d: its pods do not start", [gone[u.volume.type]])) if {
	some u in used
	upgrade.minor >= gone[u.volume.type]
}

gap contains object.union(on(u, "service", sprintf("which kubelets refuse since 1.36, and this is 1.%d: its pods do not start", [upgrade.minor])), {"state": "git"}) if {
	upgrade.minor >= 36
	some u in used
	u.volume.type == "gitRepo"
}

gap contains object.union(on(u, "platform", sprintf("which the CSI driver %s mounts: it is not installed", [driver(u)])), {"state": "driver"}) if {
	some u in used
	upgrade.minor >= storage.taken_out[handed[u.volume.type]]
	not installed(driver(u))
}

driver(u) := storage.driver(handed[u.volume.type])

installed(name) if {
	some d in input.csiDrivers
	d.name == name
}

installed(name) if landing.brought("storage.k8s.io", "CSIDriver", "", name)

unknown contains on(u, "service", "which works where somebody set the kubelets' feature gate GitRepoVolumeDriver, which cannot be seen") if {
	upgrade.minor >= 33
	upgrade.minor < 36
	some u in used
	u.volume.type == "gitRepo"
}

unknown contains on(u, "platform", "whose driver is a file on each node: whether it is there cannot be seen") if {
	some u in used
	u.volume.type == "flexVolume"
}

unknown contains on(u, "platform", "and the version of the API server is not known") if {
	not upgrade.minor
	some u in used
	u.volume.type != "flexVolume"
}

state contains "driver" if {
	some f in gap
	object.get(f, "state", "") == "driver"
}

state contains "git" if {
	some f in gap
	object.get(f, "state", "") == "git"
}

summary.pass contains sprintf("%s of old types, which this cluster mounts", [lib.counted(count(used), "volume", "volumes")])

summary.gap contains sprintf("%s not mounted", [lib.counted(count(gap), "volume of an old type is", "volumes of old types are")])

summary.unknown contains "whether volumes of old types are mounted is not known"
