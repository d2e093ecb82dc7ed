# METADATA
# title: Services of type LoadBalancer have an address, or something is there to give one
# description: |
#   Kubernetes accepts a Service of type LoadBalancer and leaves it to somebody else to give
#   it an address: the cloud's controller, or MetalLB, kube-vip and the like on site. With
#   nobody there it stays `<pending>` for ever, and the ingress controller behind it cannot be
#   reached.
#
#   Each such Service must have an address 5 minutes after it was made. Where there is none,
#   kready looks for a provider that runs, a cloud-controller-manager included, or for a
#   cloud whose own comes with the cluster (EKS, GKE, AKS). Without either the answer is
#   unknown: making a load balancer only to see would cost money.
#
#   A provider that runs and has nothing to give is a gap: MetalLB without an IPAddressPool in
#   its namespace, with pools that no L2Advertisement or BGPAdvertisement announces, or with BGP
#   and no BGPPeer; kube-vip with nothing that chooses addresses, or with a cloud provider whose
#   ConfigMap names none; Cilium that is to announce addresses, and has no object that says which.
#   MetalLB before 0.13 has its pools in a ConfigMap, which is not looked at.
#
#   It does not try whether the address can be reached.
# related_resources:
# - ref: https://metallb.io/configuration/
# - ref: https://kube-vip.io/docs/usage/cloud-provider/
# - ref: https://docs.cilium.io/en/stable/network/l2-announcements/
# - ref: https://docs.k3s.io/networking/networking-services#service-load-balancer
# - ref: https://kubernetes.io/docs/tasks/access-application-cluster/create-external-load-balancer/
# - ref: https://kubernetes.io/docs/concepts/services-networking/service/#loadbalancer
# custom:
#   level: present
#   tier: must
#   since: 0.1.0
#   standsWithout:
#     any: [workloads/cronjobs]
#   remediation: |
#     Install what gives Services an address: your cloud's controller, or MetalLB or kube-vip on site. If
#     nothing is to have a load balancer here, make the Service a NodePort or ClusterIP.
#   remedies:
#   - state: pending
#     text: |
#       See what the provider said of it: a quota, a missing role, a subnet without a tag, an empty address
#       pool. When nobody has said anything, nothing serves its `loadBalancerClass`.
#
#           kubectl -n NAMESPACE describe service SERVICE
#   - state: pending
#     before: "1.22"
#     text: |
#       See what the provider said of it: a quota, a missing role, a subnet without a tag, an empty address
#       pool. When nobody has said anything, nothing serves it.
#
#           kubectl -n NAMESPACE describe service SERVICE
#   - state: no-pool
#     text: |
#       Make an IPAddressPool in MetalLB's own namespace, with addresses of the network that nothing
#       else uses, and an L2Advertisement (or BGPAdvertisement and BGPPeer) beside it. MetalLB's
#       converter turns the ConfigMap of an older release into these.
#   - state: unannounced
#     text: |
#       Announce the pool: an L2Advertisement in MetalLB's namespace, without a `spec` for all pools; or a
#       BGPAdvertisement, with a BGPPeer for each router.
#   - state: cilium-unannounced
#     text: |
#       Say which Services Cilium announces, from which nodes: a CiliumL2AnnouncementPolicy with
#       `loadBalancerIPs: true`, or for BGP a CiliumBGPClusterConfig with its peers and a CiliumBGPAdvertisement.
#   - state: speakers-down
#     text: |
#       See why the pods of MetalLB's speakers are not ready:
#
#           kubectl -n NAMESPACE describe daemonset NAME
#   - state: no-provider
#     text: |
#       Install what gives Services an address: your cloud's controller, or MetalLB or kube-vip on site; where a
#       Service has a `loadBalancerClass`, what serves that. If nothing is to have a load balancer here, make
#       the Service a NodePort or ClusterIP.
#   - state: no-provider
#     before: "1.22"
#     text: |
#       Install what gives Services an address: your cloud's controller, or MetalLB or kube-vip on site. If nothing is to
#       have a load balancer here, make the Service a NodePort or ClusterIP.
#   - state: no-provider
#     distributions: [k3s]
#     text: |
#       K3s brings ServiceLB, unless its servers are told not to: take `servicelb` out of `--disable`, in their
#       arguments or in /etc/rancher/k3s/config.yaml, and restart them. Or install MetalLB or kube-vip in its place.
#   - state: no-provider
#     distributions: [rke2]
#     text: |
#       RKE2 brings ServiceLB where its servers are told so, by `enable-servicelb: true` in
#       /etc/rancher/rke2/config.yaml. Or install your cloud's controller, MetalLB or kube-vip.
#   - state: excluded-nodes
#     text: |
#       Let MetalLB announce from these nodes, by the value `speaker.ignoreExcludeLB: true` of its chart, or
#       take the label off the nodes that may:
#
#           kubectl label node NODE node.kubernetes.io/exclude-from-external-load-balancers-
#   - state: kube-vip
#     text: |
#       Install the kube-vip cloud provider, and name its addresses in the ConfigMap kube-system/kubevip, as
#       `cidr-global` or `range-global`: kube-vip itself chooses none.
package kready.network["loadbalancer-provider"]

import data.kready.internal.absence
import data.kready.internal.loadbalancers
import data.kready.internal.manifests
import data.kready.lib

balanced := [s |
	some s in input.services
	s.type == "LoadBalancer"
	not s.deleting
]

served := [s | some s in balanced; s.addresses > 0]

gap contains finding if {
	not faulty
	some s in balanced
	s.addresses == 0
	lib.older(s.createdAt, input.thresholds.loadBalancerMinutes)
	finding := lib.finding("Service", s.namespace, s.name, concat("", [pending_text(s), nobody]))
}

gap contains finding if {
	not manifests.not_applied
	some finding in wanting
}

# faulty holds where what is there to give addresses cannot: the findings on that explain what waits.
faulty if {
	idle
	not manifests.not_applied
	count(loadbalancers.faults) > 0
}

default nobody := ""

nobody := ", and nothing that is known to give one runs here" if unprovided

# unprovided holds where all that runs is known, and nothing of it gives addresses.
unprovided if {
	nothing_known
	count(served) == 0
	not manifests.not_applied
	count(absence.possible("network/load-balancer")) == 0
}

# wanting are providers that cannot give an address. Where something else does, that is no gap.
wanting contains finding if {
	idle
	some finding in loadbalancers.faults
}

wanting contains finding if {
	count(loadbalancers.usable) == 0
	some finding in loadbalancers.unannounced
}

pending_text(s) := "it has no address" if s.loadBalancerClass == ""

pending_text(s) := sprintf("it has no address; its loadBalancerClass is %s", [s.loadBalancerClass]) if s.loadBalancerClass != ""

unknown contains finding if {
	some s in balanced
	s.addresses == 0
	not lib.known(s.createdAt)
	finding := lib.finding("Service", s.namespace, s.name, "it carries no status")
}

unknown contains {"message": "there is no Service of type LoadBalancer, and no provider that kready knows"} if {
	count(balanced) == 0
	nothing_known
}

unknown contains finding if {
	count(balanced) == 0
	nothing_known
	some finding in absence.possible("network/load-balancer")
}

# A product's own manifests do not hold what it is told later.
unknown contains finding if {
	manifests.not_applied
	some finding in wanting
}

# Addresses that were given say more than a configuration that is not seen.
unknown contains finding if {
	idle
	some finding in loadbalancers.doubts
}

# A new Service without an address proves nothing yet.
unknown contains finding if {
	idle
	some s in balanced
	lib.known(s.createdAt)
	not lib.older(s.createdAt, input.thresholds.loadBalancerMinutes)
	finding := lib.finding("Service", s.namespace, s.name, sprintf("it has waited for less than %s", [lib.counted(input.thresholds.loadBalancerMinutes, "minute", "minutes")]))
}

nothing_known if {
	count(loadbalancers.usable) == 0
	count(union({loadbalancers.faults, loadbalancers.unannounced, loadbalancers.doubts})) == 0
}

state contains "pending" if {
	count(pending) > 0
	not faulty
	not unprovided
}

state contains "no-provider" if {
	count(pending) > 0
	unprovided
}

state contains "no-pool" if {
	idle
	some finding in loadbalancers.faults
	contains(finding.message, "IPAddressPool")
}

state contains "kube-vip" if {
	idle
	some finding in loadbalancers.faults
	contains(finding.message, "kube-vip")
}

state contains "unannounced" if count(unannounced_kinds & {"", "IPAddressPool"}) > 0

state contains "cilium-unannounced" if "CiliumLoadBalancerIPPool" in unannounced_kinds

state contains "speakers-down" if "DaemonSet" in unannounced_kinds

state contains "excluded-nodes" if "Node" in unannounced_kinds

# unannounced_kinds are the kinds of what keeps addresses from being announced, where nothing else gives one.
unannounced_kinds contains object.get(finding, ["object", "kind"], "") if {
	count(loadbalancers.usable) == 0
	some finding in loadbalancers.unannounced
}

idle if {
	count(served) == 0
	count(loadbalancers.usable) == 0
}

summary.pass contains text if some text in addresses

summary.pass contains text if {
	count(balanced) == 0
	text := sprintf("no Service asks for a load balancer; %s is there to give one%s", [concat(", ", loadbalancers.usable), restriction])
}

default restriction := ""

restriction := ", to Services that name the pool" if loadbalancers.only_by_name

summary.unknown contains text if some text in addresses

# addresses says how many Services have an address, and who is there to give one.
addresses contains "1 Service of type LoadBalancer has an address" if count(served) == 1

addresses contains text if {
	count(served) > 1
	text := sprintf("%d Services of type LoadBalancer have addresses", [count(served)])
}

addresses contains "no Service of type LoadBalancer has an address yet" if {
	count(balanced) > 0
	count(served) == 0
}

addresses contains text if some text in idle_providers

pending := [s | some s in balanced; s.addresses == 0]

summary.gap contains sprintf("%d of %s of type LoadBalancer %s without an address", [count(pending), lib.counted(count(balanced), "Service", "Services"), lib.are(count(pending))]) if {
	count(pending) > 0
}

summary.gap contains "what is there to give Services an address cannot do so" if {
	idle
	count(loadbalancers.faults) > 0
}

summary.gap contains "nothing announces the addresses that Services are given" if {
	count(loadbalancers.usable) == 0
	count(loadbalancers.unannounced) > 0
}

summary.gap contains text if some text in idle_providers

idle_providers contains sprintf("%s is there to give addresses", [concat(", ", loadbalancers.usable)]) if {
	count(balanced) > 0
	count(served) == 0
	count(loadbalancers.usable) > 0
}
