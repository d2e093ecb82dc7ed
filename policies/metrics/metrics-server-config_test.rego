package kready.metrics["metrics-server-config_test"]

import data.kready.lib
import data.kready.metrics["metrics-server-config"] as config
import data.kready.mocks

cluster(args, changes) := mocks.cluster(object.union(
	{
		"inventory": [object.union(mocks.running("metrics-server", ["metrics/resource-api"], []), {"title": "metrics-server"})],
		"workloads": [mocks.daemon("metrics-server", {"containers": [{"name": "c", "image": {"tag": ""}, "args": args}]})],
	},
	changes,
))

insecure(value) := [{"name": "kubelet-insecure-tls", "value": value}]

test_pass if {
	count(config.gap) == 0 with input as cluster([], {})
	config.summary.pass == {"metrics-server verifies the certificates of kubelets"} with input as cluster([], {})
}

test_pass_when_it_is_false if count(config.gap) == 0 with input as cluster(insecure("false"), {})

test_gap if {
	config.gap == {
		lib.finding("DaemonSet", "kube-system", "metrics-server", "it does not verify the certificates of kubelets (--kubelet-insecure-tls)"),
	} with input as cluster(insecure("true"), {})
}

test_skip_on_kind if {
	kind := {"distribution": {"name": "kind", "title": "kind", "managed": false}}
	config.skip == {"kubelets of kind have certificates that nobody can verify"} with input as cluster(insecure("true"), kind)
}

# https://cloud.google.com/kubernetes-engine/docs sets up its own so.
test_of_old_releases_and_gke if {
	args := [{"name": "deprecated-kubelet-completely-insecure", "value": "true"}]
	count(config.gap) == 1 with input as cluster(args, {})
	gke := {"distribution": {"name": "gke", "title": "GKE", "managed": true}}
	count(config.gap) == 0 with input as cluster(args, gke)
	config.skip == {"GKE sets up its metrics-server, and has it verify no certificate of kubelets"} with input as cluster(args, gke)
	count(config.skip) == 0 with input as cluster([], gke)
}

test_skip_without_one if config.skip == {"metrics-server is not seen here"} with input as mocks.cluster({})
