# METADATA
# title: PodDisruptionBudgets, and when they refuse every eviction
package kready.internal.budgets

import data.kready.internal.images
import data.kready.lib

# guarded are the workloads whose pods a budget selects, by the budget's namespace and name: all
# of them at once, so that OPA goes over the workloads once and not for each budget.
guarded := object.union_n([{[w.namespace, name]: {[w.kind, w.name]: true}} |
	some w in input.budgeted
	some name in w.budgets
])

# desired_pods are the numbers of pods that workloads ask for. DaemonSets are left out: a drain
# leaves their pods alone.
desired_pods := {[w.kind, w.namespace, w.name]: w.desired |
	some w in input.workloads
	w.kind != "DaemonSet"
}

# pods is how many pods a budget guards: by its status, or by the workloads that it selects.
pods(b) := b.expectedPods if b.observed

pods(b) := sum([desired_pods[[w[0], b.namespace, w[1]]] | some w, _ in guarded[[b.namespace, b.name]]]) if {
	not b.observed
}

# of_daemons holds for a budget that guards pods of DaemonSets only.
of_daemons(b) if {
	every w, _ in guarded[[b.namespace, b.name]] {
		w[0] == "DaemonSet"
	}
}

# never is why the spec of a budget allows no eviction, whatever its pods do. It is not defined
# for one that may allow some, nor for one without pods.
never(b) := "maxUnavailable is 0" if {
	b.maxUnavailable in {"0", "0%"}
	pods(b) > 0
} else := sprintf("minAvailable is %s, and it has %s", [b.minAvailable, lib.counted(pods(b), "pod", "pods")]) if {
	pods(b) > 0
	must_stay(b) >= pods(b)
	not allows_some(b)
}

allows_some(b) if {
	b.observed
	b.disruptionsAllowed > 0
}

# must_stay is how many pods minAvailable demands; percentages are rounded up.
must_stay(b) := to_number(b.minAvailable) if regex.match(`^[0-9]+$`, b.minAvailable)

must_stay(b) := ceil((to_number(trim_suffix(b.minAvailable, "%")) * pods(b)) / 100) if {
	regex.match(`^[0-9]+%$`, b.minAvailable)
}

# doubled are the workloads of which two or more budgets select the pods. The eviction API
# refuses such pods: https://kubernetes.io/docs/concepts/scheduling-eviction/api-eviction/
doubled contains w if {
	some w in input.budgeted
	count(w.budgets) > 1
	desired_pods[[w.kind, w.namespace, w.name]] > 0
}

doubled_names contains [d.kind, d.namespace, d.name] if some d in doubled

# refuses holds for a workload whose pods are never evicted: for one of its budgets, or for
# having two.
refuses(w) if {
	[w.kind, w.namespace, w.name] in doubled_names
}

refuses(w) if {
	some name, _ in guarding[[w.kind, w.namespace, w.name]]
	some i, _ in named[[w.namespace, name]]
	never(input.podDisruptionBudgets[i])
}

# guarding are the names of the budgets that select the pods of a workload, and named is where the budgets of a
# namespace and name stand: each once for all, as guarded.
guarding := object.union_n([{[w.kind, w.namespace, w.name]: {name: true}} |
	some w in input.budgeted
	some name in w.budgets
])

named := object.union_n([{[b.namespace, b.name]: {i: true}} | some i, b in input.podDisruptionBudgets])

# owner is the product that makes a budget and puts it back when it is edited.
owner(b) := [row |
	some row in input.tables.budgetOwners
	made_by(b, row)
][0]

made_by(b, row) if {
	row.kind != ""
	b.owner == row.kind
}

made_by(b, row) if {
	row.selectorKey != ""
	some r in b.selector.requirements
	r.key == row.selectorKey
	wanted(r, row.selectorValue)
}

wanted(_, "")

wanted(requirement, value) if value in requirement.values

# lifted holds for a budget that its product takes away, or lets go of the pods by itself, when
# their node is drained.
lifted(b) if {
	row := owner(b)
	row.lifts != ""
	has_needs(b, row)
}

has_needs(_, row) if row.needs == ""

has_needs(_, row) if {
	row.needs == "webhook"
	row.needsName in webhook_names
}

has_needs(b, row) if {
	row.needs == "sibling"
	sibling := trim_suffix(b.name, row.needsName)
	sibling != b.name
	named[[b.namespace, sibling]]
}

has_needs(b, row) if {
	row.needs == "replicas"
	some r in b.selector.requirements
	r.key == row.needsName
	some value in r.values
	[b.namespace, r.key, value] in replicated
}

webhook_names contains w.name if some w in input.webhooks

# replicated are the labels of pods with replicas that products ask for, by namespace.
replicated contains [w.namespace, row.needsName, w.podLabels[row.needsName]] if {
	some row in input.tables.budgetOwners
	row.needs == "replicas"
	some w in input.workloads
	w.desired > 1
}

# of_platform holds for a budget that guards a workload of a product, whose health
# cluster/system-workloads judges.
of_platform(b) if lib.system_namespace(b.namespace)

of_platform(b) if {
	some w in images.product_workloads
	w.namespace == b.namespace
	guarded[[b.namespace, b.name]][[w.kind, w.name]]
}
