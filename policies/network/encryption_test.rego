package kready.network.encryption_test

import data.kready.network.encryption

impl(name, role) := {"name": name, "title": name, "version": "", "state": "running", "roles": [role]}

cluster(impls, changes) := object.union(
	{
		"intent": {"encryption": true}, "inventory": impls, "nodes": [], "productResources": [], "blindSpots": [],
		"networkConfig": {"cilium": {"found": true, "encryptionAsked": true, "enableWireGuard": "", "enableIPsec": "", "enableZTunnel": ""}, "flannel": {"backend": ""}},
	},
	changes,
)

cilium := impl("cilium", "network/cni")

flannel := impl("flannel", "network/cni")

calico := impl("calico", "network/cni")

felix(value, read) := {"productResources": [{
	"name": "felixconfigurations.crd.projectcalico.org", "read": read, "served": true,
	"objects": [{"name": "default", "fields": [{"name": "spec.wireguardEnabled", "values": [value]}]}],
}]}

test_skip_unless_it_is_wanted if {
	count(encryption.skip) == 1 with input as cluster([cilium], {"intent": {"encryption": false}})
	count(encryption.gap | encryption.unknown) == 0 with input as cluster([cilium], {"intent": {"encryption": false}})
}

test_cilium_with_wireguard if {
	encryption.summary.pass == {"Cilium encrypts by WireGuard"} with input as cluster([cilium], {"networkConfig": {"cilium": {"enableWireGuard": "true"}}})
	count(encryption.gap) == 0 with input as cluster([cilium], {"networkConfig": {"cilium": {"enableWireGuard": "true"}}})
}

test_cilium_without if {
	encryption.gap == {{"message": "cilium does not encrypt what pods send to other nodes"}} with input as cluster([cilium], {})
}

test_cilium_of_an_older_snapshot if {
	count(encryption.gap) == 0 with input as cluster([cilium], {"networkConfig": {"cilium": {"encryptionAsked": false}}})
	count(encryption.unknown) == 1 with input as cluster([cilium], {"networkConfig": {"cilium": {"encryptionAsked": false}}})
}

test_calico_with_wireguard if "Calico encrypts by WireGuard" in encryption.on with input as cluster([calico], felix("true", true))

test_calico_without if count(encryption.gap) == 1 with input as cluster([calico], felix("false", true))

test_calico_that_was_not_read if {
	count(encryption.gap) == 0 with input as cluster([calico], felix("false", false))
	count(encryption.unknown) == 1 with input as cluster([calico], felix("false", false))
}

test_flannel if {
	count(encryption.gap) == 1 with input as cluster([flannel], {})
	count(encryption.gap) == 0 with input as cluster([flannel], {"networkConfig": {"flannel": {"backend": "wireguard"}}})
}

test_flannel_in_k3s if {
	every args in [`["server","--flannel-backend=wireguard-native"]`, `["server","--flannel-backend","wireguard-native"]`] {
		count(encryption.gap) == 0 with input as cluster([flannel], {"nodes": [{"name": "a", "annotations": {"k3s.io/node-args": args}}]})
	}
}

test_unknown_with_a_mesh if {
	count(encryption.gap) == 0 with input as cluster([flannel, impl("linkerd", "mesh/control-plane")], {})
	count(encryption.unknown) == 1 with input as cluster([flannel, impl("linkerd", "mesh/control-plane")], {})
}

test_unknown_of_other_networks if count(encryption.unknown) == 1 with input as cluster([impl("antrea", "network/cni")], {})

test_unknown_without_a_known_one if count(encryption.unknown) == 1 with input as cluster([], {})
