package kready.cluster["runtime-features_test"]

import data.kready.cluster["runtime-features"] as features
import data.kready.mocks

land(name, class, nodes) := {
	"runtimeClasses": [{"name": "crun", "handler": "crun"}], "nodes": nodes,
	"service": {"pods": [mocks.service_pods("web", {"runtimeClass": class, "asks": [{"name": name, "line": 8}]})]},
}

node(name, handlers) := mocks.node(name, {"runtimeHandlers": handlers})

old := [{"name": "", "userNamespaces": false, "recursiveReadOnly": false}, {"name": "crun", "userNamespaces": true, "recursiveReadOnly": false}]

test_none if {
	message := "it asks for a user namespace of its own (hostUsers: false), which the runtime of none of 1 node can do"
	features.gap == {mocks.on("Deployment", "web", 8, "platform", message)} with input as land("userNamespaces", "", [node("a", old)])
}

# Pods of a RuntimeClass have its handler.
test_handler if {
	count(features.gap | features.unknown) == 0 with input as land("userNamespaces", "crun", [node("a", old)])
}

test_some_cannot if {
	judged := land("userNamespaces", "", [node("a", old), node("b", [{"name": "", "userNamespaces": true}])])
	count(features.gap) == 0 with input as judged
	count(features.unknown) == 1 with input as judged
}

test_untold if {
	judged := land("recursiveReadOnly", "", [node("a", [])])
	count(features.gap) == 0 with input as judged
	count(features.unknown) == 1 with input as judged
}

test_strict_groups if {
	count(features.gap | features.unknown) == 0 with input as land("strictGroups", "", [mocks.node("a", {"strictGroups": true, "runtimeHandlers": old})])
	count(features.gap) == 1 with input as land("strictGroups", "", [node("a", old)])
}

# Volumes made of images: by the release of the runtime and of the kubelet.
with_images(runtime, kubelet) := {
	"nodes": [mocks.node("a", {"takesPods": true, "os": "linux", "containerRuntime": runtime, "kubeletVersion": kubelet})],
	"service": {"pods": [mocks.service_pods("web", {"asks": [{"name": "imageVolumes", "line": 9}]})]},
}

test_images if {
	count(features.gap | features.unknown) == 0 with input as with_images("containerd://2.1.0", "v1.35.1")
	count(features.gap | features.unknown) == 0 with input as with_images("containerd://v2.10.1-k3s1", "v1.36.0+k3s1")
	count(features.gap) == 1 with input as with_images("containerd://2.0.5", "v1.35.1")
	count(features.gap) == 1 with input as with_images("cri-o://1.30.4", "v1.35.1")
	count(features.unknown) == 1 with input as with_images("containerd://2.1.0", "v1.33.1")
	count(features.unknown) == 1 with input as with_images("docker://28.0.0", "v1.36.0")
}
