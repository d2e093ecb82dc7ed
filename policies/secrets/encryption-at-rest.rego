# METADATA
# title: The API server is set to encrypt Secrets at rest
# description: |
#   By default the API server writes Secrets to etcd as they are. Whoever gets hold of a disk,
#   a backup or a snapshot of etcd then has every password of the cluster.
#
#   No API tells whether encryption is on, so kready goes by what configures it: the flag
#   `--encryption-provider-config` of a visible kube-apiserver, and `--secrets-encryption`
#   among the arguments that k3s writes on its server nodes, and `spec.encryption.type` of OpenShift's
#   APIServer. It does not see what the file behind the flag says, nor whether Secrets written earlier
#   were encrypted afterwards.
#
#   Providers that encrypt by default pass: EKS from 1.28 on (with a key), GKE and AKS (their
#   storage, not each Secret by a key of yours). Where the control plane is out of sight and
#   the provider promises nothing, the answer is unknown.
# related_resources:
# - ref: https://kubernetes.io/docs/tasks/administer-cluster/encrypt-data/
# - ref: https://docs.aws.amazon.com/eks/latest/userguide/envelope-encryption.html
# - ref: https://cloud.google.com/kubernetes-engine/docs/how-to/encrypting-secrets
# - ref: https://learn.microsoft.com/azure/aks/kms-data-encryption-concepts
# - ref: https://docs.k3s.io/security/secrets-encryption
# - ref: https://docs.redhat.com/en/documentation/openshift_container_platform/latest/html/security_and_compliance/encrypting-etcd
# custom:
#   level: configured
#   tier: must
#   since: 0.1.0
#   standsWithout:
#     any: [workloads/cronjobs]
#     gap: [workloads, nodes]
#   remediation: |
#     Write an EncryptionConfiguration (a KMS v2 plugin, or `secretbox` with a key file that is
#     not in the backup), pass it to every kube-apiserver with `--encryption-provider-config`,
#     then rewrite what is there: `kubectl get secrets -A -o json | kubectl replace -f -`.
#   remedies:
#   - before: "1.29"
#     text: |
#       Write an EncryptionConfiguration (a KMS plugin, or `secretbox` with a key file that is not in the
#       backup), pass it to every kube-apiserver with `--encryption-provider-config`, then rewrite what is
#       there: `kubectl get secrets -A -o json | kubectl replace -f -`.
#   - distributions: [k3s]
#     text: |
#       On a server, `k3s secrets-encrypt enable`, or `secrets-encryption: true` in /etc/rancher/k3s/config.yaml when
#       the cluster is created.
#   - distributions: [openshift]
#     text: |
#       Set the type in OpenShift's APIServer; its operators then encrypt what is there, which takes a
#       while:
#
#           oc patch apiserver cluster --type merge -p '{"spec":{"encryption":{"type":"aescbc"}}}'
package kready.secrets["encryption-at-rest"]

import data.kready.internal.controlplane
import data.kready.internal.products
import data.kready.lib

# servers are the kube-apiservers whose flags can be seen.
servers contains {"kind": w.kind, "namespace": w.namespace, "name": w.name, "args": c.args} if {
	some w in controlplane.flagged
	some c in w.containers
}

# openshift_type is how OpenShift is told to encrypt; identity, the default, is not at all.
openshift_type := products.value(controlplane.settings, "spec.encryption.type") if not controlplane.hosted

encrypting(server) if {
	some arg in server.args
	arg.name == "encryption-provider-config"
	arg.value != ""
}

plain contains server if {
	some server in servers
	not encrypting(server)
}

# k3s_args are the arguments of each k3s server, which run the API server in process.
k3s_args contains {"node": name, "args": args} if {
	input.distribution.name == "k3s"
	some n in input.nodeKinds
	n.controlPlane
	args := n.annotations["k3s.io/node-args"]
	some name in n.names
}

k3s_encrypts(s) if regex.match(`"--secrets-encryption(=true)?"(,"(true|--[^"]*)"|\])`, s.args)

k3s_encrypts(s) if contains(s.args, `"--secrets-encryption=true"`)

provider_default := "EKS encrypts all API data with a key, by default" if {
	input.distribution.name == "eks"
	newer_than_127
}

provider_default := "GKE encrypts what it stores, Secrets included, by default; a key of your own is not visible from here" if {
	input.distribution.name == "gke"
}

provider_default := "AKS encrypts the disks of etcd by default; a key of your own is not visible from here" if {
	input.distribution.name == "aks"
}

# No kubelet is newer than its API server, and dumps carry no version of the latter.
newer_than_127 if {
	some n in input.nodeKinds
	version := trim_prefix(split(n.kubeletVersion, "-")[0], "v")
	semver.is_valid(version)
	semver.compare(version, "1.28.0") >= 0
}

visible if count(servers) > 0

visible if count(k3s_args) > 0

visible if openshift_type

gap contains lib.finding("APIServer", "", "cluster", "its spec.encryption.type is not set, or identity: Secrets are in etcd as they are") if openshift_type in {"", "identity"}

gap contains finding if {
	some server in plain
	finding := lib.finding(server.kind, server.namespace, server.name, "it runs without --encryption-provider-config")
}

gap contains finding if {
	some s in k3s_args
	not k3s_encrypts(s)
	finding := lib.finding("Node", "", s.node, "its k3s server runs without --secrets-encryption")
}

unknown contains {"message": "no kube-apiserver can be seen here, and no API tells whether Secrets are encrypted"} if {
	not visible
	not provider_default
	not controlplane.openshift
}

unknown contains {"message": text} if {
	not visible
	controlplane.openshift
	not controlplane.hosted
	some text in controlplane.unread
}

# HostedCluster's spec.secretEncryption, in the cluster that hosts it.
unknown contains {"message": "the control plane is hosted elsewhere, where it is set whether Secrets are encrypted"} if {
	not visible
	controlplane.openshift
	controlplane.hosted
}

unknown contains {"message": "there is no APIServer cluster, which says how OpenShift encrypts"} if {
	not visible
	controlplane.openshift
	not controlplane.hosted
	count(controlplane.unread) == 0
}

summary.pass contains sprintf("OpenShift is told to encrypt by %s", [openshift_type]) if not openshift_type in {"", "identity"}

summary.pass contains "the API server is given an encryption configuration" if count(servers) > 0

summary.pass contains "k3s runs with --secrets-encryption" if count(k3s_args) > 0

summary.pass contains provider_default if {
	not visible
	provider_default
}

summary.gap contains "nothing tells the API server to encrypt Secrets in etcd"

out_of_sight if not controlplane.openshift

out_of_sight if controlplane.hosted

summary.unknown contains "the control plane is out of sight" if out_of_sight

summary.unknown contains "how OpenShift encrypts was not read" if not out_of_sight
