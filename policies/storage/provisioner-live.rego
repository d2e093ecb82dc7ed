# METADATA
# title: Every StorageClass has a provisioner that runs
# description: |
#   A StorageClass is a name for a provisioner that somebody has to run. When it does not,
#   claims of the class stay Pending, without an error on the class, and pods wait for their
#   volumes.
#
#   A class passes when a known provisioner of its name runs with a ready pod, when the
#   provider runs it out of sight, or when at least one node has registered the CSI driver. A
#   driver of which nothing but its DaemonSet is seen mounts volumes and may make none: unknown,
#   but for managed clusters, whose providers run the rest. Whether a volume comes out of it is
#   not tried here: `storage/provision` does.
#   In-tree names such as `kubernetes.io/aws-ebs` need the CSI driver that replaced them, from the
#   version of Kubernetes on that left them to it. Classes of Rook's Ceph fail while its CephCluster is in HEALTH_ERR. `kubernetes.io/no-provisioner` needs nobody. A provisioner that is not known
#   and is no CSI driver is a gap where all that runs is recognised or cannot be one, and
#   unknown where it may be something that is not recognised, a known one under another name,
#   or one that the provider runs out of sight.
# related_resources:
# - ref: https://kubernetes.io/docs/concepts/storage/storage-classes/#provisioner
# - ref: https://kubernetes-csi.github.io/docs/drivers.html
# custom:
#   level: healthy
#   tier: must
#   since: 0.1.0
#   standsWithout:
#     any: [workloads/cronjobs]
#     asked: [version, nodes]
#     pass: [workloads/pods]
#   remediation: |
#     Install or repair the provisioner that the class names; for a cloud's disks that is its
#     CSI driver. Delete classes that nothing is meant to serve.
#   remedies:
#   - state: ceph-error
#     text: |
#       Ceph itself says what is wrong, most often disks that are full or gone:
#
#           kubectl -n NAMESPACE get cephcluster NAME -o jsonpath='{.status.ceph.details}'
#   - state: auto-mode
#     text: |
#       Make a class whose provisioner is `ebs.csi.eks.amazonaws.com` in its place (a class cannot be changed), under
#       the name that claims ask for; or install the Amazon EBS CSI driver beside Auto Mode.
package kready.storage["provisioner-live"]

import data.kready.internal.absence
import data.kready.internal.products
import data.kready.internal.provisioners
import data.kready.internal.storage
import data.kready.internal.unread
import data.kready.internal.workloads
import data.kready.lib

judged contains {"class": c.name, "driver": storage.driver(c.provisioner), "default": c.default} if {
	some c in input.storageClasses
	c.provisioner != "kubernetes.io/no-provisioner"
	not storage.built_in(c.provisioner)
	not provisioners.untold(c)
	not idle_gp2(c)
	not may_be_idle(c)
}

# idle_gp2 holds for the class gp2 that EKS makes by itself, where Auto Mode does not serve it and nobody is sent to it.
idle_gp2(c) if {
	c.provisioner == "kubernetes.io/aws-ebs"
	not c["default"]
	provisioners.auto_mode(storage.driver(c.provisioner))
}

# may_be_idle holds for it where the nodes, which tell of Auto Mode, are not known.
may_be_idle(c) if {
	c.provisioner == "kubernetes.io/aws-ebs"
	not c["default"]
	nodes_untold
	not provisioners.live(storage.driver(c.provisioner))
	count(provisioners.running(storage.driver(c.provisioner))) == 0
}

nodes_untold if unread.incomplete("nodes")

nodes_untold if count(input.nodeKinds) == 0

unknown contains finding if {
	some c in input.storageClasses
	may_be_idle(c)
	not idle_gp2(c)
	finding := lib.finding("StorageClass", "", c.name, "whether it is a left-over beside EKS Auto Mode, only nodes tell, and these were not all read")
}

unknown contains finding if {
	some c in input.storageClasses
	provisioners.untold(c)
	finding := lib.finding("StorageClass", "", c.name, sprintf("whether Kubernetes itself serves %s depends on its version, which is not known", [c.provisioner]))
}

unknown contains finding if {
	count(nobodys) > 0
	some finding in possible
}

unknown contains finding if {
	count(possible) == 0
	count(unassigned) > 0
	some j in nobodys
	finding := lib.finding("StorageClass", "", j.class, sprintf("its provisioner %s is not known to kready: it may be a name that %s was given", [j.driver, lib.names(unassigned)]))
}

unknown contains finding if {
	count(possible) == 0
	count(unassigned) == 0
	input.distribution.managed
	some j in nobodys
	finding := lib.finding("StorageClass", "", j.class, sprintf("its provisioner %s is not recognised: it may run out of sight", [j.driver]))
}

unknown contains finding if {
	some j in judged
	not provisioners.registered(j.driver)
	some impl in provisioners.running(j.driver)
	some finding in workloads.without_status(impl)
}

unknown contains finding if {
	some j in mounts_only
	finding := lib.finding("StorageClass", "", j.class, sprintf("of its provisioner %s only the part on the nodes is seen, and nothing that makes volumes", [j.driver]))
}

gap contains finding if {
	some j in judged
	some finding in provisioners.stopped(j.driver)
}

gap contains finding if {
	some j in judged
	why := provisioners.why_absent(j.driver)
	finding := object.union(lib.finding("StorageClass", "", j.class, sprintf("%s%s", [why, used_as_default(j)])), in_state(j.driver))
}

gap contains finding if {
	count(possible) == 0
	count(unassigned) == 0
	not input.distribution.managed
	some j in nobodys
	finding := lib.finding("StorageClass", "", j.class, sprintf("its provisioner %s is not known to kready, and nothing that runs here looks like it%s", [j.driver, used_as_default(j)]))
}

# A cluster that Rook was given a connection to shows its health in the same place.
gap contains object.union(lib.finding("CephCluster", c.namespace, c.name, "its health is HEALTH_ERR: volumes of its classes may hang, or not be made"), {"state": "ceph-error"}) if {
	some c in ceph_in_error
}

in_state(driver) := {"state": "auto-mode"} if provisioners.auto_mode(driver)

else := {}

state contains "auto-mode" if {
	some j in judged
	provisioners.auto_mode(j.driver)
	provisioners.why_absent(j.driver)
}

state contains "ceph-error" if count(ceph_in_error) > 0

ceph_in_error contains c if {
	some j in judged
	contains(j.driver, ".csi.ceph.com")
	some c in products.objects("cephclusters.ceph.rook.io")
	products.value(c, "status.ceph.health") == "HEALTH_ERR"
}

# why_absent says why nothing implements a driver. It is not defined when something does, or
# when that is not known.
used_as_default(j) := ", and it is the default class" if j["default"]

else := ""

# nobodys are classes whose provisioner the catalogue does not know, and that is no CSI driver.
nobodys contains j if {
	some j in judged
	provisioners.nobodys(j.driver)
}

possible := absence.possible("storage/provisioner")

# unassigned are provisioners that run, and that no class names as kready knows them: they may
# have been given another name.
unassigned contains impl if {
	some impl in lib.running("storage/provisioner")
	every j in judged {
		not impl in provisioners.implementations(j.driver)
	}
}

# mounts_only are classes whose driver shows no part that makes volumes: every workload of it is
# a DaemonSet that registers the driver with kubelets, and no csi-provisioner runs, neither in
# them nor in their namespaces.
mounts_only contains j if {
	not input.distribution.managed
	some j in judged
	count(provisioners.running(j.driver)) > 0
	provisioners.registered(j.driver)
	every impl in provisioners.running(j.driver) {
		impl.state == "running"
		agents_alone(impl)
	}
}

agents_alone(impl) if {
	own := lib.workloads_of(impl)
	count(own) > 0
	every w in own {
		w.kind == "DaemonSet"
		some c in w.containers
		endswith(c.image.repository, "node-driver-registrar")
	}
	namespaces := {w.namespace | some w in own}
	count([1 |
		some w in input.workloads
		w.namespace in namespaces
		some c in w.containers
		endswith(c.image.repository, "csi-provisioner")
	]) == 0
}

skip contains "no StorageClass asks for a provisioner" if {
	count(judged) == 0
	count([c | some c in input.storageClasses; provisioners.untold(c)]) == 0
}

summary.pass contains sprintf("%s %s there", [concat(", ", {j.driver | some j in judged}), lib.are(count({j.driver | some j in judged}))]) if {
	count(judged) > 0
}

broken := ({j.class | some j in judged; provisioners.why_absent(j.driver)} | {j.class | some j in nobodys}) | {j.class | some j in judged; count(provisioners.stopped(j.driver)) > 0}

summary.gap contains sprintf("%s no provisioner that works: %s", [lib.counted(count(broken), "StorageClass has", "StorageClasses have"), concat(", ", broken)]) if count(broken) > 0

summary.unknown contains "it cannot be told whether a provisioner runs"
