# METADATA
# title: Each of Karpenter's NodePools can add nodes, and has a limit
# description: |
#   Where one of several NodePools is not ready, the pods that it is for stay Pending, while all others scale as they
#   should. A pool without limits adds nodes for whatever asks for them: a loop in one service becomes the bill of the
#   month.
#
#   Each NodePool must not say of itself that it is not ready, that what it names is not valid or that its nodes do
#   not come up (`NodeRegistrationHealthy`), and must have `spec.limits`. Pools of a fixed number of nodes, and those that EKS
#   Auto Mode makes, need none. That Karpenter runs and has a pool that is ready is asked by scaling/node-autoscaler; whether its
#   version is supported by cluster/product-versions. Which machines the cloud has left is not known.
# related_resources:
# - ref: https://karpenter.sh/docs/concepts/nodepools/
# - ref: https://github.com/kubernetes-sigs/karpenter/blob/main/pkg/apis/v1/nodepool_status.go
# custom:
#   level: healthy
#   tier: should
#   since: 0.2.0
#   standsWithout:
#     any: [workloads/cronjobs, workloads/pods]
#     asked: [nodes]
#   remediation: |
#     The conditions of a NodePool say what is wrong, most often with the node class that it names:
#
#         kubectl describe nodepool NAME
#   remedies:
#   - state: not-ready
#     text: |
#       The conditions of the NodePool say what is wrong, most often with the node class that it names:
#
#           kubectl describe nodepool NAME
#   - state: no-limits
#     text: |
#       Give each NodePool the most that it may add up to, where it comes from:
#
#           spec:
#             limits: {cpu: 1000, memory: 1000Gi}
#   - state: full
#     text: |
#       Raise the limits of the NodePool where it comes from, or make room. What its nodes have and what they may have:
#
#           kubectl get nodepool NAME -o jsonpath='{.status.resources}{"\n"}{.spec.limits}{"\n"}'
package kready.scaling["karpenter-healthy"]

import data.kready.internal.autoscalers
import data.kready.internal.conditions
import data.kready.internal.products
import data.kready.internal.unread
import data.kready.lib

karpenter contains impl if {
	some impl in lib.running("scaling/nodes")
	impl.name == "karpenter"
}

pools := products.objects(autoscalers.node_pools)

# parts are the conditions that say why; Ready itself repeats them.
parts := {"NodeClassReady", "NodeRegistrationHealthy", "ValidationSucceeded"}

# faults(pool) are what the pool says of itself.
faults(pool) := texts if {
	texts := {conditions.text(c) |
		some c in pool.conditions
		c.type in parts
		c.status == "False"
	}
	count(texts) > 0
} else := {conditions.text(c)} if {
	c := products.condition(pool, "Ready")
	c.status == "False"
} else := set()

bounded(pool) if count(products.values(pool, "spec.limits")) > 0

bounded(pool) if count(products.values(pool, "spec.limits.cpu")) > 0

bounded(pool) if count(products.values(pool, "spec.replicas")) > 0

limited(pool) if bounded(pool)

# The pools of Auto Mode cannot be changed: https://docs.aws.amazon.com/eks/latest/userguide/set-builtin-node-pools.html
limited(pool) if {
	pool.name in {"general-purpose", "system"}
	some feature in input.distribution.features
	feature == "Auto Mode"
}

unlimited contains p.name if {
	some p in pools
	not limited(p)
}

asked if count(products.unasked(autoscalers.node_pools, {"spec.limits", "spec.replicas"})) == 0

of_pool(name, text, state) := object.union(lib.finding("NodePool", "", name, text), {"state": state})

gap contains of_pool(p.name, sprintf("it can add no node (%s)", [concat("; ", faults(p))]), "not-ready") if {
	count(karpenter) > 0
	some p in pools
	count(faults(p)) > 0
}

gap contains of_pool(name, "it has no limits: nothing bounds how many nodes it adds", "no-limits") if {
	count(karpenter) > 0
	asked
	some name in unlimited
}

gap contains of_pool(p.name, sprintf("it adds no node any more: it has reached its limits (%s)", [concat("; ", autoscalers.full(p))]), "full") if {
	count(karpenter) > 0
	some p in full
}

state contains "full" if count(full) > 0

state contains "not-ready" if {
	some p in pools
	count(faults(p)) > 0
}

state contains "no-limits" if {
	asked
	count(unlimited) > 0
}

full := [p | some p in pools; count(faults(p)) == 0; count(autoscalers.full(p)) > 0]

unknown contains {"message": text} if {
	count(karpenter) > 0
	some text in (products.unread({autoscalers.node_pools}) | products.unasked(autoscalers.node_pools, {"spec.limits", "spec.replicas"}))
}

unknown contains {"message": "there are NodePools, Karpenter is not seen, and whether EKS Auto Mode runs it only nodes tell"} if out_of_sight

# out_of_sight holds where NodePools are there and only nodes, which are not known, could tell that EKS runs Karpenter.
out_of_sight if {
	count(karpenter) == 0
	count(pools) > 0
	nodes_untold
}

nodes_untold if count(input.nodeKinds) == 0

nodes_untold if unread.incomplete("nodes")

skip contains "Karpenter does not run here" if {
	count(karpenter) == 0
	not out_of_sight
}

skip contains "no NodePool is ready, which scaling/node-autoscaler reports" if {
	count(karpenter) > 0
	count(pools) > 0
	count(autoscalers.ready_pools) == 0
}

skip contains "all NodePools are full, which scaling/node-autoscaler reports" if {
	count(karpenter) > 0
	count(autoscalers.ready_pools) > 0
	every p in autoscalers.ready_pools {
		count(autoscalers.full(p)) > 0
	}
}

skip contains "Karpenter has no NodePool" if {
	count(karpenter) > 0
	products.read(autoscalers.node_pools)
	count(pools) == 0
}

summary.pass contains sprintf("nothing says that %s of Karpenter can add no node", [amount]) if count(pools) > 0

summary.pass contains sprintf("of these, %d %s no limit: a pool that EKS makes takes none", [builtin, have(builtin)]) if builtin > 0

summary.pass contains "their number of nodes is bounded" if builtin == 0

summary.gap contains sprintf("%d of %s can add no node", [broken, amount]) if broken > 0

summary.gap contains sprintf("%d of %s %s reached %s limits", [count(full), amount, have(count(full)), its(count(full))]) if count(full) > 0

summary.gap contains sprintf("%d of %s %s no limits", [shown, amount, have(shown)]) if shown > 0

its(1) := "its"

its(n) := "their" if n != 1

amount := lib.counted(count(pools), "NodePool", "NodePools")

broken := count([p | some p in pools; count(faults(p)) > 0])

# builtin are the pools without a limit that cannot be given one.
builtin := count([p | some p in pools; limited(p); not bounded(p)])

shown := count([name | asked; some name in unlimited])

have(1) := "has"

have(n) := "have" if n != 1

summary.unknown contains "what Karpenter's NodePools say of themselves is not known"
