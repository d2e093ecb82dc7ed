package kready.images.dockerhub_test

import data.kready.images.dockerhub
import data.kready.lib

ref := {"kind": "Deployment", "namespace": "velero", "name": "velero"}

cluster(registry, changes, accounts) := {
	"inventory": [{"title": "Velero", "state": "running", "roles": ["backup/cluster"], "workloads": [ref]}],
	"serviceAccounts": accounts,
	"workloads": [object.union_n([
		ref,
		{
			"initContainers": [], "imagePullSecrets": [], "serviceAccount": "server",
			"containers": [{"image": {"registry": registry, "repository": "velero/velero", "tag": "v1", "digest": ""}}],
		},
		changes,
	])],
}

account(name, secrets) := {"namespace": "velero", "name": name, "imagePullSecrets": secrets}

test_gap if {
	input_ := cluster("docker.io", {}, [account("server", [])])
	dockerhub.gap == {
		lib.finding("Deployment", "velero", "velero", "it pulls docker.io/velero/velero without a pull secret"),
	} with input as input_
	dockerhub.summary.gap == {"1 workload pulls from Docker Hub without credentials"} with input as input_
}

test_pass if {
	dockerhub.summary.pass == {"no product comes from Docker Hub"} with input as cluster("registry.example", {}, [])
	count(dockerhub.gap) == 0 with input as cluster("docker.io", {"imagePullSecrets": ["hub"]}, [])
	count(dockerhub.gap) == 0 with input as cluster("docker.io", {}, [account("server", ["hub"])])
	count(dockerhub.gap) == 0 with input as cluster("docker.io", {"serviceAccount": ""}, [account("default", ["hub"])])
}

test_another_account_does_not_count if {
	dockerhub.gap == {
		lib.finding("Deployment", "velero", "velero", "it pulls docker.io/velero/velero without a pull secret"),
	} with input as cluster("docker.io", {}, [account("default", ["hub"])])
}

test_kind_brings_its_own if {
	own := {"containers": [{"image": {"registry": "docker.io", "repository": "kindest/kindnetd", "tag": "v1", "digest": ""}}]}
	count(dockerhub.gap) == 0 with input as cluster("docker.io", own, [])
}

# What a provider puts into its own namespaces is not the owner's to change.
test_provider_brings_its_own if {
	own := object.union(cluster("docker.io", {"namespace": "kube-system"}, []), {"distribution": {"name": "doks", "managed": true}})
	listed := [object.union(i, {"workloads": [object.union(ref, {"namespace": "kube-system"})]}) | some i in own.inventory]
	count(dockerhub.gap) == 0 with input as object.union(own, {"inventory": listed})
	self_managed := object.union(own, {"inventory": listed, "distribution": {"name": "kubeadm", "managed": false}})
	count(dockerhub.gap) == 1 with input as self_managed
}

test_skip if {
	dockerhub.skip == {"no product that kready knows runs here"} with input as object.union(cluster("docker.io", {}, []), {"inventory": []})
}
