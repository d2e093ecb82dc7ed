# METADATA
# title: The LoadBalancers of the service get an address
# description: |
#   A Service of type LoadBalancer in a cluster without a provider of load balancers waits for its address
#   for ever, and nothing says that nobody is going to give it one.
#
#   Where another Service of the cluster has an address, something gives them. Else kready asks what
#   `network/loadbalancer-provider` found. Where a provider is there, and the Services that have asked it for an
#   address have none, it may be they or the provider: unknown. A Service with a class of its own
#   (`spec.loadBalancerClass`) is served by the product of that class alone: without another Service of
#   that class with an address, the answer for it is unknown.
# related_resources:
# - ref: https://kubernetes.io/docs/concepts/services-networking/service/#loadbalancer
# custom:
#   subject: service
#   level: configured
#   tier: must
#   requires: [network/loadbalancer-provider]
#   since: 0.2.0
#   remediation: |
#     Have the platform install a provider, such as MetalLB or its cloud's controller. Or let an Ingress or a
#     Gateway carry the traffic, and make the Service of type ClusterIP.
package kready.network["loadbalancer-there"]

import data.kready.internal.landing
import data.kready.internal.loadbalancers
import data.kready.lib

services := [s |
	some s in landing.objects_of("", "Service")
	landing.value(s, "spec.type") == "LoadBalancer"
]

class(s) := landing.value(s, "spec.loadBalancerClass")

skip contains "the service has no Service of type LoadBalancer" if count(services) == 0

served(class) if {
	some s in input.services
	s.type == "LoadBalancer"
	s.loadBalancerClass == class
	s.addresses > 0
}

# waiting are the Services of the cluster for which the provider has had time, and which have no address.
waiting := [sprintf("%s/%s", [s.namespace, s.name]) |
	some s in input.services
	s.type == "LoadBalancer"
	s.loadBalancerClass == ""
	not s.deleting
	s.addresses == 0
	lib.older(s.createdAt, input.thresholds.loadBalancerMinutes)
]

without := waiting[0] if count(waiting) == 1

without := sprintf("%d Services, such as %s", [count(waiting), waiting[0]]) if count(waiting) > 1

# doubtful holds where a provider is there, or may be, and all that is seen of it are Services without an address.
doubtful if {
	count(loadbalancers.usable) + count(loadbalancers.doubts) > 0
	count(waiting) > 0
}

provider := concat(", ", loadbalancers.usable) if count(loadbalancers.usable) > 0

provider := lib.names(loadbalancers.known) if count(loadbalancers.usable) == 0

needy contains landing.finding(s, landing.line(s, "spec.type"), "platform", "it waits for an address of a load balancer") if {
	not served("")
	not doubtful
	some s in services
	class(s) == ""
}

unknown contains landing.finding(s, landing.line(s, "spec.type"), "platform", message) if {
	not served("")
	doubtful
	some s in services
	class(s) == ""
	message := sprintf("%s is there to give it an address, and gave none to %s: whether it would to this one cannot be told", [provider, without])
}

unknown contains landing.finding(s, landing.line(s, "spec.loadBalancerClass"), "platform", sprintf("whether something serves the class %s cannot be told", [class(s)])) if {
	some s in services
	class(s) != ""
	not served(class(s))
}

summary.pass contains sprintf("%s, in a cluster that gives them addresses", [lib.counted(count(services), "load balancer", "load balancers")])

summary.unknown contains sprintf("whether %s an address cannot be told", [lib.counted(count(unknown), "Service gets", "Services get")])
