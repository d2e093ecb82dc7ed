# METADATA
# title: A NetworkPolicy engine is present
# description: |
#   Kubernetes accepts every NetworkPolicy and enforces none: that is the work of an
#   engine, usually a part of the CNI. Without one, a policy is a comment. The API
#   server reports no error and the object has no status, so nobody notices.
#
#   kready looks for products that can enforce policies, also inside of other programs
#   (k3s, kindnet) and out of sight at the provider. An agent that
#   kready does not know, and that could be an engine, makes the answer unknown: one that
#   installs a CNI plugin, that may change the network of its nodes, or that may watch
#   NetworkPolicies. Whether the engine found is
#   switched on is asked by `network/policy-engine-on`; whether it really blocks, only a
#   probe can tell, and where one saw that it does, any engine will do. Where NetworkPolicies exist that nothing enforces, the graver
#   `network/policies-unenforced` says so in place of this check.
# related_resources:
# - ref: https://kubernetes.io/docs/concepts/services-networking/network-policies/#prerequisites
# custom:
#   level: present
#   tier: must
#   requires: [network/cni-present, network/policies-unenforced]
#   since: 0.1.0
#   standsWithout:
#     any: [workloads/cronjobs]
#     pass: [workloads, nodes, probes]
#   remediation: |
#     Add an engine to the network that you have: `kube-network-policies` runs beside any CNI. Or move to a
#     CNI that enforces policies, such as Cilium, Calico or Antrea.
#
#         kubectl apply -f https://raw.githubusercontent.com/kubernetes-sigs/kube-network-policies/main/install.yaml
#   remedies:
#   - distributions: [eks]
#     text: |
#       The VPC CNI brings an engine: set `enableNetworkPolicy` to "true" in the configuration values of its
#       add-on.
#
#           aws eks update-addon --cluster-name CLUSTER --addon-name vpc-cni --configuration-values '{"enableNetworkPolicy":"true"}'
#   - distributions: [gke]
#     text: |
#       Turn on network policy enforcement of the cluster, or use one with Dataplane V2, where it is always on.
#   - distributions: [aks]
#     text: |
#       Update the cluster to Azure CNI powered by Cilium, or give it a network policy engine:
#
#           az aks update --resource-group GROUP --name CLUSTER --network-policy calico
#   - distributions: [k3s]
#     text: |
#       K3s brings an engine unless its servers are told not to: take `disable-network-policy` out of their
#       arguments or configuration and restart them. With another CNI, use that one's engine.
package kready.network["policy-engine"]

import data.kready.internal.absence
import data.kready.internal.cni
import data.kready.internal.nodes
import data.kready.internal.policy_engines
import data.kready.lib

skip contains nodes.all_virtual

gap contains {"message": "no workload of a known NetworkPolicy engine runs in this cluster"} if missing

gap contains finding if {
	missing
	some finding in absence.findings("network/policy")
}

unknown contains finding if {
	count(policy_engines.installed) == 0
	not policy_engines.enforcement_proven
	some finding in cni.possible("network/policy")
}

unknown contains {"message": sprintf("%s would bring an engine, once these manifests are applied", [absence.expected("network/policy")])} if {
	count(policy_engines.installed) == 0
	not policy_engines.enforcement_proven
}

missing if {
	count(policy_engines.installed) == 0
	not policy_engines.enforcement_proven
	count(unknown) == 0
}

summary.pass contains "a probe saw policies enforced, by an engine that kready does not know" if {
	count(policy_engines.installed) == 0
	policy_engines.enforcement_proven
}

summary.pass contains sprintf("%s can enforce NetworkPolicy", [lib.names(policy_engines.installed)]) if count(policy_engines.installed) == 1

summary.pass contains sprintf("%s are all there to enforce NetworkPolicies: remove all but one, they get in each other's way", [lib.names(policy_engines.installed)]) if {
	count(policy_engines.installed) > 1
}

summary.gap contains "no known NetworkPolicy engine runs, and nothing that is not recognised looks like one" if missing

summary.unknown contains "it cannot be told whether anything here enforces NetworkPolicy"
