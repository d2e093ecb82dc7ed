package kready.cluster["container-runtime_test"]

import data.kready.cluster["container-runtime"] as runtime
import data.kready.lib
import data.kready.mocks

cluster(version) := mocks.cluster({
	"nodes": [mocks.node("a", {"containerRuntime": version, "kubeletVersion": "v1.36.4"})],
	"tables": {"support": [{"name": "containerd", "releases": [{"name": "1.7", "endOfLife": "2026-09-01T00:00:00Z"}]}]},
})

test_pass[version] if {
	some version in ["containerd://2.3.1", "containerd://2.1.5+bottlerocket", "cri-o://1.36.2"]
	count(runtime.gap | runtime.unknown) == 0 with input as cluster(version)
	count(runtime.skip) == 0 with input as cluster(version)
}

test_old_containerd if {
	runtime.gap == {
		lib.finding("Node", "", "a", "containerd 1.7.27-k3s1: Kubernetes 1.38 refuses it, and its support ended on 2026-09-01"),
	} with input as cluster("containerd://1.7.27-k3s1")
	runtime.gap == {lib.finding("Node", "", "a", "containerd 1.6.1: Kubernetes 1.38 refuses it")} with input as cluster("containerd://1.6.1")
}

test_cri_o_of_another_release if {
	runtime.gap == {
		lib.finding("Node", "", "a", "CRI-O 1.34.2 with kubelet v1.36.4: they belong to different releases"),
	} with input as cluster("cri-o://1.34.2")
}

test_others_are_not_judged if {
	runtime.skip == {"the runtime is docker, which is not judged"} with input as cluster("docker://29.1.0")
}

test_unknown[version] if {
	some version in ["", "containerd://Unknown"]
	runtime.unknown == {{"message": "no node says which container runtime it has"}} with input as cluster(version)
}

test_skip_without_nodes if runtime.skip == {"there is no node"} with input as mocks.cluster({"nodes": []})
