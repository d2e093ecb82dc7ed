# METADATA
# title: No PodDisruptionBudget blocks every eviction
# description: |
#   A budget that allows no disruption makes the nodes of its pods undrainable. Upgrades, node
#   replacements and scale-down wait for it, time out, or are forced, which is the outage that
#   the budget was meant to prevent.
#
#   A budget is a gap at once when its numbers can allow nothing: `maxUnavailable: 0`, or a
#   `minAvailable` of as many pods as there are. So are two budgets that select the same pods:
#   the eviction API refuses these, whatever the numbers. Otherwise kready reads the status: no
#   disruption allowed for longer than 10 minutes (`pdbBlockedMinutes`), so that a rollout does
#   not count. When too few pods are healthy, those that are not are kept as well unless
#   `unhealthyPodEvictionPolicy` is AlwaysAllow; of the platform's own workloads that is the
#   matter of `cluster/system-workloads`.
#
#   Left out are budgets without pods and those of DaemonSets, whose pods a drain leaves alone,
#   and budgets that a product makes and lifts by itself, such as Longhorn's: they are told.
#   With a single node for ordinary pods there is nowhere to move them, and the check does
#   not apply.
# related_resources:
# - ref: https://kubernetes.io/docs/tasks/run-application/configure-pdb/
# - ref: https://kubernetes.io/docs/concepts/scheduling-eviction/api-eviction/
# - ref: https://github.com/kubernetes/kubernetes/issues/75957
# custom:
#   level: configured
#   tier: must
#   since: 0.1.0
#   remediation: |
#     Run at least two replicas, or lower `minAvailable` (`maxUnavailable: 1` suits most). For
#     a singleton that may be stopped, delete the budget. Of two budgets for the same pods,
#     delete one. Where the finding names the product that made the budget, change its setting:
#     it puts an edited budget back. `unhealthyPodEvictionPolicy: AlwaysAllow` keeps pods that
#     are not ready from blocking a drain.
package kready.scaling["pdb-blocking"]

import data.kready.internal.budgets
import data.kready.internal.nodes
import data.kready.lib

# judged are the budgets with pods that a drain evicts.
judged contains b if {
	some b in input.podDisruptionBudgets
	budgets.pods(b) > 0
	not budgets.of_daemons(b)
}

left_to_owner contains b if {
	some b in judged
	budgets.lifted(b)
}

gap contains of(b, sprintf("%s: none may ever be evicted%s", [budgets.never(b), by_owner(b)])) if {
	some b in judged - left_to_owner
}

gap contains of(b, sprintf("%s, and %d of %s %s healthy: none may be evicted%s", [
	rule_text(b), b.currentHealthy, lib.counted(b.expectedPods, "pod", "pods"), lib.are(b.currentHealthy), by_owner(b),
])) if {
	some b in blocked_by_status
	b.currentHealthy >= b.desiredHealthy
}

gap contains of(b, sprintf("%s, and %d of %s %s healthy: not even the others may be evicted (unhealthyPodEvictionPolicy %s)%s", [
	rule_text(b), b.currentHealthy, lib.counted(b.expectedPods, "pod", "pods"), lib.are(b.currentHealthy),
	b.unhealthyPodEvictionPolicy, by_owner(b),
])) if {
	some b in blocked_by_status
	b.currentHealthy < b.desiredHealthy
	b.unhealthyPodEvictionPolicy == "IfHealthyBudget"
	not budgets.of_platform(b)
}

gap contains finding if {
	some w in budgets.doubled
	finding := lib.finding(w.kind, w.namespace, w.name, sprintf("PodDisruptionBudgets %s select its pods: the API refuses to evict pods with more than one", [
		concat(" and ", sort(w.budgets)),
	]))
}

gap contains of(b, sprintf("PodDisruptionBudget %s selects all of its pods too: the API refuses to evict pods with more than one", [other.name])) if {
	some [b, other] in overlapping
}

# blocked_by_status are budgets that may allow an eviction and have not for a while.
blocked_by_status contains b if {
	some b in judged - left_to_owner
	not budgets.never(b)
	b.observed
	b.disruptionsAllowed == 0
	lib.older(blocked_since(b), input.thresholds.pdbBlockedMinutes)
}

# overlapping are two budgets of which the second selects whatever the first does, for pods of
# which kready does not see the controller.
overlapping contains [b, other] if {
	some b in judged
	b.observed
	b.selector.set
	not budgets.guarded[[b.namespace, b.name]]
	some other in judged
	other.namespace == b.namespace
	other.name != b.name
	other.observed
	other.selector.set
	every r in other.selector.requirements {
		r in b.selector.requirements
	}
	not later_twin(b, other)
}

# later_twin holds for the second of two equal budgets, so that the pair is told once.
later_twin(b, other) if {
	count(b.selector.requirements) == count(other.selector.requirements)
	b.name > other.name
}

of(b, message) := lib.finding("PodDisruptionBudget", b.namespace, b.name, message)

by_owner(b) := sprintf("; %s makes it: change %s", [row.product, row.setting]) if {
	row := budgets.owner(b)
} else := ""

# without_status holds for manifests in which no budget has a status.
without_status if {
	input.target.kind == "manifests"
	every b in input.podDisruptionBudgets {
		not b.observed
	}
}

blocked_since(b) := b.blockedSince if lib.known(b.blockedSince)

blocked_since(b) := b.createdAt if not lib.known(b.blockedSince)

rule_text(b) := sprintf("minAvailable is %s", [b.minAvailable]) if b.minAvailable != ""

rule_text(b) := sprintf("maxUnavailable is %s", [b.maxUnavailable]) if {
	b.minAvailable == ""
	b.maxUnavailable != ""
}

rule_text(b) := "it sets no number" if {
	b.minAvailable == ""
	b.maxUnavailable == ""
}

skip contains "ordinary pods have a single node: there is nowhere to move them" if {
	count(judged) > 0
	count(nodes.open) == 1
}

summary.pass contains "there is no PodDisruptionBudget" if count(input.podDisruptionBudgets) == 0

summary.pass contains sprintf("none of %s refuses all evictions%s", [lib.counted(count(judged), "budget", "budgets"), owners_note]) if {
	count(judged) > 0
}

summary.pass contains text if {
	count(judged) == 0
	count(input.podDisruptionBudgets) > 0
	not without_status
	text := sprintf("none of %s has pods that a drain would evict", [lib.counted(count(input.podDisruptionBudgets), "budget", "budgets")])
}

# owners_note says which budgets are left to the products that make them.
owners_note := "" if count(left_to_owner) == 0

owners_note := sprintf(" for good; %s", [concat("; ", notes)]) if {
	count(left_to_owner) > 0
	notes := {sprintf("%d %s %s's own, which %s (%s)", [n, lib.are(n), row.product, row.lifts, row.setting]) |
		some row in input.tables.budgetOwners
		n := count([b | some b in left_to_owner; budgets.owner(b) == row])
		n > 0
	}
}

unknown contains {"message": "the manifests carry no status of their budgets"} if {
	without_status
	count(input.podDisruptionBudgets) > 0
}

own_fault contains [f.object.namespace, f.object.name] if {
	some f in gap
	f.object.kind == "PodDisruptionBudget"
}

summary.gap contains concat("; ", [text |
	some text in [
		lib.counted(count(own_fault), "budget blocks every eviction", "budgets block every eviction"),
		lib.counted(count(budgets.doubled), "workload's pods are under two budgets, which block it as well", "workloads' pods are under two budgets, which block it as well"),
	]
	not startswith(text, "0 ")
])
