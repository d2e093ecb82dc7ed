# METADATA
# title: Load balancers are open to the internet only where that is meant
# description: |
#   One field makes a Service public: `type: LoadBalancer`. On most clouds it then has an address that the whole
#   internet reaches, past every gateway, its TLS, its sign-in and its logs. Whoever wrote it often meant the network of the company.
#
#   It is judged where kready.yaml says which namespaces are meant: `intents: {exposure: {public: [ingress]}}`, or `[]` for
#   none. A Service of any other namespace whose load balancer has a public address is a gap, but for one that lets in only
#   some ranges of addresses (`loadBalancerSourceRanges`). kready goes by the address that it was given, and, where that is a name, by
#   the annotations of the clouds.
#
#   It does not see a firewall before a public address, nor one that forwards to a private address; nor load balancers that controllers
#   make for an Ingress or a Gateway without a Service.
# related_resources:
# - ref: https://kubernetes.io/docs/concepts/security/security-checklist/#network-security
# - ref: https://kubernetes.io/docs/concepts/services-networking/service/#internal-load-balancer
# - ref: https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/service/annotations/
# custom:
#   level: configured
#   tier: should
#   since: 0.2.0
#   standsWithout:
#     gap: [services]
#   remediation: |
#     Have it reached through the gateway of a namespace that is meant to be public, as ClusterIP:
#
#         kubectl -n NAMESPACE patch service NAME -p '{"spec":{"type":"ClusterIP"}}'
#
#     Where it needs a load balancer, set the annotation of your cloud that makes it an internal one, or let in some addresses only:
#     `spec.loadBalancerSourceRanges`. Where it is meant, add its namespace to `intents.exposure.public` in kready.yaml.
package kready.ingress.exposure

import data.kready.lib

meant := input.intent.exposure

# judged are the load balancers of namespaces that are not meant to be public.
judged contains s if {
	meant.stated
	some s in balancers
	not s.namespace in meant.public
}

balancers := [s |
	some s in input.services
	s.type == "LoadBalancer"
	not s.deleting
]

gap contains lib.finding("Service", s.namespace, s.name, sprintf("the internet reaches its load balancer (by %s)", [s.reachBy])) if {
	some s in judged
	s.reach == "public"
}

unknown contains lib.finding("Service", s.namespace, s.name, "its load balancer has a name, which does not tell from where it is reached") if {
	some s in judged
	s.reach == "untold"
}

unknown contains {"message": "the snapshot was taken by an older kready, which did not look from where load balancers are reached"} if {
	some s in judged
	s.reach == ""
}

skip contains "kready.yaml does not say where load balancers may be public (intents.exposure)" if not meant.stated

public := [s | some s in balancers; s.reach in {"public", "restricted"}]

summary.pass contains "there is no Service of type LoadBalancer" if count(balancers) == 0

summary.pass contains sprintf("%s, of which the internet reaches %d, all where that is meant or for some addresses only", [
	lib.counted(count(balancers), "load balancer", "load balancers"), count(public),
]) if {
	count(balancers) > 0
}

summary.gap contains sprintf("%s public in namespaces that are not meant to be", [lib.counted(count(gap), "load balancer is", "load balancers are")])

summary.unknown contains "whether the internet reaches all load balancers is not known"
