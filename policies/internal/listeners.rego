# METADATA
# title: Which routes the listeners of a Gateway take, as the Gateway API has it
package kready.internal.listeners

import data.kready.internal.landing
import data.kready.internal.selectors

# refusals(route, gateway, l) are the reasons for which a listener does not take a route of a service.
refusals(route, gateway, l) := ({sprintf("takes no %s", [route.kind]) |
	not takes_kind(l, route.kind)
} | {namespace_refusal(l) |
	not takes_namespace(l, gateway, route.namespace)
}) | {sprintf("is for %s alone", [l.hostname]) |
	not takes_hostnames(l, route.hostnames)
}

namespace_refusal(l) := "takes routes of its own namespace alone" if l.allowedFrom == "Same"

namespace_refusal(l) := "takes routes of namespaces with certain labels, which this one lacks" if l.allowedFrom == "Selector"

namespace_refusal(l) := "takes no routes" if l.allowedFrom == "None"

# undecided holds for a listener of which the facts do not say whether it takes routes of a namespace.
undecided(l, _) if not l.allowedFrom in {"All", "Same", "Selector", "None"}

undecided(l, namespace) if {
	l.allowedFrom == "Selector"
	count(labels(namespace)) == 0
}

# takes_kind holds for the kinds that a listener lists, or else those of its protocol. Which kinds go with a
# protocol of an implementation's own is for it to say.
takes_kind(l, kind) if kind in l.allowedKinds

takes_kind(l, kind) if {
	count(l.allowedKinds) == 0
	kind in kinds[l.protocol]
}

takes_kind(l, _) if {
	count(l.allowedKinds) == 0
	not l.protocol in object.keys(kinds)
}

# kinds are those that listeners of a protocol may take.
# https://gateway-api.sigs.k8s.io/concepts/api-overview/#route-summary-table
kinds := {
	"HTTP": {"HTTPRoute", "GRPCRoute"},
	"HTTPS": {"HTTPRoute", "GRPCRoute"},
	"TLS": {"TLSRoute", "TCPRoute"},
	"TCP": {"TCPRoute"},
	"UDP": {"UDPRoute"},
}

takes_namespace(l, _, _) if l.allowedFrom == "All"

takes_namespace(l, gateway, namespace) if {
	l.allowedFrom == "Same"
	gateway.namespace == namespace
}

takes_namespace(l, _, namespace) if {
	l.allowedFrom == "Selector"
	some found in labels(namespace)
	selectors.selects(l.allowedNamespaces, found)
}

takes_namespace(l, _, namespace) if undecided(l, namespace)

# labels are those of a namespace, as the service brings it or the cluster has it; empty where neither does.
labels(namespace) := {with_name(o) | some o in landing.objects_of("", "Namespace"); o.name == namespace} if {
	landing.brought("", "Namespace", "", namespace)
} else := {with_name(n) | some n in input.namespaces; n.name == namespace}

with_name(n) := object.union(n.labels, {"kubernetes.io/metadata.name": n.name})

takes_hostnames(l, _) if l.hostname == ""

takes_hostnames(_, hostnames) if count(hostnames) == 0

takes_hostnames(l, hostnames) if {
	some name in hostnames
	intersect(lower(l.hostname), lower(name))
}

intersect(a, b) if a == b

intersect(a, b) if covers(a, b)

intersect(a, b) if covers(b, a)

# covers holds for a name with a wildcard and a name below it, with any number of labels.
covers(wildcard, name) if {
	startswith(wildcard, "*.")
	endswith(name, substring(wildcard, 1, -1))
}
