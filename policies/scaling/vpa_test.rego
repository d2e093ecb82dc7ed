package kready.scaling.vpa_test

import data.kready.lib
import data.kready.mocks
import data.kready.scaling.vpa

target := {"spec.targetRef.kind": ["Deployment"], "spec.targetRef.name": ["web"]}

of(fields) := {
	"kind": "VerticalPodAutoscaler", "namespace": "shop", "name": "web", "conditions": [],
	"fields": [{"name": path, "values": values} | some path, values in object.union(target, fields)],
}

hpa(metrics) := {"namespace": "shop", "name": "web", "targetKind": "Deployment", "targetName": "web", "metrics": metrics}

installed(role) := object.union(mocks.running("vpa", [role], []), {"workloads": []})

crds := [{"name": "verticalpodautoscalers.autoscaling.k8s.io"}]

with_both(fields, metrics) := mocks.cluster({
	"crds": crds,
	"inventory": [installed("scaling/recommender"), installed("scaling/pods")],
	"horizontalPodAutoscalers": [hpa(metrics)],
	"productResources": [{"name": "verticalpodautoscalers.autoscaling.k8s.io", "read": true, "served": true, "objects": [of(fields)]}],
})

quiet(cluster) if {
	vpa.gap == set() with input as cluster
	vpa.unknown == set() with input as cluster
}

clash(resource) := {lib.finding("VerticalPodAutoscaler", "shop", "web", sprintf("it sets %s of Deployment web, and HorizontalPodAutoscaler web scales by it", [resource]))}

# The mode that is not set is not Off.
test_gap_same_metric[mode] if {
	some mode, fields in {"unset": {}, "Auto": {"spec.updatePolicy.updateMode": ["Auto"]}, "InPlaceOrRecreate": {"spec.updatePolicy.updateMode": ["InPlaceOrRecreate"]}}
	vpa.gap == clash("cpu") with input as with_both(fields, ["Resource/cpu"])
}

test_gap_of_a_container if vpa.gap == clash("memory") with input as with_both({}, ["ContainerResource/memory"])

test_pass_other_metric if quiet(with_both({}, ["External/queue"]))

test_pass_other_resource if quiet(with_both({"spec.resourcePolicy.containerPolicies[].controlledResources": ["memory"]}, ["Resource/cpu"]))

test_pass_other_workload if {
	cluster := json.patch(with_both({}, ["Resource/cpu"]), [{"op": "replace", "path": "/horizontalPodAutoscalers/0/targetName", "value": "other"}])
	quiet(cluster)
}

# Whether all containers are switched off is not known.
test_pass_containers_off if quiet(with_both({"spec.resourcePolicy.containerPolicies[].mode": ["Off", ""]}, ["Resource/cpu"]))

test_skip_off if count(vpa.skip) == 1 with input as with_both({"spec.updatePolicy.updateMode": ["Off"]}, ["Resource/cpu"])

test_gap_recommender_alone if {
	cluster := object.union(with_both({}, ["External/queue"]), {"inventory": [installed("scaling/recommender")]})
	count(vpa.gap) == 1 with input as cluster
	vpa.state == {"not-applied"} with input as cluster
}

test_unknown_older_snapshot if count(vpa.unknown) == 1 with input as with_both({}, [])

test_unknown_unread if count(vpa.unknown) == 1 with input as mocks.cluster({"crds": crds, "productResources": []})

test_skip_not_there if count(vpa.skip) == 1 with input as mocks.cluster({"productResources": []})

parts(names) := {
	"inventory": [object.union(mocks.running("vpa", ["scaling/recommender", "scaling/pods"], []), {"workloads": [{"kind": "Deployment", "namespace": "kube-system", "name": name} | some name in names]})],
	"workloads": [mocks.daemon(name, {"kind": "Deployment", "containers": [{"image": {"repository": sprintf("autoscaling/%s", [name])}}]}) | some name in names],
}

# Without the admission controller no pod is given what is recommended.
test_gap_without_admission_controller if {
	cluster := object.union(with_both({}, ["External/queue"]), parts(["vpa-recommender", "vpa-updater"]))
	{f.state | some f in vpa.gap} == {"not-applied"} with input as cluster
	quiet(object.union_n([with_both({}, ["External/queue"]), parts(all_parts), called_by("vpa.k8s.io")]))
	quiet(object.union(with_both({"spec.updatePolicy.updateMode": ["Off"]}, ["External/queue"]), parts(["vpa-recommender", "vpa-updater"])))
}

test_gap_without_recommender if {
	cluster := object.union(with_both({"spec.updatePolicy.updateMode": ["Off"]}, ["External/queue"]), {"inventory": []})
	vpa.state == {"no-recommender"} with input as cluster
	count(vpa.gap) == 1 with input as cluster
	count(vpa.skip) == 0 with input as cluster
}

test_pass_own_recommender if {
	cluster := object.union(with_both({"spec.recommenders[].name": ["own"]}, ["External/queue"]), {"inventory": []})
	quiet(cluster)
}

test_gap_matches_no_pods if {
	cluster := json.patch(with_both({}, ["External/queue"]), [{
		"op": "replace", "path": "/productResources/0/objects/0/conditions",
		"value": [{"type": "NoPodsMatched", "status": "True", "reason": "NoPodsMatched", "message": "No pods match this VPA object"}],
	}])
	vpa.gap == {object.union(lib.finding("VerticalPodAutoscaler", "shop", "web", "NoPodsMatched: No pods match this VPA object"), {"state": "said"})} with input as cluster
}

all_parts := ["vpa-recommender", "vpa-updater", "vpa-admission-controller"]

called_by(name) := {"webhooks": [{"kind": "MutatingWebhookConfiguration", "name": "hooks", "webhooks": [{"name": name, "resources": ["/pods"]}]}]}

# It runs, and nothing asks it.
test_gap_without_webhook_configuration if {
	cluster := object.union(with_both({}, ["External/queue"]), parts(all_parts))
	{f.state | some f in vpa.gap} == {"not-called"} with input as cluster
	{f.object.name | some f in vpa.gap} == {"vpa-admission-controller"} with input as cluster
	{f.state | some f in vpa.gap} == {"not-called"} with input as object.union(cluster, called_by("injector.example.com"))
	quiet(object.union_n([with_both({"spec.updatePolicy.updateMode": ["Off"]}, ["External/queue"]), parts(all_parts)]))
}

test_unknown_webhooks_unread if {
	spot := {"facts": "webhooks", "verb": "list", "resource": "mutatingwebhookconfigurations", "reason": "forbidden"}
	cluster := object.union_n([with_both({}, ["External/queue"]), parts(all_parts), {"blindSpots": [spot]}])
	vpa.gap == set() with input as cluster
	count(vpa.unknown) == 1 with input as cluster
}
