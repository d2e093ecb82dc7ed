# METADATA
# title: The LoadBalancers of the service get an address
# description: |
#   A Service of type LoadBalancer in a cluster without a provider of load balancers waits for its address
#   for ever, and nothing says that nobody is going to give it one.
#
#   kready asks what `network/loadbalancer-provider` found of the cluster. A Service with a class of its own
#   (`spec.loadBalancerClass`) is served by the product of that class alone, which is not judged: the answer
#   for it is unknown.
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
import data.kready.lib

services := [s |
	some s in landing.objects_of("", "Service")
	landing.value(s, "spec.type") == "LoadBalancer"
]

class(s) := landing.value(s, "spec.loadBalancerClass")

skip contains "the service has no Service of type LoadBalancer" if count(services) == 0

needy contains landing.finding(s, landing.line(s, "spec.type"), "platform", "it waits for an address of a load balancer") if {
	some s in services
	class(s) == ""
}

unknown contains landing.finding(s, landing.line(s, "spec.loadBalancerClass"), "platform", sprintf("whether something serves the class %s cannot be told", [class(s)])) if {
	some s in services
	class(s) != ""
}

summary.pass contains sprintf("%s, in a cluster that gives them addresses", [lib.counted(count(services), "load balancer", "load balancers")])

summary.unknown contains sprintf("%s a class of its own", [lib.counted(count(unknown), "Service has", "Services have")])
