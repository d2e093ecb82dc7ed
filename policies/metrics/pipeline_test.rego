package kready.metrics.pipeline_test

import data.kready.metrics.pipeline

prometheus(state) := {"title": "Prometheus", "version": "3.13.1", "state": state, "roles": ["metrics/pipeline"], "evidence": ["CRD prometheuses.monitoring.coreos.com"]}

cluster(inventory, distribution) := {
	"inventory": inventory, "workloads": [],
	"distribution": {"name": distribution}, "target": {"kind": "cluster"},
}

test_pass if {
	input_ := cluster([prometheus("running")], "kubeadm")
	count(pipeline.gap | pipeline.unknown) == 0 with input as input_
	pipeline.summary == {"Prometheus 3.13.1 is there"} with input as input_
}

test_pass_when_hidden if count(pipeline.gap) == 0 with input as cluster([prometheus("hidden")], "gke")

test_gap if pipeline.gap == {{"message": "no known metrics collector runs in this cluster"}} with input as cluster([], "kubeadm")

test_crds_are_no_pipeline if {
	pipeline.gap == {
		{"message": "Prometheus does not run; what is left of it: CRD prometheuses.monitoring.coreos.com"},
		{"message": "no known metrics collector runs in this cluster"},
	} with input as cluster([prometheus("remnant")], "kubeadm")
}

test_unknown_on_eks if {
	pipeline.unknown == {
		{"message": "no collector runs in this cluster; one of Amazon Managed Prometheus would leave no trace in it"},
	} with input as cluster([], "eks")
	count(pipeline.gap) == 0 with input as cluster([], "eks")
}

test_unknown_on_manifests if {
	manifests := object.union(cluster([prometheus("declared")], ""), {"target": {"kind": "manifests"}})
	pipeline.unknown == {
		{"message": "Prometheus 3.13.1 is asked for; whether it comes up cannot be told from manifests"},
	} with input as manifests
	count(pipeline.gap) == 0 with input as manifests
}
