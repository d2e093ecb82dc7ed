# METADATA
# title: Which StorageClasses make volumes that several nodes can write to
# description: |
#   A class says nothing of access modes. What drivers can do is in the table of their makers:
#   https://kubernetes-csi.github.io/docs/drivers.html
package kready.internal.shared_volumes

import data.kready.internal.storage

# ability(class) is "yes", "no", or "" where it depends on what no class says.
ability(class) := "yes" if {
	some pattern in shared
	glob.match(pattern, [], storage.driver(class.provisioner))
} else := "yes" if {
	some p in class.parameters
	[p.name, p.value] in {["sharedv4", "true"], ["csi.storage.k8s.io/fstype", "nfs4"], ["csi.storage.k8s.io/fstype", "nfs"]}
} else := "yes" if {
	some p in class.parameters
	p.name == "backendType"
	p.value in {"azure-netapp-files", "google-cloud-netapp-volumes", "ontap-nas", "ontap-nas-economy", "ontap-nas-flexgroup"}
} else := "no" if {
	some pattern in single
	glob.match(pattern, [], storage.driver(class.provisioner))
} else := ""

# file_system(class) holds for a class whose driver makes no raw devices: it mounts a file system of a server.
file_system(class) if {
	driver := storage.driver(class.provisioner)
	driver != "driver.longhorn.io"
	some pattern in shared
	glob.match(pattern, [], driver)
}

# devices(class) holds for a class whose driver is known to make raw devices.
# https://kubernetes-csi.github.io/docs/drivers.html
devices(class) if {
	some pattern in {
		"**.rbd.csi.ceph.com", "csi.hetzner.cloud", "disk.csi.azure.com", "dobs.csi.digitalocean.com", "driver.longhorn.io", "ebs.csi.aws.com",
		"ebs.csi.eks.amazonaws.com", "hostpath.csi.k8s.io", "io.openebs.csi-mayastor", "linodebs.csi.linode.com", "pd.csi.storage.gke.io", "rbd.csi.ceph.com",
		"topolvm.io", "vpc.block.csi.ibm.io",
	}
	glob.match(pattern, [], storage.driver(class.provisioner))
}

# shared are drivers of file systems that many nodes mount at once.
shared := {
	"**cephfs.csi.ceph.com",
	"**nfs-subdir-external-provisioner",
	"beegfs.csi.netapp.com",
	"blob.csi.azure.com",
	"cephfs.manila.csi.openstack.org",
	"csi-isilon.dellemc.com",
	"csi.cubefs.com",
	"csi.juicefs.com",
	"csi.weka.io",
	"driver.longhorn.io",
	"efs.csi.aws.com",
	"exa.csi.ddn.com",
	"file.csi.azure.com",
	"filestore.csi.storage.gke.io",
	"fsx.csi.aws.com",
	"fsx.openzfs.csi.aws.com",
	"lustre.csi.storage.gke.io",
	"nfs.csi.k8s.io",
	"nfs.manila.csi.openstack.org",
	"openebs.io/nfsrwx",
	"smb.csi.k8s.io",
	"spectrumscale.csi.ibm.com",
}

# single are drivers of disks whose file system one node mounts at a time.
single := {
	"**.rbd.csi.ceph.com",
	"bs.csi.stackit.cloud",
	"csi.hetzner.cloud",
	"disk.csi.azure.com",
	"dobs.csi.digitalocean.com",
	"ebs.csi.aws.com",
	"ebs.csi.eks.amazonaws.com",
	"hostpath.csi.k8s.io",
	"io.openebs.csi-mayastor",
	"k8s.io/minikube-hostpath",
	"kubernetes.io/no-provisioner",
	"linodebs.csi.linode.com",
	"local.csi.openebs.io",
	"openebs.io/local",
	"pd.csi.storage.gke.io",
	"rbd.csi.ceph.com",
	"topolvm.io",
	"vpc.block.csi.ibm.io",
}
