# METADATA
# title: What autoscalers of nodes say of themselves
package kready.internal.autoscalers

import data.kready.internal.conditions
import data.kready.internal.manifests
import data.kready.internal.products
import data.kready.lib

node_pools := "nodepools.karpenter.sh"

# Karpenter had Provisioners before 0.32.
provisioners := "provisioners.karpenter.sh"

status := input.nodeAutoscaler

# written holds where Cluster Autoscaler has written its status of late.
written if {
	status.found
	status.state == "Running"
	not stale
}

# stale holds for a status that nobody has written since long before the snapshot was taken.
stale if {
	input.target.kind == "cluster"
	lib.known(status.writtenAt)
	lib.older(status.writtenAt, input.thresholds.pendingMinutes)
}

# faults are findings on why an autoscaler that runs can add no node.
faults(impl) := cluster_autoscaler_faults if impl.name == "cluster-autoscaler"

# A provider that runs Karpenter out of sight leaves its NodePools in sight.
faults(impl) := karpenter_faults if impl.name == "karpenter"

faults(impl) := set() if not impl.name in {"cluster-autoscaler", "karpenter"}

cluster_autoscaler_faults contains of_status(text) if {
	status.found
	some text in status_faults
}

of_status(text) := lib.finding("ConfigMap", status.namespace, "cluster-autoscaler-status", text)

status_faults contains sprintf("Cluster Autoscaler has not written it since %s", [status.writtenAt]) if stale

status_faults contains "Cluster Autoscaler is initializing: it has not come to know its node groups" if {
	not stale
	status.state == "Initializing"
	started_long_ago
}

status_faults contains sprintf("Cluster Autoscaler finds the cluster %s, and adds nothing until it is well%s", [lower(status.health), message]) if {
	not stale
	status.health == "Unhealthy"
}

status_faults contains "Cluster Autoscaler knows no node group" if {
	not stale
	status.state == "Running"
	count(status.groups) == 0
}

status_faults contains sprintf("no node group can grow: %s", [lib.shortened(sort(stuck))]) if {
	not stale
	status.state == "Running"
	count(status.groups) > 0
	count(stuck) == count(status.groups)
}

message := "" if status.message == ""

message := sprintf(" (%s)", [status.message]) if status.message != ""

# stuck says of node groups why they cannot grow.
stuck contains sprintf("%s is at its maximum of %d", [g.name, g.max]) if {
	some g in status.groups
	g.max > 0
	g.target >= g.max
	g.scaleUp != "Backoff"
}

stuck contains trim_suffix(sprintf("%s backs off: %s", [g.name, g.message]), ": ") if {
	some g in status.groups
	g.scaleUp == "Backoff"
}

started_long_ago if {
	some impl in input.inventory
	impl.name == "cluster-autoscaler"
	some w in lib.workloads_of(impl)
	lib.older(w.createdAt, input.thresholds.pendingMinutes)
}

# pools_possible holds where the cluster knows the kinds of Karpenter's pools.
pools_possible if {
	some kind in {node_pools, provisioners}
	products.served(kind)
}

pools := array.concat(products.objects(node_pools), products.objects(provisioners))

ready_pools := [p | some p in pools; not refused(p)]

refused(pool) if {
	c := products.condition(pool, "Ready")
	c.status == "False"
}

# Manifests of Karpenter itself hold no NodePool: those come from elsewhere.
karpenter_faults contains {"message": "Karpenter has no NodePool: it adds no node"} if {
	without_pools
	pools_possible
}

karpenter_faults contains {"message": sprintf("the CRD %s is not installed: Karpenter can have no NodePool, and adds no node", [node_pools])} if {
	without_pools
	not pools_possible
}

karpenter_faults contains lib.finding("NodePool", "", p.name, sprintf("it is full (%s), and no other can grow", [concat("; ", full(p))])) if {
	count(ready_pools) > 0
	every p in ready_pools {
		count(full(p)) > 0
	}
	some p in ready_pools
}

karpenter_faults contains lib.finding("NodePool", "", p.name, sprintf("it is not ready (%s)", [why_refused(p)])) if {
	count(ready_pools) == 0
	some p in pools
}

without_pools if {
	not manifests.not_applied
	products.read(node_pools)
	products.read(provisioners)
	count(pools) == 0
}

# full(pool) says which limits the nodes of a NodePool have reached. A limit of 0 switches it off on purpose, and one
# with a fixed number of nodes is meant to be full (https://karpenter.sh/docs/concepts/nodepools/#speclimits).
full(pool) := {sprintf("%s of %s %s", [used, limit, resource]) |
	count(products.values(pool, "spec.replicas")) == 0
	some resource in {"cpu", "memory", "nodes"}
	limit := products.value(pool, concat(".", ["spec.limits", resource]))
	used := products.value(pool, concat(".", ["status.resources", resource]))
	amount(limit) > 0
	amount(used) >= amount(limit)
}

amount(quantity) := units.parse(quantity) if quantity != ""

# why_refused is the condition that makes a NodePool not ready; Ready itself repeats it.
why_refused(pool) := concat("; ", texts) if {
	texts := {conditions.text(c) |
		some c in pool.conditions
		c.status == "False"
		c.type in {"NodeClassReady", "ValidationSucceeded"}
	}
	count(texts) > 0
} else := conditions.text(products.condition(pool, "Ready"))

# undetermined are findings on why it is not known whether an autoscaler can add a node.
undetermined(impl) := {{"message": "Cluster Autoscaler runs, and its status (ConfigMap cluster-autoscaler-status) was not found"} |
	not status.found
} if {
	impl.name == "cluster-autoscaler"
}

undetermined(impl) := {{"message": text} |
	count(pools) == 0
	some text in products.unread({node_pools, provisioners})
} if {
	impl.name == "karpenter"
}

undetermined(impl) := set() if not impl.name in {"cluster-autoscaler", "karpenter"}

# note says what an autoscaler has to add nodes with.
note(impl) := sprintf("; %d of %s can grow", [count(status.groups) - count(stuck), lib.counted(count(status.groups), "node group", "node groups")]) if {
	impl.name == "cluster-autoscaler"
	status.found
} else := sprintf("; %d of %s %s not refused", [count(ready_pools), lib.counted(count(pools), "NodePool", "NodePools"), lib.are(count(ready_pools))]) if {
	impl.name == "karpenter"
	count(pools) > 0
} else := ""
