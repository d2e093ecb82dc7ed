package kready.certificates["webhook-ha_test"]

import data.kready.certificates["webhook-ha"] as ha
import data.kready.lib
import data.kready.mocks

webhook(changes) := object.union(
	{
		"kind": "Deployment", "namespace": "cm", "name": "webhook", "desired": 3, "podLabels": {"app": "webhook", "x": "y"},
		"containers": [{"image": {"repository": "jetstack/cert-manager-webhook"}}],
	},
	changes,
)

budgeted(namespace, name) := {"kind": "Deployment", "namespace": namespace, "name": name, "budgets": ["b"]}

cluster(w, budgets) := mocks.cluster({
	"inventory": [{
		"name": "cert-manager", "title": "cert-manager", "state": "running", "roles": ["certificates/issuer"],
		"workloads": [{"kind": w.kind, "namespace": w.namespace, "name": w.name}],
	}],
	"workloads": [w],
	"budgeted": budgets,
})

mine := [budgeted("cm", "webhook")]

test_pass if {
	count(ha.gap) == 0 with input as cluster(webhook({}), mine)
	ha.summary.pass == {"3 pods of the webhook, under a PodDisruptionBudget"} with input as cluster(webhook({}), mine)
}

test_gap_with_one_pod if {
	ha.gap == {lib.finding("Deployment", "cm", "webhook", "it has one pod")} with input as cluster(webhook({"desired": 1}), mine)
}

test_gap_without_a_budget_of_its_own if {
	ha.gap == {lib.finding("Deployment", "cm", "webhook", "no PodDisruptionBudget selects its pods")} with input as cluster(webhook({}), [])
	ha.gap == {
		lib.finding("Deployment", "cm", "webhook", "no PodDisruptionBudget selects its pods"),
	} with input as cluster(webhook({}), [budgeted("other", "webhook")])
	ha.gap == {
		lib.finding("Deployment", "cm", "webhook", "no PodDisruptionBudget selects its pods"),
	} with input as cluster(webhook({}), [budgeted("cm", "controller")])
}

test_one_image_for_all if {
	same := webhook({
		"containers": [{"image": {"repository": "cert-manager/jetstack-cert-manager-rhel9"}}],
		"podLabels": {"app.kubernetes.io/component": "webhook"}, "desired": 1,
	})
	ha.gap == {lib.finding("Deployment", "cm", "webhook", "it has one pod")} with input as cluster(same, mine)
}

test_skip_on_one_node if {
	input_ := object.union(cluster(webhook({"desired": 1}), []), {"nodes": [mocks.node("a", {})]})
	ha.skip == {"pods can run on one node only"} with input as input_
}

test_skip_without_a_webhook if {
	ha.skip == {"cert-manager's webhook is not seen here"} with input as object.union(cluster(webhook({}), []), {"inventory": []})
}
