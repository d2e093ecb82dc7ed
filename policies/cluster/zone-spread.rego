# METADATA
# title: The nodes are spread over several zones
# description: |
#   A zone fails as a whole. With all nodes in one, or most of them, the services that land
#   here cannot spread either, whatever their own settings say.
#
#   The nodes that take ordinary pods must be in two zones or more, by the label
#   `topology.kubernetes.io/zone`, with no zone holding more than 60 % of their CPU by
#   default (`zoneSharePercent`). Without the label, as on bare metal, nobody can tell: the
#   answer is unknown. The same holds for bare numbers on AKS, which are fault domains and
#   no zones. Skipped with a single node.
#
#   `intents: {zones: 3}` in kready.yaml asks for that many zones; with 1, this check does not apply.
# related_resources:
# - ref: https://kubernetes.io/docs/setup/best-practices/multiple-zones/
# custom:
#   level: configured
#   tier: should
#   requires: [cluster/nodes-ready]
#   since: 0.1.0
#   remediation: |
#     Give each zone a node pool of its own, of the same size, or let one pool span three
#     zones. On your own machines, label each node with the room or rack that fails as one:
#
#         kubectl label node NODE topology.kubernetes.io/zone=ZONE
package kready.cluster["zone-spread"]

import data.kready.internal.nodes
import data.kready.lib

# ordinary_nodes are those that take ordinary pods, each with its zone: "" when it is in none.
ordinary_nodes := [{"names": k.names, "count": k.count, "cpu": k.allocatableCPU * k.count, "zone": zone(k)} |
	some k in nodes.agent_kinds
	k.takesPods
]

amount := sum([k.count | some k in ordinary_nodes])

zone(kind) := name if {
	name := kind.labels["topology.kubernetes.io/zone"]
	not regex.match(`^[0-9]*$`, name)
} else := ""

unlabelled := [name | some n in ordinary_nodes; n.zone == ""; some name in n.names]

zones contains n.zone if some n in ordinary_nodes

total := sum([n.cpu | some n in ordinary_nodes])

# share is how many percent of the CPU each zone has.
share[name] := percent if {
	total > 0
	some name in zones
	percent := (100 * sum([n.cpu | some n in ordinary_nodes; n.zone == name])) / total
}

oversized contains name if {
	some name, percent in share
	percent > input.thresholds.zoneSharePercent
}

# few holds where no spread can be seen.
few if amount < 2

skip contains "kready.yaml means the nodes to be in one zone" if input.intent.zones == 1

skip contains "there is only one node for ordinary pods" if {
	few
	input.intent.zones == 0
	nodes.open_count == 1
}

skip contains "there is no node for ordinary pods" if {
	few
	nodes.open_count == 0
}

# Nodes that are cordoned, not Ready, new or under a startup taint may come back.
unknown contains {"message": sprintf("of %d nodes for ordinary pods, %d %s them now", [nodes.open_count, amount, takes(amount)])} if {
	few
	nodes.open_count > 1
}

unknown contains lib.finding("Node", "", name, "it is in no named zone") if {
	not few
	some name in unlabelled
}

takes(1) := "takes"

takes(n) := "take" if n != 1

gap contains {"message": sprintf("%s: all nodes are in zone %s", [lib.counted(amount, "node", "nodes"), name])} if {
	labelled
	count(zones) == 1
	some name in zones
}

gap contains {"message": sprintf("zone %s has %d %% of the CPU", [name, round(percent)])} if {
	labelled
	count(zones) > 1
	some name, percent in share
	name in oversized
}

gap contains {"message": sprintf("the nodes are in %d zones (%s), and kready.yaml means %d", [count(zones), concat(", ", zones), input.intent.zones])} if {
	fewer
	count(zones) > 1
}

gap contains {"message": sprintf("there is only one node for ordinary pods, and kready.yaml means %d zones", [input.intent.zones])} if {
	lone
	input.intent.zones > 1
}

# lone holds where there is one node for ordinary pods, whether it takes some now or not.
lone if {
	few
	nodes.open_count == 1
}

# fewer holds where the nodes are in fewer zones than is meant.
fewer if {
	labelled
	count(zones) < input.intent.zones
}

labelled if {
	not few
	count(unlabelled) == 0
}

summary contains "all nodes are in one zone" if {
	labelled
	count(zones) == 1
}

summary contains sprintf("zone %s holds more than %d %% of the CPU", [concat(" and ", oversized), input.thresholds.zoneSharePercent]) if {
	labelled
	count(zones) > 1
	count(oversized) > 0
}

summary contains sprintf("the nodes are in %d of %d zones", [count(zones), input.intent.zones]) if {
	fewer
	count(zones) > 1
	count(oversized) == 0
}

summary contains sprintf("%d of %s %s in no named zone", [count(unlabelled), lib.counted(amount, "node for ordinary pods", "nodes for ordinary pods"), lib.are(count(unlabelled))]) if {
	not few
	not labelled
}

summary contains "too few nodes take ordinary pods now to see in which zones they are" if {
	few
	not lone
}

summary contains "one node is in one zone" if {
	lone
	input.intent.zones > 1
}

summary contains sprintf("%s in zones %s", [lib.counted(amount, "node", "nodes"), concat(", ", zones)]) if {
	labelled
	not fewer
	count(zones) > 1
	count(oversized) == 0
}
