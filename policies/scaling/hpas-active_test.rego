package kready.scaling["hpas-active_test"]

import data.kready.lib
import data.kready.mocks
import data.kready.scaling["hpas-active"] as hpas

hpa(conditions, changes) := object.union(
	{
		"namespace": "shop", "name": "web", "createdAt": "2026-06-01T00:00:00Z", "minReplicas": 2, "maxReplicas": 5, "current": 2,
		"conditions": conditions,
	},
	changes,
)

condition(type, status, reason, since) := {"type": type, "status": status, "reason": reason, "message": "", "since": since}

old := "2026-10-01T00:00:00Z"

cluster(items) := mocks.cluster({"horizontalPodAutoscalers": items})

active := [condition("AbleToScale", "True", "ReadyForNewScale", old), condition("ScalingActive", "True", "ValidMetricFound", old)]

test_pass if hpas.summary.pass == {"none of 1 autoscaler is without its metrics"} with input as cluster([hpa(active, {})])

test_maximum_is_told if {
	hpas.summary.pass == {"none of 1 autoscaler is without its metrics, 1 at the maximum"} with input as cluster([hpa(active, {"current": 5})])
}

test_gap[type] if {
	some type in ["AbleToScale", "ScalingActive"]
	hpas.gap == {
		lib.finding("HorizontalPodAutoscaler", "shop", "web", "FailedGetResourceMetric"),
	} with input as cluster([hpa([condition(type, "False", "FailedGetResourceMetric", old)], {})])
}

# Each remedy is for what its autoscaler says.
test_state[state] if {
	some state, c in {
		"ambiguous": object.union(condition("ScalingActive", "False", "AmbiguousSelector", old), {"message": "pods by selector app=web are controlled by multiple HPAs: [shop/a shop/web]"}),
		"target-gone": object.union(condition("AbleToScale", "False", "FailedGetScale", old), {"message": "deployments.apps \"web\" not found"}),
	}
	{f.state | some f in hpas.gap} == {state} with input as cluster([hpa([c], {})])
	hpas.state == {state} with input as cluster([hpa([c], {})])
}

test_passing if count(hpas.gap) == 0 with input as cluster([hpa([condition("ScalingActive", "False", "x", "2026-11-01T11:55:00Z")], {})])

test_scaled_to_zero if count(hpas.gap) == 0 with input as cluster([hpa([condition("ScalingActive", "False", "ScalingDisabled", old)], {})])

test_nobody_looks_at_it if {
	hpas.gap == {
		lib.finding("HorizontalPodAutoscaler", "shop", "web", "no controller has said anything about it"),
	} with input as cluster([hpa([], {})])
	count(hpas.gap) == 0 with input as cluster([hpa([], {"createdAt": "2026-11-01T11:55:00Z"})])
}

test_rendered if {
	hpas.unknown == {
		lib.finding("HorizontalPodAutoscaler", "shop", "web", "it carries no status"),
	} with input as cluster([hpa([], {"createdAt": "0001-01-01T00:00:00Z"})])
}

test_skip if hpas.skip == {"there is no HorizontalPodAutoscaler"} with input as cluster([])
