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
#   standsWithout:
#     any: [workloads/cronjobs]
#   remediation: |
#     Let a budget allow one pod at least, `maxUnavailable: 1` for most, and leave one budget to a
#     workload.
#   remedies:
#   - state: budget
#     text: |
#       Let one pod go at a time, which suits most; with a single replica, that is a short outage
#       at each drain, so run two where there must be none:
#
#           kubectl -n NAMESPACE patch pdb NAME --type=merge -p '{"spec":{"minAvailable":null,"maxUnavailable":1,"unhealthyPodEvictionPolicy":"AlwaysAllow"}}'
#
#       `unhealthyPodEvictionPolicy` keeps pods that are not ready from blocking a drain. Change it
#       where the budget comes from, too, a chart's values or a repository.
#   - state: budget
#     before: "1.27"
#     text: |
#       Let one pod go at a time, which suits most; with a single replica, that is a short outage
#       at each drain, so run two where there must be none:
#
#           kubectl -n NAMESPACE patch pdb NAME --type=merge -p '{"spec":{"minAvailable":null,"maxUnavailable":1}}'
#
#       Change it where the budget comes from, too, a chart's values or a repository. Pods that are not
#       ready block a drain as well: bring these up, or delete them.
#   - state: product
#     text: |
#       Change the setting of the product that the finding names: it puts an edited budget back.
#   - state: two-budgets
#     text: |
#       Leave one budget to the pods, that of their own chart for example, and delete the other:
#
#           kubectl -n NAMESPACE delete pdb NAME
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
	some b in (judged - left_to_owner)
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

# Of several budgets all but one are too many.
gap contains finding if {
	some [w, names] in doubled
	some name in array.slice(names, 1, count(names))
	message := sprintf("PodDisruptionBudgets %s select the pods of %s %s: the API refuses to evict pods with more than one", [
		concat(" and ", names), w.kind, w.name,
	])
	finding := in_state(lib.finding("PodDisruptionBudget", w.namespace, name, message), "two-budgets")
}

gap contains finding if {
	some [b, other] in overlapping
	message := sprintf("PodDisruptionBudget %s selects all of its pods too: the API refuses to evict pods with more than one", [other.name])
	finding := in_state(lib.finding("PodDisruptionBudget", b.namespace, b.name, message), "two-budgets")
}

doubled contains [w, names] if {
	some w in budgets.doubled
	names := sort(w.budgets)
}

state contains "two-budgets" if count(doubled) + count(overlapping) > 0

state contains "product" if {
	some b in refusing
	maker(b) == "product"
}

state contains "budget" if {
	some b in refusing
	maker(b) == "budget"
}

# refusing are the budgets that let no pod go by what they themselves say.
refusing contains b if {
	some b in (judged - left_to_owner)
	budgets.never(b)
}

refusing contains b if some b in blocked_by_status

# blocked_by_status are budgets that may allow an eviction and have not for a while.
blocked_by_status contains b if {
	some b in (judged - left_to_owner)
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
	some other in near(b)
	other.name != b.name
	every r in other.selector.requirements {
		r in b.selector.requirements
	}
	not later_twin(b, other)
}

# near(b) are the budgets of its namespace that may select all that it does: their first requirement is one of its own.
near(b) := {other | some other in selecting[[b.namespace, "all"]]} | {other |
	some r in b.selector.requirements
	some other in selecting[[b.namespace, r]]
}

# regal ignore:pointless-reassignment
selecting := by_requirement

by_requirement[[b.namespace, first(b)]] contains b if {
	some b in judged
	b.observed
	b.selector.set
}

first(b) := b.selector.requirements[0]

first(b) := "all" if count(b.selector.requirements) == 0

# later_twin holds for the second of two equal budgets, so that the pair is told once.
later_twin(b, other) if {
	count(b.selector.requirements) == count(other.selector.requirements)
	b.name > other.name
}

of(b, message) := in_state(lib.finding("PodDisruptionBudget", b.namespace, b.name, message), maker(b))

# maker is who has to change a budget: the product that makes it, or whoever wrote it.
maker(b) := "product" if {
	budgets.owner(b)
} else := "budget"

in_state(finding, state) := object.union(finding, {"state": state})

by_owner(b) := sprintf("; %s makes it: change %s", [row.product, row.setting]) if {
	row := budgets.owner(b)
} else := ""

# without_status holds for manifests in which no budget has a status.
without_status if {
	input.target.kind == "manifests"
	input.applications.budgets == 0
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

# amount is how many budgets are judged, with those of applications, which let pods go.
amount := count(judged) + input.applications.budgets

there := count(input.podDisruptionBudgets) + input.applications.budgets

skip contains "ordinary pods have a single node: there is nowhere to move them" if {
	amount > 0
	nodes.open_count == 1
}

summary.pass contains "there is no PodDisruptionBudget" if there == 0

summary.pass contains sprintf("none of %s refuses all evictions%s", [lib.counted(amount, "budget", "budgets"), owners_note]) if {
	amount > 0
}

summary.pass contains text if {
	amount == 0
	there > 0
	not without_status
	text := sprintf("none of %s has pods that a drain would evict", [lib.counted(there, "budget", "budgets")])
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

own_fault contains [b.namespace, b.name] if some b in refusing

own_fault contains [b.namespace, b.name] if some [b, _] in overlapping

summary.gap contains concat("; ", [text |
	some text in [
		lib.counted(count(own_fault), "budget blocks every eviction", "budgets block every eviction"),
		lib.counted(count(budgets.doubled), "workload's pods are under more than one budget and cannot be evicted", "workloads' pods are under more than one budget and cannot be evicted"),
	]
	not startswith(text, "0 ")
])
