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
#     any: [workloads/cronjobs, workloads/pods]
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
	some [w, names, joined] in doubled
	some name in array.slice(names, 1, count(names))
	message := sprintf("PodDisruptionBudgets %s select the pods of %s %s: the API refuses to evict pods with more than one", [joined, w.kind, w.name])
	finding := in_state(lib.finding("PodDisruptionBudget", w.namespace, name, message), "two-budgets")
}

gap contains finding if {
	some [b, others] in overlapping
	message := sprintf("%s all of its pods too: the API refuses to evict pods with more than one", [others])
	finding := in_state(lib.finding("PodDisruptionBudget", b.namespace, b.name, message), "two-budgets")
}

doubled contains [w, names, joined_names(names)] if {
	some w in budgets.doubled
	names := sort(w.budgets)
}

joined_names(names) := concat(" and ", names) if count(names) <= 3

joined_names(names) := lib.shortened(names) if count(names) > 3

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

# overlapping are budgets of which others select whatever they do, for pods of which kready does not see the
# controller. Of budgets that select the same, the last by name is none.
overlapping contains [b, others] if {
	some b in judged
	b.observed
	b.selector.set
	not budgets.guarded[[b.namespace, b.name]]
	wide := wider[selection(b)]
	later := array.concat(wide.names, [name | some name in array.slice(twins[selection(b)], place[b.namespace][b.name] + 1, place[b.namespace][b.name] + 4)])
	amount_of := (wide.amount + count(twins[selection(b)])) - (place[b.namespace][b.name] + 1)
	amount_of > 0
	others := selecting_text(sort(later), amount_of)
}

selecting_text(names, 1) := sprintf("PodDisruptionBudget %s selects", [names[0]])

selecting_text(names, n) := sprintf("PodDisruptionBudgets %s select", [concat(" and ", names)]) if {
	n in {2, 3}
}

selecting_text(names, n) := sprintf("PodDisruptionBudgets %s and %d more select", [concat(", ", array.slice(names, 0, 3)), n - 3]) if n > 3

# selection(b) is what a budget selects.
selection(b) := [b.namespace, {r | some r in b.selector.requirements}]

# twins are the names of the budgets that select the same, sorted, and place is where a budget's is among them.
twins := {s: sort(object.keys(names)) |
	some s, names in object.union_n([{selection(b): {b.name: true}} |
		some b in judged
		b.observed
		b.selector.set
	])
}

place := object.union_n([{s[0]: {name: i}} | some s, names in twins; some i, name in names])

# wider are the budgets that select more than what is selected: the first names, and how many there are.
wider := {s: {"names": [name | some other in others; some name in array.slice(twins[other], 0, 3)], "amount": sum([count(twins[other]) | some other in others])} |
	some s, _ in twins
	others := [other |
		some r in (s[1] | {"all"})
		some other, _ in anchored[[s[0], r]]
		other != s
		count(other[1] - s[1]) == 0
	]
}

# anchored are selections by the requirement of theirs that fewest of the namespace have: whatever has all of them has that one.
anchored := object.union_n([{[s[0], anchor(s)]: {s: true}} | some s, _ in twins])

anchor(s) := "all" if count(s[1]) == 0

anchor(s) := min([[count(having[[s[0], r]]), r] | some r in s[1]])[1]

having := object.union_n([{[s[0], r]: {s: true}} | some s, _ in twins; some r in s[1]])

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
