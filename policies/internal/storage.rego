package kready.internal.storage

# csi_successors are the CSI drivers that serve the names of provisioners that were once
# built into Kubernetes.
csi_successors := {
	"kubernetes.io/aws-ebs": "ebs.csi.aws.com",
	"kubernetes.io/azure-disk": "disk.csi.azure.com",
	"kubernetes.io/azure-file": "file.csi.azure.com",
	"kubernetes.io/cinder": "cinder.csi.openstack.org",
	"kubernetes.io/gce-pd": "pd.csi.storage.gke.io",
	"kubernetes.io/portworx-volume": "pxd.portworx.com",
	"kubernetes.io/vsphere-volume": "csi.vsphere.vmware.com",
}

# driver is the CSI driver that serves a provisioner's name today.
driver(provisioner) := object.get(csi_successors, provisioner, provisioner)

# taken_out are the minor versions of Kubernetes from which on a CSI driver has to serve these names: the
# first in which the feature gate CSIMigration of each is on by default.
# https://kubernetes.io/docs/reference/command-line-tools-reference/feature-gates-removed/
taken_out := {
	"kubernetes.io/aws-ebs": 23,
	"kubernetes.io/azure-disk": 23,
	"kubernetes.io/azure-file": 24,
	"kubernetes.io/cinder": 21,
	"kubernetes.io/gce-pd": 23,
	"kubernetes.io/portworx-volume": 31,
	"kubernetes.io/vsphere-volume": 25,
}

# built_in holds for a provisioner that this version of Kubernetes has itself.
built_in(provisioner) if {
	input.version.minor > 0
	input.version.minor < taken_out[provisioner]
}

# may_be_built_in holds where the version is not known.
may_be_built_in(provisioner) if {
	input.version.minor == 0
	taken_out[provisioner]
}
