# METADATA
# title: What gives Services of type LoadBalancer an address
# description: |
#   The products and clouds that give Services addresses, by what their own configuration says:
#   those that can (usable), those that run and have nothing to give (faults) or let nobody
#   know of it (unannounced), and those whose configuration is not seen (doubts).
package kready.internal.loadbalancers

import data.kready.internal.nodes
import data.kready.internal.products
import data.kready.internal.workloads
import data.kready.lib

# known are the products that give addresses, and run.
known := lib.running("network/load-balancer")

# usable are the names of what can give a Service an address.
usable contains lib.named(impl) if {
	some impl in known
	count(faults_of(impl)) == 0
	count(unannounced_by(impl)) == 0
	count(doubts_of(impl)) == 0
}

usable contains sprintf("the cloud controller of %s", [input.distribution.title]) if input.distribution.name in clouds

usable contains sprintf("%s/%s", [w.namespace, w.name]) if {
	some w in cloud_controllers
	not stopped(w)
}

usable contains "Cilium's LB IPAM" if {
	count(cilium_pools) > 0
	not cilium_unannounced
}

cilium_unannounced if {
	some finding in unannounced
	finding.object.kind == "CiliumLoadBalancerIPPool"
}

# unannounced are findings on addresses that nothing outside learns of.
unannounced contains fault if {
	some impl in known
	some fault in unannounced_by(impl)
}

unannounced contains lib.finding("CiliumLoadBalancerIPPool", "", pool.name, sprintf("Cilium is to announce its addresses by %s, and there is no %s", [way, kinds])) if {
	count(known) == 0
	count(cloud_controllers) == 0
	not input.distribution.name in clouds
	count(products.unread(cilium_announcers)) == 0
	every kind in cilium_announcers {
		count(products.objects(kind)) == 0
	}
	some [way, kinds] in cilium_ways
	some pool in cilium_pools
}

# faults are findings on what runs and cannot give an address.
faults contains fault if {
	some impl in known
	some fault in faults_of(impl)
}

faults contains lib.finding(w.kind, w.namespace, w.name, "the cloud controller has no ready pod") if {
	some w in cloud_controllers
	stopped(w)
}

cilium_announcers := {"ciliuml2announcementpolicies.cilium.io", "ciliumbgpclusterconfigs.cilium.io", "ciliumbgppeeringpolicies.cilium.io"}

# cilium_ways are how Cilium was told to announce addresses, with the kinds that say which. Told neither, something
# else may route them.
cilium_ways contains ["ARP and NDP", "CiliumL2AnnouncementPolicy"] if input.networkConfig.cilium.enableL2Announcements == "true"

cilium_ways contains ["BGP", "CiliumBGPClusterConfig"] if {
	input.networkConfig.cilium.enableBGP == "true"
	input.networkConfig.cilium.enableL2Announcements != "true"
}

# doubts are findings on why it is not known whether something can give an address.
doubts contains doubt if {
	some impl in known
	some doubt in doubts_of(impl)
}

# clouds are those whose own controller serves load balancers, with nothing to install:
# https://docs.digitalocean.com/products/kubernetes/how-to/add-load-balancers/,
# https://docs.oracle.com/en-us/iaas/Content/ContEng/Tasks/contengcreatingloadbalancer.htm,
# https://cloud.ibm.com/docs/containers?topic=containers-vpclb-about,
# https://www.scaleway.com/en/docs/kubernetes/reference-content/kubernetes-load-balancer/,
# https://techdocs.akamai.com/cloud-computing/docs/get-started-with-load-balancing-on-an-lke-cluster
clouds := {"aks", "doks", "eks", "gke", "iks", "kapsule", "lke", "oke"}

# cloud_controllers are self-installed ones, which give addresses on nearly every cloud.
cloud_controllers := [w |
	some w in input.workloads
	cloud_controller(w)
]

cloud_controller(w) if {
	some c in w.containers
	endswith(c.image.repository, "cloud-controller-manager")
}

# OpenShift's images are named by digest alone. Those of vSphere and Nutanix are not among these: they
# give no addresses. https://github.com/openshift/cluster-cloud-controller-manager-operator/tree/main/pkg/cloud
cloud_controller(w) if {
	w.namespace == "openshift-cloud-controller-manager"
	w.name in {sprintf("%s-cloud-controller-manager", [cloud]) | some cloud in {"aws", "azure", "gcp", "ibm", "openstack"}}
}

stopped(w) if {
	w.status
	workloads.is_down(w)
}

faults_of(impl) := workloads.down(impl) if {
	count(workloads.down(impl)) > 0
} else := metallb_faults(impl) if {
	impl.name == "metallb"
} else := object.get(kube_vip_faults, impl.name, set())

# kube_vip_faults are the faults of kube-vip and of its cloud provider, by their names.
kube_vip_faults[name] contains empty_config_map if {
	"kube-vip-cloud-provider" in names
	not other_than_kube_vip
	input.networkConfig.kubeVIP.read
	input.networkConfig.kubeVIP.pools == 0
	some name in {"kube-vip", "kube-vip-cloud-provider"}
}

kube_vip_faults["kube-vip"] contains {"message": text} if {
	not "kube-vip-cloud-provider" in names
	not other_than_kube_vip
	text := "kube-vip announces addresses and chooses none: no kube-vip cloud provider runs to do so, and only a Service with an address of its own gets it"
}

empty_config_map := lib.finding("ConfigMap", "kube-system", "kubevip", "it names no cidr or range: the kube-vip cloud provider has no address to give")

names contains impl.name if some impl in known

# other_than_kube_vip holds when something else can write addresses into Services, which
# kube-vip then announces.
other_than_kube_vip if {
	some name in names
	not name in {"kube-vip", "kube-vip-cloud-provider"}
}

other_than_kube_vip if count(cilium_pools) > 0

other_than_kube_vip if count(cloud_controllers) > 0

doubts_of(impl) := {{"message": message} | some message in products.unread(metallb_kinds)} if {
	impl.name == "metallb"
	count(products.unread(metallb_kinds)) > 0
} else := {{"message": sprintf("%s takes its addresses from a ConfigMap, which is not looked at", [lib.named(impl)])}} if {
	impl.name == "metallb"
	by_config_map(impl)
} else := {lib.finding("ConfigMap", "kube-system", "kubevip", "it was not looked at: the snapshot is of an older kready")} if {
	impl.name == "kube-vip-cloud-provider"
	not input.networkConfig.kubeVIP.read
} else := set()

metallb_kinds := {
	"ipaddresspools.metallb.io", "addresspools.metallb.io", "l2advertisements.metallb.io",
	"bgpadvertisements.metallb.io", "bgppeers.metallb.io",
}

# by_config_map holds for MetalLB before 0.13, which knows no custom resources.
by_config_map(impl) if before(impl, 13)

before(impl, minor) if {
	some version in regex.find_n(`^v?0\.\d+`, impl.version, 1)
	to_number(split(version, ".")[1]) < minor
}

metallb_faults(impl) := {{"message": sprintf("%s has no IPAddressPool in %s, and so no address to give; since 0.13 it does not read a ConfigMap", [lib.named(impl), impl.namespace])}} if {
	configured_by_resources(impl)
	count(pools(impl)) == 0
} else := set()

# configured_by_resources holds where the custom resources are all that MetalLB goes by, and
# are known.
configured_by_resources(impl) if {
	not by_config_map(impl)
	count(products.unread(metallb_kinds)) == 0
}

unannounced_by(impl) := set() if {
	impl.name != "metallb"
} else := set() if {
	not configured_by_resources(impl)
} else := set() if {
	not announces(impl)
} else := {lib.finding(w.kind, w.namespace, w.name, sprintf("no pod of it is ready: %s announces nothing", [lib.named(impl)])) | some w in speakers(impl)} if {
	every w in speakers(impl) {
		stopped(w)
	}
} else := {lib.finding("IPAddressPool", pool.namespace, pool.name, "no L2Advertisement or BGPAdvertisement announces its addresses: nothing outside learns of them") | some pool in pools(impl)} if {
	count(announced(impl)) == 0
} else := {{"message": sprintf("%s is to announce its addresses by BGP, and there is no BGPPeer", [lib.named(impl)])}} if {
	count(own(impl, "l2advertisements.metallb.io")) == 0
	count(own(impl, "addresspools.metallb.io")) == 0
	count(own(impl, "bgppeers.metallb.io")) == 0
} else := {lib.finding("Node", "", name, left_out_by(impl)) | some name in excluded_nodes} if {
	leaves_out_excluded(impl)
	count(excluded_nodes) > 0
	count(excluded_nodes) == nodes.real_count
} else := set()

left_out_by(impl) := sprintf("it is labelled %s, as every node is, and %s announces nothing from such nodes", [excluded_label, lib.named(impl)])

# excluded_nodes are those that load balancers are to leave out, as kubeadm and Talos label their
# control planes. MetalLB goes by that since 0.14, unless its speakers are told otherwise.
# https://metallb.io/troubleshooting/#metallb-is-not-advertising-my-service-from-my-control-plane-nodes-or-from-my-single-node-cluster
excluded_nodes contains name if {
	some n in input.nodeKinds
	not n.virtual
	excluded_label in object.keys(n.labels)
	some name in n.names
}

excluded_label := "node.kubernetes.io/exclude-from-external-load-balancers"

leaves_out_excluded(impl) if {
	not before(impl, 14)
	every w in lib.workloads_of(impl) {
		not "true" in workloads.flag_values(w, "ignore-exclude-lb")
	}
}

# own are the objects of a resource that an instance of MetalLB reads: those in its namespace.
own(impl, resource) := [item |
	some item in products.objects(resource)
	item.namespace == impl.namespace
]

pools(impl) := array.concat(own(impl, "ipaddresspools.metallb.io"), own(impl, "addresspools.metallb.io"))

# announces holds when the speakers are there. Without them, something else announces the addresses.
announces(impl) if count(speakers(impl)) > 0

speakers(impl) := [w | some w in lib.workloads_of(impl); w.kind == "DaemonSet"]

# announced are the names of the pools that MetalLB announces. Pools of the old kind say
# themselves by which protocol.
announced(impl) := {pool.name |
	some pool in own(impl, "ipaddresspools.metallb.io")
	some kind in ["l2advertisements.metallb.io", "bgpadvertisements.metallb.io"]
	some advertisement in own(impl, kind)
	covers(advertisement, pool.name)
} | {pool.name | some pool in own(impl, "addresspools.metallb.io")}

covers(advertisement, pool) if pool in products.values(advertisement, "spec.ipAddressPools")

covers(advertisement, _) if count(products.values(advertisement, "spec.ipAddressPoolSelectors[]")) > 0

# One that names no pool announces all of them.
covers(advertisement, _) if {
	count(products.values(advertisement, "spec.ipAddressPools")) == 0
	count(products.values(advertisement, "spec.ipAddressPoolSelectors[]")) == 0
}

# only_by_name holds when no pool of MetalLB gives an address to a Service that names none.
only_by_name if {
	some impl in known
	impl.name == "metallb"
	count(pools(impl)) > 0
	every pool in pools(impl) {
		products.value(pool, "spec.autoAssign") == "false"
	}
}

# cilium_pools are Cilium's pools that are not switched off or in conflict.
cilium_pools := [pool |
	some impl in lib.running("network/cni")
	impl.name == "cilium"
	some pool in products.objects("ciliumloadbalancerippools.cilium.io")
	products.value(pool, "spec.disabled") != "true"
	not in_conflict(pool)
]

in_conflict(pool) if products.condition(pool, "cilium.io/PoolConflict").status == "True"
