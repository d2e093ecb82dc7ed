# METADATA
# title: What pods send to other nodes is encrypted
# description: |
#   Most networks send what pods say as it is. Whoever can listen between two nodes (a switch, a neighbour in the same rack, a
#   provider) reads passwords and personal data, unless each service brings TLS of its own.
#
#   It is judged where kready.yaml asks for it: `intents: {encryption: true}`. kready looks for WireGuard, IPsec or ztunnel in Cilium's ConfigMap,
#   WireGuard in Calico's FelixConfiguration called default, and the backends `wireguard` and `wireguard-native` of Flannel, also of that in k3s. Where a mesh runs
#   and the network does not encrypt, the answer is unknown: a mesh encrypts for its own pods alone (`mesh/mtls-strict`,
#   `mesh/uninjected-pods`). Of other networks, and of what instances of a cloud encrypt by themselves, nothing is seen.
#   It is not tried whether what leaves a node is encrypted.
# related_resources:
# - ref: https://docs.cilium.io/en/stable/security/network/encryption/
# - ref: https://docs.tigera.io/calico/latest/network-policy/encrypt-cluster-pod-traffic
# - ref: https://github.com/flannel-io/flannel/blob/master/Documentation/backends.md
# - ref: https://docs.k3s.io/networking/basic-network-options
# custom:
#   level: configured
#   tier: could
#   since: 0.2.0
#   standsWithout:
#     any: [workloads/cronjobs]
#     pass: [workloads/pods]
#     gap: [workloads/pods]
#     skip: [workloads/pods]
#   remediation: |
#     Switch on the encryption of your network, or move all services into a mesh with mutual TLS:
#     Cilium: the chart's values `encryption.enabled=true` and `encryption.type=wireguard`. Calico:
#     `kubectl patch felixconfiguration default --type merge -p '{"spec":{"wireguardEnabled":true}}'`. Flannel: the backend `wireguard`.
#   remedies:
#   - distributions: [k3s]
#     text: |
#       Set `flannel-backend: wireguard-native` in /etc/rancher/k3s/config.yaml of all servers, and restart k3s on them, then on
#       the agents.
package kready.network.encryption

import data.kready.internal.products
import data.kready.lib

asked if input.intent.encryption

networks := lib.running("network/cni") | lib.running("network/policy")

runs(name) if {
	some impl in networks
	impl.name == name
}

felix := "felixconfigurations.crd.projectcalico.org"

calicos := {"calico", "calico-policy-only"}

on contains sprintf("Cilium encrypts by %s", [way]) if {
	runs("cilium")
	some way, value in {
		"WireGuard": input.networkConfig.cilium.enableWireGuard, "IPsec": input.networkConfig.cilium.enableIPsec,
		"ztunnel": input.networkConfig.cilium.enableZTunnel,
	}
	value == "true"
}

on contains "Calico encrypts by WireGuard" if {
	some name in calicos
	runs(name)
	some settings in products.objects(felix)
	settings.name == "default"
	"true" in {products.value(settings, "spec.wireguardEnabled"), products.value(settings, "spec.wireguardEnabledV6")}
}

on contains sprintf("Flannel's backend is %s", [backend]) if {
	runs("flannel")
	backend := input.networkConfig.flannel.backend
	backend in {"wireguard", "ipsec"}
}

on contains "the Flannel of k3s runs with wireguard-native" if {
	some n in input.nodeKinds
	regex.match(`"--flannel-backend(=|",")wireguard-native"`, object.get(n.annotations, "k3s.io/node-args", ""))
}

# doubts are why it is not known of a network that runs.
doubts contains "the snapshot was taken by an older kready, which did not look for Cilium's encryption" if {
	runs("cilium")
	input.networkConfig.cilium.found
	not input.networkConfig.cilium.encryptionAsked
}

doubts contains "cilium-config was not found" if {
	runs("cilium")
	not input.networkConfig.cilium.found
}

doubts contains message if {
	some name in calicos
	runs(name)
	some message in products.unread({felix})
}

doubts contains sprintf("whether %s encrypts is not visible to kready", [lib.named(impl)]) if {
	some impl in lib.running("network/cni")
	not impl.name in {"cilium", "calico", "flannel", "kindnet"}
}

doubts contains "the network is not one that kready knows" if count(networks) == 0

doubts contains sprintf("%s encrypts what its own pods say to each other; whether all pods are in it is another question", [lib.names(meshes)]) if count(meshes) > 0

meshes := lib.running("mesh/control-plane")

skip contains "kready.yaml does not ask for encryption between nodes (intents.encryption)" if not asked

gap contains {"message": sprintf("%s does not encrypt what pods send to other nodes", [lib.names(networks)])} if {
	asked
	count(on) == 0
	count(doubts) == 0
}

unknown contains {"message": message} if {
	asked
	count(on) == 0
	some message in doubts
}

summary.pass contains text if some text in on

summary.gap contains "what pods send to other nodes can be read on the way"

summary.unknown contains "whether what pods send is encrypted is not known"
