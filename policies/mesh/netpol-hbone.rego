# METADATA
# title: NetworkPolicies let the ambient mesh through
# description: |
#   In Istio's ambient mode, ztunnel brings what one pod of the mesh says to another to port 15008 of the
#   receiving pod (HBONE), whatever port the caller named. A NetworkPolicy that lets in certain ports only, and
#   not that one, drops all of it, while callers from outside of the mesh still come through.
#
#   kready looks, in each namespace that says `istio.io/dataplane-mode=ambient`, at the NetworkPolicies that let in
#   ports for callers that may be of the mesh, and not 15008 over TCP. Another policy for the same pods, or for all of
#   the namespace, that lets it in makes up for that; one for other pods may, so that the answer is unknown. Policies that let nobody in, and those
#   for callers by address or from namespaces without the mesh, are left out. Policies of the network's own kinds, and
#   pods that are enrolled one by one, are not seen.
# related_resources:
# - ref: https://istio.io/latest/docs/ambient/usage/networkpolicy/
# custom:
#   level: configured
#   tier: should
#   requires: [mesh/present]
#   since: 0.2.0
#   standsWithout:
#     any: [workloads/cronjobs, workloads/pods]
#     gap: [workloads, nodes]
#   remediation: |
#     Let port 15008 in beside the others; which ports a caller may use is then the matter of an AuthorizationPolicy:
#
#         ingress:
#         - ports:
#           - {port: 8080}
#           - {port: 15008}
package kready.mesh["netpol-hbone"]

import data.kready.internal.selectors
import data.kready.lib

hbone := 15008

ambient := {ns.name: ns |
	some ns in input.namespaces
	object.get(ns.labels, "istio.io/dataplane-mode", "") == "ambient"
	ns.phase != "Terminating"
}

tunnels if {
	some impl in lib.running("mesh/data-plane")
	some w in lib.workloads_of(impl)
	some c in w.containers
	contains(c.image.repository, "ztunnel")
}

# of(ns) are the policies of a namespace for what comes in.
of(ns) := [input.ambientPolicies[i] | some i, _ in inward[ns]]

inward := object.union_n([{p.namespace: {i: true}} | some i, p in input.ambientPolicies; "Ingress" in p.policyTypes])

lets_in(p) if {
	some rule in p.ingress
	rule_lets_in(rule)
}

lets_in(p) if count(p.ingress) < p.ingressRules

rule_lets_in(rule) if rule.cut

rule_lets_in(rule) if count(rule.ports) == 0

rule_lets_in(rule) if {
	some port in rule.ports
	port.protocol == "TCP"
	covers(port)
}

covers(port) if {
	port.port == 0
	port.name == ""
}

covers(port) if port.port == hbone

covers(port) if {
	port.port > 0
	port.port <= hbone
	port.endPort >= hbone
}

# for_mesh holds for a policy of which a rule may be for callers of the mesh.
for_mesh(p) if {
	some rule in p.ingress
	count(rule.peers) == 0
}

for_mesh(p) if {
	some rule in p.ingress
	some peer in rule.peers
	peer.cidr == ""
	not peer.namespaces.set
}

for_mesh(p) if {
	some rule in p.ingress
	some peer in rule.peers
	peer.namespaces.set
	selects_enrolled(peer.namespaces)
}

# selects_enrolled holds for a selector of a namespace of the mesh. One that asks for names is held against these alone.
selects_enrolled(selector) if {
	not names_asked(selector)
	some ns in enrolled
	selectors.selects(selector, labels_of(ns))
}

selects_enrolled(selector) if {
	some name in names_asked(selector)
	ns := enrolled_named[name]
	selectors.selects(selector, labels_of(ns))
}

# names_asked(selector) are the names of which a namespace must have one. It is not defined for one that may have any.
names_asked(selector) := [r.values |
	some r in selector.requirements
	r.key == "kubernetes.io/metadata.name"
	r.operator == "In"
][0]

enrolled_named := {ns.name: ns | some ns in enrolled}

# enrolled are the namespaces of the mesh, by sidecars too: their proxies speak HBONE to ambient pods.
enrolled contains ns if some ns in ambient

enrolled contains ns if {
	some ns in input.namespaces
	object.get(ns.labels, "istio-injection", "") == "enabled"
}

enrolled contains ns if {
	some ns in input.namespaces
	object.get(ns.labels, "istio.io/rev", "") != ""
	object.get(ns.labels, "istio-injection", "") != "disabled"
}

# The API server labels each namespace with its name.
labels_of(ns) := object.union(ns.labels, {"kubernetes.io/metadata.name": ns.name})

restricting contains p if {
	some ns, _ in ambient
	some p in of(ns)
	p.ingressRules > 0
	not lets_in(p)
	for_mesh(p)
}

# opening are the policies of the ambient namespaces that let it in.
opening contains other if {
	some ns, _ in ambient
	some other in of(ns)
	lets_in(other)
}

open_to_all contains other.namespace if {
	some other in opening
	other.selectsAll
}

opened_pods contains [other.namespace, other.pods] if some other in opening

opened contains other.namespace if some other in opening

made_up(p) if p.namespace in open_to_all

made_up(p) if {
	p.pods.set
	[p.namespace, p.pods] in opened_pods
}

# perhaps holds where another policy lets it in for pods that may be the same.
perhaps(p) if p.namespace in opened

finding(p) := lib.finding("NetworkPolicy", p.namespace, p.name, "it lets in ports for callers of the mesh, and not 15008, by which all of them come")

gap contains finding(p) if {
	some p in restricting
	not perhaps(p)
}

unknown contains lib.finding("NetworkPolicy", p.namespace, p.name, "it does not let in port 15008, and another policy lets that in for pods that may be the same") if {
	some p in restricting
	not made_up(p)
	perhaps(p)
}

skip contains "no namespace is of an ambient mesh" if count(ambient) == 0

skip contains "ztunnel does not run here" if {
	count(ambient) > 0
	not tunnels
}

summary.pass contains sprintf("no NetworkPolicy in %s keeps port 15008 out", [lib.counted(count(ambient), "ambient namespace", "ambient namespaces")])

summary.gap contains sprintf("%s the ambient mesh out", [lib.counted(count(gap), "NetworkPolicy keeps", "NetworkPolicies keep")])

summary.unknown contains "whether NetworkPolicies let the ambient mesh through is not known"
