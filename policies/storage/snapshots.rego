# METADATA
# title: Volumes can be snapshotted
# description: |
#   Backups of databases, and clones for tests, rest on volume snapshots. A CSI driver that can
#   take them is not enough: the API, the controller and a class are installed apart from it,
#   and where one is missing, a VolumeSnapshot waits forever or does not even exist as a kind.
#
#   kready looks for the CRDs of snapshot.storage.k8s.io, for the snapshot controller (GKE, AKS
#   and DigitalOcean run it out of sight), and for a VolumeSnapshotClass of the driver that
#   serves the default StorageClass. Where that is no such driver, VolumeSnapshotClasses that are there need the controller all
#   the same. Drivers that cannot take snapshots are left out as far as
#   they are known. A controller under another name, and on other managed clusters one that the provider runs, cannot be told from none: there the
#   answer is unknown. Whether a snapshot can be restored is not tried.
# related_resources:
# - ref: https://github.com/kubernetes-csi/external-snapshotter#usage
# - ref: https://kubernetes.io/docs/concepts/storage/volume-snapshots/
# custom:
#   level: present
#   tier: should
#   requires: [storage/provisioner-live]
#   since: 0.1.0
#   standsWithout:
#     any: [workloads/cronjobs, workloads/pods]
#   remediation: |
#     Install, once for the cluster, the CRDs and the controller of external-snapshotter (many
#     distributions have an add-on for it), then a class for the driver:
#
#         apiVersion: snapshot.storage.k8s.io/v1
#         kind: VolumeSnapshotClass
#         metadata: {name: default, annotations: {snapshot.storage.kubernetes.io/is-default-class: "true"}}
#         driver: DRIVER
#         deletionPolicy: Delete
#   remedies:
#   - state: no-class
#     text: |
#       The API and the controller are there: make a class for the driver that the finding names.
#
#           kubectl apply -f - <<EOF
#           apiVersion: snapshot.storage.k8s.io/v1
#           kind: VolumeSnapshotClass
#           metadata: {name: default, annotations: {snapshot.storage.kubernetes.io/is-default-class: "true"}}
#           driver: DRIVER
#           deletionPolicy: Delete
#           EOF
#   - state: no-class
#     before: "1.20"
#     text: |
#       The API and the controller are there: make a class for the driver that the finding names.
#
#           kubectl apply -f - <<EOF
#           apiVersion: snapshot.storage.k8s.io/v1beta1
#           kind: VolumeSnapshotClass
#           metadata: {name: default, annotations: {snapshot.storage.kubernetes.io/is-default-class: "true"}}
#           driver: DRIVER
#           deletionPolicy: Delete
#           EOF
#   - distributions: [eks]
#     text: |
#       Add the snapshot controller and its CRDs, which Auto Mode does not include either, then make a VolumeSnapshotClass
#       whose `driver` is that of the class:
#
#           aws eks create-addon --cluster-name CLUSTER --addon-name snapshot-controller
#   - before: "1.20"
#     text: |
#       Install, once for the cluster, the CRDs and the controller of external-snapshotter in a release of its 3.0
#       (many distributions have an add-on for it), then a class for the driver:
#
#           apiVersion: snapshot.storage.k8s.io/v1beta1
#           kind: VolumeSnapshotClass
#           metadata: {name: default, annotations: {snapshot.storage.kubernetes.io/is-default-class: "true"}}
#           driver: DRIVER
#           deletionPolicy: Delete
package kready.storage.snapshots

import data.kready.internal.absence
import data.kready.internal.storage
import data.kready.lib

group := "snapshot.storage.k8s.io"

# without_snapshots are CSI drivers whose volumes cannot be snapshotted.
without_snapshots := {
	"blob.csi.azure.com", "csi-mock", "efs.csi.aws.com", "fsx.csi.aws.com", "gcsfuse.csi.storage.gke.io",
	"local.csi.openebs.io", "s3.csi.aws.com", "secrets-store.csi.k8s.io", "smb.csi.k8s.io",
}

# classes are the default StorageClasses that a CSI driver serves.
classes := [{"name": c.name, "driver": storage.driver(c.provisioner)} |
	some c in input.storageClasses
	c.default
	some d in input.csiDrivers
	d.name == storage.driver(c.provisioner)
	not d.name in without_snapshots
]

kinds := {"volumesnapshotclasses", "volumesnapshotcontents", "volumesnapshots"}

missing_crds := sort({kind | some kind in kinds; not installed(kind)})

installed(kind) if {
	some c in input.crds
	c.name == sprintf("%s.%s", [kind, group])
}

gap contains lib.finding("CustomResourceDefinition", "", sprintf("%s.%s", [kind, group]), "it is not installed") if some kind in missing_crds

gap contains {"message": sprintf("the snapshot controller does not run%s", [waiting])} if {
	controller_missing
	not unseen
}

gap contains lib.finding("StorageClass", "", c.name, sprintf("no VolumeSnapshotClass is for its driver %s", [c.driver])) if {
	count(missing_crds) == 0
	some c in classes
	not c.driver in {s.driver | some s in input.volumeSnapshotClasses}
}

# waiting says which classes nothing serves.
waiting := "" if count(input.volumeSnapshotClasses) == 0

waiting := sprintf(": a VolumeSnapshot of class %s waits for ever", [concat(" or ", sort([c.name | some c in input.volumeSnapshotClasses]))]) if {
	count(input.volumeSnapshotClasses) > 0
}

controller_missing if {
	count(missing_crds) == 0
	count(lib.running("storage/snapshots")) == 0
}

# unseen holds where a controller may run that is not recognised, or out of sight.
unseen if count(absence.possible("storage/snapshots")) > 0

unseen if {
	input.distribution.managed
	input.distribution.name != "eks"
}

unknown contains finding if {
	controller_missing
	some finding in absence.possible("storage/snapshots")
}

unknown contains {"message": "no snapshot controller is seen; the provider may run it out of sight"} if {
	controller_missing
	count(absence.possible("storage/snapshots")) == 0
	unseen
}

# no-class is where nothing is missing but a class.
state contains "no-class" if {
	count(missing_crds) == 0
	count(lib.running("storage/snapshots")) > 0
}

skip contains "no CSI driver that can take snapshots serves the default StorageClass" if {
	count(classes) == 0
	count(input.volumeSnapshotClasses) == 0
}

summary.gap contains "volumes cannot be snapshotted"

summary.pass contains sprintf("VolumeSnapshotClass %s takes snapshots of volumes of %s", [s.name, c.driver]) if {
	some c in classes
	some s in input.volumeSnapshotClasses
	s.driver == c.driver
}

summary.pass contains "the snapshot controller runs for the VolumeSnapshotClasses that are there" if count(classes) == 0

summary.unknown contains "whether volumes can be snapshotted is not known"
