# METADATA
# title: Nodes leave ARP for the addresses of load balancers to what announces them
# description: |
#   In ipvs mode, kube-proxy gives every node the addresses of all LoadBalancer Services, on a device of its own, and each node
#   answers ARP for them unless it is told not to. MetalLB announces an address from one node: clients then see it move from node to
#   node, connections break, and `externalTrafficPolicy: Local` reaches nodes without a pod.
#
#   Where kube-proxy's configuration says `mode: ipvs`, and MetalLB runs and has an L2Advertisement, `ipvs.strictARP` must be true. Other
#   modes do not bind the addresses, and BGP does not need ARP for them.
# related_resources:
# - ref: https://metallb.io/installation/#preparation
# - ref: https://github.com/metallb/metallb/issues/153
# custom:
#   level: configured
#   tier: should
#   requires: [network/service-proxy-present]
#   since: 0.2.0
#   standsWithout:
#     any: [workloads/cronjobs, workloads/pods]
#     gap: [networkConfig]
#   remediation: |
#     Set `strictARP: true` under `ipvs` in kube-proxy's configuration, where it comes from, and restart kube-proxy.
#   remedies:
#   - distributions: [kubeadm, kind]
#     text: |
#       Set `strictARP: true` under `ipvs` in `config.conf`, and restart kube-proxy:
#
#           kubectl -n kube-system edit configmap kube-proxy
#           kubectl -n kube-system rollout restart daemonset/kube-proxy
package kready.network["strict-arp"]

import data.kready.internal.products
import data.kready.lib

config := input.networkConfig.kubeProxy

advertisements := "l2advertisements.metallb.io"

metallb := [impl | some impl in lib.running("network/load-balancer"); impl.name == "metallb"]

skip contains "no configuration of kube-proxy says that it is in ipvs mode" if config.mode != "ipvs"

skip contains "MetalLB, which announces addresses by ARP, does not run" if {
	config.mode == "ipvs"
	count(metallb) == 0
}

skip contains "MetalLB has no L2Advertisement" if {
	config.mode == "ipvs"
	count(metallb) > 0
	products.read(advertisements)
	count(products.objects(advertisements)) == 0
}

gap contains finding("its mode is ipvs without strictARP: every node answers ARP for the addresses that MetalLB announces from one") if {
	config.strictARP == "false"
	announces
}

announces if count(products.objects(advertisements)) > 0

unknown contains {"message": reason} if {
	config.strictARP == "false"
	not announces
	some reason in products.unread({advertisements})
}

unknown contains finding("whether it sets strictARP was not read") if not config.strictARP in {"true", "false"}

finding(message) := lib.finding("ConfigMap", "kube-system", config.configMap, message)

summary.gap contains "every node answers ARP for the addresses of load balancers"

summary.pass contains "kube-proxy leaves ARP for the addresses of load balancers to MetalLB"
