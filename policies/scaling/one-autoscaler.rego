# METADATA
# title: One autoscaler answers for pods that wait
# description: |
#   Cluster Autoscaler and Karpenter both watch for pods that find no node. Where both may answer
#   for the same pod, both add a node for it: one of the two stays empty, is removed again,
#   and takes with it what was scheduled there meanwhile.
#
#   kready sees that both run with a ready pod, that Cluster Autoscaler knows a node group that can
#   grow, and whether Karpenter has a NodePool whose nodes carry no taint. Where every NodePool has a
#   taint, the pods that it is for are set apart, and this is taken for separation. It does not see
#   by which selectors applications choose their nodes.
# related_resources:
# - ref: https://karpenter.sh/docs/getting-started/migrating-from-cas/
# - ref: https://docs.aws.amazon.com/eks/latest/best-practices/karpenter.html
# custom:
#   level: configured
#   tier: should
#   since: 0.1.0
#   standsWithout:
#     any: [workloads/cronjobs]
#     pass: [workloads/pods]
#     gap: [workloads/pods]
#   remediation: |
#     Decide which of the two adds nodes. To end with Karpenter, scale Cluster Autoscaler to zero and
#     leave its node groups at the size that Karpenter's own pods need:
#
#         kubectl -n NAMESPACE scale deployment NAME --replicas=0
#
#     To keep both, give every NodePool a taint (`spec.template.spec.taints`) that only its pods
#     tolerate.
package kready.scaling["one-autoscaler"]

import data.kready.internal.autoscalers
import data.kready.internal.products
import data.kready.internal.workloads
import data.kready.lib

running(name) := {impl |
	some impl in lib.running("scaling/nodes")
	impl.name == name
	not workloads.stopped(impl)
}

groups := running("cluster-autoscaler")

pools := running("karpenter")

both if {
	count(groups) > 0
	count(pools) > 0
}

# open_pools are the NodePools on whose nodes any pod may run.
open_pools := [p.name |
	some p in products.objects(autoscalers.node_pools)
	count(products.values(p, "spec.template.spec.taints[].key")) == 0
]

tainted if {
	products.read(autoscalers.node_pools)
	count(products.objects(autoscalers.node_pools)) > 0
	count(open_pools) == 0
}

# at_rest holds where no node group of Cluster Autoscaler can grow.
at_rest if {
	autoscalers.written
	every g in autoscalers.status.groups {
		g.target >= g.max
		g.max > 0
	}
}

gap contains lib.finding(w.kind, w.namespace, w.name, sprintf("Cluster Autoscaler runs beside Karpenter, whose %s every pod: %s", [accept, lib.shortened(sort(open_pools))])) if {
	both
	not at_rest
	count(open_pools) > 0
	some impl in groups
	some w in lib.workloads_of(impl)
	w.desired > 0
}

accept := "NodePool accepts" if count(open_pools) == 1

accept := "NodePools accept" if count(open_pools) > 1

unknown contains {"message": text} if {
	both
	not at_rest
	count(open_pools) == 0
	some text in products.unread({autoscalers.node_pools})
}

unknown contains {"message": "Cluster Autoscaler and Karpenter are both run by the provider: for which pods each adds nodes cannot be seen"} if {
	both
	not at_rest
	count(open_pools) > 0
	every impl in groups {
		count(impl.workloads) == 0
	}
}

unknown contains {"message": "Karpenter is older than 0.32: its Provisioners do not say here for which pods they are"} if {
	both
	not at_rest
	count(products.objects(autoscalers.provisioners)) > 0
}

skip contains "Cluster Autoscaler and Karpenter do not both run here" if not both

skip contains "Karpenter has no NodePool, so that it adds no node: see scaling/node-autoscaler" if {
	both
	products.read(autoscalers.node_pools)
	count(products.objects(autoscalers.node_pools)) == 0
	count(products.objects(autoscalers.provisioners)) == 0
}

summary.gap contains "two autoscalers answer for the same pods"

summary.unknown contains "whether two autoscalers answer for the same pods cannot be told"

summary.pass contains "no node group of Cluster Autoscaler can grow: Karpenter alone adds nodes" if at_rest

summary.pass contains "each NodePool of Karpenter has a taint of its own" if {
	not at_rest
	tainted
}
