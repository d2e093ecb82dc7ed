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
