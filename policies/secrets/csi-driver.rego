# METADATA
# title: The Secrets Store CSI driver and a provider are on every node
# description: |
#   A pod that mounts secrets through the CSI driver starts only on a node that has the driver
#   and its provider. On any other it hangs in ContainerCreating.
#
#   kready asks that every node has registered a Secrets Store driver, and that the DaemonSet
#   of each provider has a ready pod there. Virtual and Windows nodes, control-plane nodes,
#   and nodes that are new or not ready are left out. The check applies where the driver is
#   installed.
# related_resources:
# - ref: https://secrets-store-csi-driver.sigs.k8s.io/providers
# custom:
#   level: healthy
#   tier: must
#   requires: [secrets/mechanism]
#   since: 0.1.0
#   standsWithout:
#     any: [workloads/cronjobs, workloads/pods]
#   remediation: |
#     Install the provider of your store beside the driver. Give both DaemonSets tolerations for
#     the taints of the nodes that the findings name.
package kready.secrets["csi-driver"]

import data.kready.internal.nodes
import data.kready.internal.workloads
import data.kready.lib

drivers := workloads.visible("secrets/csi")

provider_agents := lib.running("secrets/csi-provider")

# mount_nodes are those that ordinary pods mount secrets on.
mount_nodes contains name if {
	some k in nodes.agent_kinds
	k.os != "windows"
	not k.keptForControlPlane
	some name in k.names
}

registered contains c.name if {
	some c in input.csiNodes
	some driver in c.drivers
	startswith(driver, "secrets-store")
}

gap contains {"message": "the Secrets Store CSI driver runs without a known provider: it can mount nothing"} if {
	count(drivers) > 0
	count(provider_agents) == 0
	count(input.csiNodes) > 0
	count(unknown_providers) == 0
}

gap contains finding if {
	count(drivers) > 0
	some name in mount_nodes
	not name in registered
	finding := lib.finding("Node", "", name, "it has not registered the Secrets Store driver")
}

gap contains finding if {
	count(drivers) > 0
	some impl in provider_agents
	some name in impl.nodes.missing
	name in mount_nodes
	name in registered
	finding := lib.finding("Node", "", name, sprintf("it has no ready pod of %s", [impl.title]))
}

# unknown_providers are DaemonSets that share the folder of the providers.
unknown_providers contains w.name if {
	some w in input.workloads
	w.kind == "DaemonSet"
	some path in w.hostPaths
	contains(path, "secrets-store-csi-providers")
	every impl in drivers {
		not {"kind": w.kind, "namespace": w.namespace, "name": w.name} in impl.workloads
	}
}

skip contains "the Secrets Store CSI driver is not installed" if count(drivers) == 0

skip contains "there is no node to judge" if {
	count(drivers) > 0
	count(mount_nodes) == 0
	not nodes.too_young
}

unknown contains {"message": nodes.too_young} if {
	count(drivers) > 0
	count(mount_nodes) == 0
}

summary.unknown contains "whether nodes can mount secrets cannot be told yet"

summary.pass contains sprintf("%s is registered on %s", [lib.names(drivers), lib.counted(count(mount_nodes), "node", "nodes")])

summary.gap contains sprintf("pods on %s cannot mount secrets", [lib.counted(count(failing_nodes), "node", "nodes")]) if count(failing_nodes) > 0

summary.gap contains "the driver has no provider" if count(failing_nodes) == 0

failing_nodes contains f.object.name if {
	some f in gap
	f.object.kind == "Node"
}
