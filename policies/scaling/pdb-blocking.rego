# METADATA
# title: No PodDisruptionBudget blocks every eviction
# description: |
#   A budget that allows no disruption although all its pods are healthy makes their nodes
#   undrainable. Upgrades, node replacements and scale-down wait for it, time out, or are
#   forced, which is the outage that the budget was meant to prevent.
#
#   kready reads the status of each budget: no disruptions allowed, as many healthy pods as
#   desired or more, for longer than 10 minutes (`pdbBlockedMinutes`), so that a rollout
#   does not count. Budgets without pods, or whose status is not written yet, are left out.
#   With a single node for ordinary pods there is nowhere to move them, and the check does
#   not apply.
# related_resources:
# - ref: https://kubernetes.io/docs/tasks/run-application/configure-pdb/
# custom:
#   level: configured
#   tier: must
#   since: 0.1.0
#   remediation: |
#     Run at least two replicas, or lower `minAvailable` (`maxUnavailable: 1` suits most). For
#     a singleton that may be stopped, delete the budget. Setting `unhealthyPodEvictionPolicy:
#     AlwaysAllow` keeps crashing pods from blocking a drain.
package kready.scaling["pdb-blocking"]

import data.kready.internal.nodes
import data.kready.lib

judged contains b if {
	some b in input.podDisruptionBudgets
	b.observed
	b.expectedPods > 0
}

gap contains finding if {
	some b in judged
	b.disruptionsAllowed == 0
	b.currentHealthy >= b.desiredHealthy
	lib.older(blocked_since(b), input.thresholds.pdbBlockedMinutes)
	finding := lib.finding("PodDisruptionBudget", b.namespace, b.name, sprintf("%s, and %d of %s must stay: none may be evicted", [
		rule_text(b), b.desiredHealthy, lib.counted(b.expectedPods, "pod", "pods"),
	]))
}

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

summary.pass contains text if {
	count(judged) > 0
	text := sprintf("none of %s blocks all evictions", [lib.counted(count(judged), "budget", "budgets")])
}

summary.pass contains text if {
	count(judged) == 0
	count(input.podDisruptionBudgets) > 0
	not without_status
	text := sprintf("none of %s has pods to guard", [lib.counted(count(input.podDisruptionBudgets), "budget", "budgets")])
}

unknown contains {"message": "the manifests carry no status of their budgets"} if {
	without_status
	count(input.podDisruptionBudgets) > 0
}

summary.gap contains sprintf("%s every eviction", [lib.counted(count(gap), "budget blocks", "budgets block")])
