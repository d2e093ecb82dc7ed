# METADATA
# title: The default StorageClass outlives a node
# description: |
#   A volume on a node's own disk is lost with the node, and its pod can run nowhere else.
#   That is right for a cache and for a developer's cluster; as the default class it is what
#   every database gets whose chart names none.
#
#   kready knows the provisioners that write to the node: local-path, hostpath, OpenEBS local,
#   and volumes that are made by hand. On a single node the check does not apply.
# related_resources:
# - ref: https://kubernetes.io/docs/concepts/storage/storage-classes/#local
# custom:
#   level: configured
#   tier: should
#   requires: [storage/default-class]
#   since: 0.1.0
#   remediation: |
#     Install a CSI driver whose volumes are attached over the network (your cloud's, Rook,
#     Longhorn), make its class the default, and keep the local one under its own name.
package kready.storage["node-local-default"]

import data.kready.internal.nodes
import data.kready.lib

node_local := {
	"docker.io/hostpath",
	"hostpath.csi.k8s.io",
	"k8s.io/minikube-hostpath",
	"kubernetes.io/host-path",
	"kubernetes.io/no-provisioner",
	"local.csi.openebs.io",
	"microk8s.io/hostpath",
	"openebs.io/local",
	"rancher.io/local-path",
}

defaults contains c if {
	some c in input.storageClasses
	c.default
}

gap contains finding if {
	some c in defaults
	c.provisioner in node_local
	finding := lib.finding("StorageClass", "", c.name, sprintf("%s keeps volumes on the disk of one node", [c.provisioner]))
}

skip contains "the cluster has a single node" if nodes.real_count == 1

summary.pass contains sprintf("%s is not known to keep volumes on a node's own disk", [c.provisioner]) if {
	some c in defaults
}

summary.gap contains "volumes of the default class are lost with their node"
