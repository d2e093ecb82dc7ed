package kready.secrets["encryption-at-rest_test"]

import data.kready.lib
import data.kready.secrets["encryption-at-rest"] as encryption

server(repository, args) := {
	"kind": "StaticPod", "namespace": "kube-system", "name": "kube-apiserver",
	"containers": [{"image": {"repository": repository}, "args": args}],
}

flag := {"name": "encryption-provider-config", "value": "/etc/kubernetes/enc.yaml"}

cluster(distribution, workloads, nodes) := {
	"distribution": {"name": distribution},
	"workloads": workloads, "nodes": nodes,
}

kubelet(version) := {"name": "a", "controlPlane": false, "annotations": {}, "kubeletVersion": version}

k3s(args) := cluster("k3s", [], [{"name": "s1", "controlPlane": true, "annotations": {"k3s.io/node-args": args}}])

test_pass_with_the_flag if {
	input_ := cluster("kubeadm", [server("kube-apiserver", [flag])], [])
	count(encryption.gap | encryption.unknown) == 0 with input as input_
}

test_pass_with_the_flag_on_rke2 if {
	input_ := cluster("rke2", [server("rancher/hardened-kubernetes", [flag])], [])
	count(encryption.gap | encryption.unknown) == 0 with input as input_
}

test_pass_whatever_a_mirror_calls_the_image if {
	every repository in ["m/registry.k8s.io_kube-apiserver", "m/rancher-hardened-kubernetes", "blobs"] {
		count(encryption.gap | encryption.unknown) == 0 with input as cluster("kubeadm", [server(repository, [flag])], [])
	}
}

test_gap_without_the_flag if {
	encryption.gap == {
		lib.finding("StaticPod", "kube-system", "kube-apiserver", "it runs without --encryption-provider-config"),
	} with input as cluster("kubeadm", [server("kube-apiserver", [])], [])
}

test_k3s if {
	count(encryption.gap) == 0 with input as k3s(`["server","--secrets-encryption"]`)
	count(encryption.gap) == 0 with input as k3s(`["server","--secrets-encryption","--disable","traefik"]`)
	count(encryption.gap) == 0 with input as k3s(`["server","--secrets-encryption","true"]`)
	encryption.gap == {
		lib.finding("Node", "", "s1", "its k3s server runs without --secrets-encryption"),
	} with input as k3s(`["server","--secrets-encryption","false"]`)
	encryption.gap == {lib.finding("Node", "", "s1", "its k3s server runs without --secrets-encryption")} with input as k3s(`["server"]`)
}

test_k3s_without_the_annotation if {
	encryption.unknown == {
		{"message": "no kube-apiserver can be seen here, and no API tells whether Secrets are encrypted"},
	} with input as cluster("k3s", [], [{"name": "s1", "controlPlane": true, "annotations": {}}])
}

test_providers_that_promise if {
	every name in ["eks", "gke", "aks"] {
		count(encryption.gap | encryption.unknown) == 0 with input as cluster(name, [], [kubelet("v1.36.4-eks-1a2b3c")])
		count(encryption.summary.pass) == 1 with input as cluster(name, [], [kubelet("v1.36.4")])
	}
}

test_old_eks_does_not_promise if {
	encryption.unknown == {
		{"message": "no kube-apiserver can be seen here, and no API tells whether Secrets are encrypted"},
	} with input as cluster("eks", [], [kubelet("v1.27.9-eks-1a2b3c")])
}

test_unknown_out_of_sight if {
	encryption.unknown == {
		{"message": "no kube-apiserver can be seen here, and no API tells whether Secrets are encrypted"},
	} with input as cluster("doks", [], [])
}

openshift(fields) := {
	"distribution": {"name": "openshift"}, "nodes": [],
	"workloads": [{"kind": "StaticPod", "namespace": "openshift-kube-apiserver", "name": "kube-apiserver", "containers": [{"image": {"repository": "hyperkube"}, "args": []}]}],
	"productResources": [{
		"name": "apiservers.config.openshift.io", "read": true, "served": true,
		"objects": [{"name": "cluster", "namespace": "", "conditions": [], "fields": fields}],
	}],
}

# Its pods carry no flag for it: its operator writes a file.
test_openshift if {
	aescbc := openshift([{"name": "spec.encryption.type", "values": ["aescbc"]}])
	count(encryption.gap | encryption.unknown) == 0 with input as aescbc
	encryption.summary.pass == {"OpenShift is told to encrypt by aescbc"} with input as aescbc
	every fields in [[], [{"name": "spec.encryption.type", "values": ["identity"]}]] {
		encryption.gap == {
			lib.finding("APIServer", "", "cluster", "its spec.encryption.type is not set, or identity: Secrets are in etcd as they are"),
		} with input as openshift(fields)
	}
}

test_openshift_unread if {
	encryption.unknown == {
		{"message": "apiservers.config.openshift.io could not be read (not-collected)"},
	} with input as cluster("openshift", [], [])
}

# The proxy to a control plane that is hosted elsewhere is named after its API server.
test_hosted if {
	proxy := object.union(server("release", []), {"name": "kube-apiserver-proxy"})
	hosted := object.union(cluster("openshift", [proxy], []), {
		"distribution": {"name": "openshift", "managed": true, "features": ["hosted control plane"]},
		"productResources": [{"name": "apiservers.config.openshift.io", "served": true, "read": true, "objects": [{"namespace": "", "name": "cluster", "fields": [], "conditions": []}]}],
	})
	count(encryption.gap) == 0 with input as hosted
	encryption.unknown == {{"message": "the control plane is hosted elsewhere, where it is set whether Secrets are encrypted"}} with input as hosted
	encryption.summary.unknown == {"the control plane is out of sight"} with input as hosted
}
