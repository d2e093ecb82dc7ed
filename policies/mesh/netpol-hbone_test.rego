package kready.mesh["netpol-hbone_test"]

import data.kready.lib
import data.kready.mesh["netpol-hbone"] as hbone

everybody := {"set": true, "requirements": []}

unset := {"set": false, "requirements": []}

web := {"set": true, "requirements": [{"key": "app", "operator": "In", "values": ["web"]}]}

port(number) := {"protocol": "TCP", "port": number, "endPort": 0, "name": ""}

rule(ports, peers) := {"ports": ports, "peers": peers, "cut": false}

policy(changes) := object.union(
	{
		"namespace": "shop", "name": "web", "policyTypes": ["Ingress"], "selectsAll": false, "pods": web,
		"ingressRules": 1, "ingress": [rule([port(8080)], [])],
	},
	changes,
)

from(namespaces) := {"namespaces": namespaces, "pods": unset, "cidr": ""}

named(name) := {"set": true, "requirements": [{"key": "kubernetes.io/metadata.name", "operator": "In", "values": [name]}]}

cluster(policies) := {
	"inventory": [{
		"name": "istio", "title": "Istio", "state": "running", "roles": ["mesh/data-plane"],
		"workloads": [{"kind": "DaemonSet", "namespace": "istio-system", "name": "ztunnel"}],
	}],
	"workloads": [{"kind": "DaemonSet", "namespace": "istio-system", "name": "ztunnel", "containers": [{"image": {"repository": "istio/ztunnel"}}]}],
	"namespaces": [
		{"name": "shop", "phase": "Active", "labels": {"istio.io/dataplane-mode": "ambient"}},
		{"name": "monitoring", "phase": "Active", "labels": {}},
		{"name": "sidecars", "phase": "Active", "labels": {"istio-injection": "enabled"}},
	],
	"networkPolicies": policies,
}

kept_out := {lib.finding("NetworkPolicy", "shop", "web", "it lets in ports for callers of the mesh, and not 15008, by which all of them come")}

test_gap if {
	hbone.gap == kept_out with input as cluster([policy({})])
	hbone.gap == kept_out with input as cluster([policy({"ingress": [rule([port(8080)], [from(unset)])]})])
	hbone.gap == kept_out with input as cluster([policy({"ingress": [rule([port(8080)], [from(named("sidecars"))])]})])
	hbone.gap == kept_out with input as cluster([policy({"ingress": [rule([{"protocol": "UDP", "port": 15008, "endPort": 0, "name": ""}], [])]})])
}

test_lets_it_in if {
	every ports in [[], [port(8080), port(15008)], [object.union(port(15000), {"endPort": 15010})], [port(0)]] {
		count(hbone.gap | hbone.unknown) == 0 with input as cluster([policy({"ingress": [rule(ports, [])]})])
	}
}

# Rules that are not kept as a whole may let it in.
test_not_all_is_kept if {
	count(hbone.gap) == 0 with input as cluster([policy({"ingress": [object.union(rule([port(8080)], []), {"cut": true})]})])
	count(hbone.gap) == 0 with input as cluster([policy({"ingressRules": 200})])
}

# What nobody of the mesh calls is not theirs to let in.
test_other_callers if {
	every peer in [from(named("monitoring")), {"namespaces": unset, "pods": unset, "cidr": "10.0.0.0/8"}] {
		count(hbone.gap) == 0 with input as cluster([policy({"ingress": [rule([port(8080)], [peer])]})])
	}
}

# Those that let nobody in, and those for another direction or for pods without the mesh, are meant so.
test_other_policies if {
	count(hbone.gap) == 0 with input as cluster([policy({"ingressRules": 0, "ingress": []})])
	count(hbone.gap) == 0 with input as cluster([policy({"policyTypes": ["Egress"]})])
	count(hbone.gap) == 0 with input as cluster([policy({"namespace": "monitoring"})])
}

test_another_policy_makes_up if {
	tunnel := {"name": "hbone", "ingress": [rule([port(15008)], [])]}
	whole := policy(object.union(tunnel, {"selectsAll": true, "pods": everybody}))
	count(hbone.gap | hbone.unknown) == 0 with input as cluster([policy({}), whole])
	count(hbone.gap | hbone.unknown) == 0 with input as cluster([policy({}), policy(tunnel)])
	others := policy(object.union(tunnel, {"pods": {"set": true, "requirements": [{"key": "tier", "operator": "Exists", "values": []}]}}))
	count(hbone.gap) == 0 with input as cluster([policy({}), others])
	count(hbone.unknown) == 1 with input as cluster([policy({}), others])
}

test_skip if {
	hbone.skip == {"no namespace is of an ambient mesh"} with input as object.union(cluster([]), {"namespaces": []})
	hbone.skip == {"ztunnel does not run here"} with input as object.union(cluster([]), {"inventory": []})
}
