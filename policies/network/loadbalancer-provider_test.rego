package kready.network["loadbalancer-provider_test"]

import data.kready.lib
import data.kready.network["loadbalancer-provider"] as balancer

service(changes) := object.union(
	{
		"namespace": "shop", "name": "web", "type": "LoadBalancer", "deleting": false, "addresses": 0,
		"loadBalancerClass": "", "createdAt": "2026-06-01T00:00:00Z",
	},
	changes,
)

cluster(services) := {
	"collectedAt": "2026-11-01T12:00:00Z", "services": services, "inventory": [], "workloads": [],
	"distribution": {"name": "kubeadm", "title": "kubeadm"},
}

on(distribution) := object.union(cluster([]), {"distribution": {"name": distribution, "title": distribution}})

test_pass if balancer.summary.pass == {"2 Services of type LoadBalancer have addresses"} with input as cluster([service({"addresses": 1}), service({"name": "b", "addresses": 2})])

test_gap if {
	balancer.gap == {
		lib.finding("Service", "shop", "web", "it has no address, and nothing that is known to give one runs here"),
	} with input as cluster([service({})])
	balancer.summary.gap == {"1 of 1 Service of type LoadBalancer is without an address"} with input as cluster([service({})])
}

# What could be a provider of its own is no reason to install another.
test_gap_stranger if {
	candidate := {"role": "network/load-balancer", "why": "it may write the status of Services", "object": {"kind": "Deployment", "namespace": "lb", "name": "house"}}
	balancer.gap == {
		lib.finding("Service", "shop", "web", "it has no address"),
	} with input as object.union(cluster([service({})]), {"candidates": [candidate]})
}

test_young_and_leaving_ones_may_wait if {
	count(balancer.gap) == 0 with input as cluster([service({"createdAt": "2026-11-01T11:56:00Z"})])
	balancer.unknown == {
		lib.finding("Service", "shop", "web", "it has waited for less than 5 minutes"),
	} with input as cluster([service({"createdAt": "2026-11-01T11:56:00Z"})])
	count(balancer.unknown) == 0 with input as cluster([service({"createdAt": "2026-11-01T11:56:00Z"}), service({"name": "b", "addresses": 1})])
	count(balancer.gap) == 0 with input as cluster([service({"deleting": true})])
}

test_unknown if {
	balancer.unknown == {{"message": "there is no Service of type LoadBalancer, and no provider that kready knows"}} with input as cluster([])
	balancer.unknown == {
		{"message": "there is no Service of type LoadBalancer, and no provider that kready knows"},
	} with input as cluster([service({"type": "ClusterIP"})])
	balancer.unknown == {
		lib.finding("Service", "shop", "web", "it carries no status"),
	} with input as cluster([service({"createdAt": "0001-01-01T00:00:00Z"})])
}

# What may write addresses and is not recognised is named.
test_unknown_candidate if {
	candidate := {"role": "network/load-balancer", "why": "it may write the status of Services", "object": {"kind": "Deployment", "namespace": "lb", "name": "house"}}
	lib.finding(
		"Deployment", "lb", "house",
		"it is not recognised, and could be what is looked for: it may write the status of Services",
	) in balancer.unknown with input as object.union(cluster([]), {"candidates": [candidate]})
}

test_clouds[cloud] if {
	some cloud in ["doks", "eks", "iks", "oke"]
	count(balancer.unknown) == 0 with input as on(cloud)
}

test_no_cloud if {
	balancer.unknown == {{"message": "there is no Service of type LoadBalancer, and no provider that kready knows"}} with input as on("kind")
}

# provider is a running product that gives addresses, with a Deployment.
provider(name, namespace) := {
	"name": name, "title": name, "version": "0.15.2", "state": "running", "namespace": namespace, "roles": ["network/load-balancer"],
	"workloads": [{"kind": "Deployment", "namespace": namespace, "name": "controller"}, {"kind": "DaemonSet", "namespace": namespace, "name": "speaker"}],
}

workload(kind, name, ready) := {"kind": kind, "namespace": "lb", "name": name, "status": true, "desired": 1, "ready": ready, "containers": []}

both := [workload("Deployment", "controller", 1), workload("DaemonSet", "speaker", 1)]

# metallb is a cluster with MetalLB and these objects of its resources, and no Service.
metallb(objects) := object.union(cluster([]), {
	"inventory": [provider("metallb", "lb")], "workloads": both,
	"productResources": [resource(name, object.get(objects, name, [])) |
		some name in ["ipaddresspools", "addresspools", "l2advertisements", "bgpadvertisements", "bgppeers"]
	],
})

resource(name, objects) := {"name": concat(".", [name, "metallb.io"]), "read": true, "served": true, "objects": objects}

named(name, fields) := {
	"namespace": "lb", "name": name, "conditions": [],
	"fields": [{"name": path, "values": values} | some path, values in fields],
}

lan := named("lan", {"spec.addresses": ["192.0.2.0/28"]})

all_pools := named("all", {})

of_another := named("other", {"spec.ipAddressPools": ["wan"]})

gaps(cluster) := found if found := balancer.gap with input as cluster

no_pool := {{"message": "metallb 0.15.2 has no IPAddressPool in lb, and so no address to give; since 0.13 it does not read a ConfigMap"}}

unannounced := {lib.finding("IPAddressPool", "lb", "lan", "no L2Advertisement or BGPAdvertisement announces its addresses: nothing outside learns of them")}

test_metallb_pass[name] if {
	some name, advertisements in {
		"of all pools": [all_pools],
		"by name": [of_another, named("lan", {"spec.ipAddressPools": ["lan"]})],
		"by selector": [named("tier", {"spec.ipAddressPoolSelectors[]": ["{}"]})],
	}
	announced := metallb({"ipaddresspools": [lan], "l2advertisements": advertisements})
	gaps(announced) == set()
	balancer.summary.pass == {"no Service asks for a load balancer; metallb 0.15.2 is there to give one"} with input as announced
}

test_metallb_no_pool if gaps(metallb({"l2advertisements": [all_pools]})) == no_pool

# MetalLB reads what is in its own namespace.
test_metallb_not_applied if {
	manifests := object.union(metallb({"l2advertisements": [all_pools]}), {
		"target": {"kind": "manifests"},
		"workloads": [object.union(w, {"status": false}) | some w in both],
	})
	count(balancer.gap) == 0 with input as manifests
	balancer.unknown == no_pool with input as manifests
}

test_metallb_pool_elsewhere if {
	gaps(metallb({"ipaddresspools": [object.union(lan, {"namespace": "shop"})], "l2advertisements": [all_pools]})) == no_pool
}

test_metallb_unannounced[name] if {
	some name, objects in {"nothing": {}, "another pool": {"l2advertisements": [of_another]}}
	gaps(metallb(object.union({"ipaddresspools": [lan]}, objects))) == unannounced
}

# Addresses that nobody hears of are a gap although Services have them.
test_metallb_unannounced_with_addresses if {
	changed := object.union(metallb({"ipaddresspools": [lan]}), {"services": [service({"addresses": 1})]})
	gaps(changed) == unannounced
	balancer.summary.gap == {"nothing announces the addresses that Services are given"} with input as changed
}

# Where no speaker runs, something else announces them: Calico by BGP, for one.
test_metallb_without_speaker if gaps(object.union(metallb({"ipaddresspools": [lan]}), {"inventory": [object.union(
	provider("metallb", "lb"),
	{"workloads": [{"kind": "Deployment", "namespace": "lb", "name": "controller"}]},
)]})) == set()

test_metallb_bgp[name] if {
	some name, want in {
		"peer": set(),
		"": {{"message": "metallb 0.15.2 is to announce its addresses by BGP, and there is no BGPPeer"}},
	}
	peers := [named(name, {}) | name != ""]
	gaps(metallb({"ipaddresspools": [lan], "bgpadvertisements": [all_pools], "bgppeers": peers})) == want
}

# A cluster of one node, which kubeadm labels as a control plane.
excluded(changes) := object.union_n([
	metallb({"ipaddresspools": [lan], "l2advertisements": [all_pools]}),
	{"nodes": [{"name": "a", "virtual": false, "labels": {"node.kubernetes.io/exclude-from-external-load-balancers": ""}}]},
	changes,
])

test_metallb_excluded_nodes if gaps(excluded({})) == {lib.finding(
	"Node", "", "a",
	"it is labelled node.kubernetes.io/exclude-from-external-load-balancers, as every node is, and metallb 0.15.2 announces nothing from such nodes",
)}

test_metallb_one_node_left if {
	nodes := array.concat(excluded({}).nodes, [{"name": "b", "virtual": false, "labels": {}}])
	gaps(object.union(excluded({}), {"nodes": nodes})) == set()
}

test_metallb_told_to_ignore_it if {
	told := object.union(workload("DaemonSet", "speaker", 1), {"containers": [{"image": {"repository": ""}, "args": [{"name": "ignore-exclude-lb", "value": "true"}]}]})
	gaps(excluded({"workloads": [workload("Deployment", "controller", 1), told]})) == set()
}

test_metallb_old_kind if gaps(metallb({"addresspools": [named("old", {"spec.protocol": ["layer2"]})]})) == set()

test_metallb_only_by_name if {
	balancer.summary.pass == {"no Service asks for a load balancer; metallb 0.15.2 is there to give one, to Services that name the pool"} with input as metallb({
		"ipaddresspools": [named("lan", {"spec.autoAssign": ["false"]})], "l2advertisements": [all_pools],
	})
}

test_metallb_down if gaps(object.union(
	metallb({"ipaddresspools": [lan], "l2advertisements": [all_pools]}),
	{"workloads": [workload("Deployment", "controller", 0), workload("DaemonSet", "speaker", 1)]},
)) == {lib.finding("Deployment", "lb", "controller", "the only pod of metallb is not ready")}

test_metallb_unread if {
	changed := object.union(metallb({}), {"productResources": [], "blindSpots": [{"facts": "productResources.ipaddresspools.metallb.io", "reason": "forbidden"}]})
	gaps(changed) == set()
	{"message": "ipaddresspools.metallb.io could not be read (forbidden)"} in balancer.unknown with input as changed
	{"message": "bgppeers.metallb.io could not be read (not-collected)"} in balancer.unknown with input as changed
}

# Addresses that Services have say more than what could not be read.
test_metallb_unread_with_addresses if {
	changed := object.union(metallb({}), {"productResources": [], "services": [service({"addresses": 1})]})
	gaps(changed) == set()
	count(balancer.unknown) == 0 with input as changed
}

test_metallb_before_resources if {
	old := object.union(provider("metallb", "lb"), {"version": "0.12.1"})
	changed := object.union(metallb({}), {"inventory": [old]})
	gaps(changed) == set()
	balancer.unknown == {{"message": "metallb 0.12.1 takes its addresses from a ConfigMap, which is not looked at"}} with input as changed
}

kube_vip(more, pools) := object.union(cluster([]), {
	"inventory": array.concat([provider("kube-vip", "kube-system")], more),
	"networkConfig": {"kubeVIP": {"read": true, "pools": pools}},
})

test_kube_vip_alone if {
	{f.message | some f in gaps(kube_vip([], 0))} == {"kube-vip announces addresses and chooses none: no kube-vip cloud provider runs to do so, and only a Service with an address of its own gets it"}
}

test_kube_vip_provider if {
	allocator := provider("kube-vip-cloud-provider", "kube-system")
	gaps(kube_vip([allocator], 1)) == set()
}

test_kube_vip_provider_without_pools if gaps(kube_vip([provider("kube-vip-cloud-provider", "kube-system")], 0)) == {lib.finding(
	"ConfigMap", "kube-system", "kubevip",
	"it names no cidr or range: the kube-vip cloud provider has no address to give",
)}

test_cilium_pool[state] if {
	some state, want in {"false": 0, "true": 1}
	with_cilium := object.union(cluster([]), {
		"inventory": [object.union(provider("cilium", "kube-system"), {"roles": ["network/cni"]})],
		"productResources": [{
			"name": "ciliumloadbalancerippools.cilium.io", "read": true, "served": true,
			"objects": [named("lan", {"spec.disabled": [state]})],
		}],
	})
	count(balancer.unknown) == want with input as with_cilium
}

test_stopped_cloud_controller if {
	image := {"containers": [{"image": {"repository": "hetznercloud/hcloud-cloud-controller-manager"}}]}
	gaps(object.union(cluster([]), {"workloads": [object.union(workload("Deployment", "ccm", 0), image)]})) == {lib.finding("Deployment", "lb", "ccm", "the cloud controller has no ready pod")}
}

# by_digest is one of OpenShift's cloud controllers, of whose image only the digest is known.
by_digest(name, ready) := object.union(cluster([]), {"workloads": [object.union(
	workload("Deployment", name, ready),
	{"namespace": "openshift-cloud-controller-manager", "containers": [{"image": {"repository": "openshift-release-dev/ocp-v4.0-art-dev"}}]},
)]})

test_openshift_cloud_controller_by_digest if {
	count(balancer.unknown) == 0 with input as by_digest("aws-cloud-controller-manager", 2)
	count(gaps(by_digest("aws-cloud-controller-manager", 2))) == 0
	gaps(by_digest("gcp-cloud-controller-manager", 0)) == {lib.finding("Deployment", "openshift-cloud-controller-manager", "gcp-cloud-controller-manager", "the cloud controller has no ready pod")}
}

test_openshift_cloud_controller_without_load_balancers if {
	count(balancer.unknown) == 1 with input as by_digest("vsphere-cloud-controller-manager", 2)
	count(gaps(by_digest("vsphere-cloud-controller-manager", 0))) == 0
}
