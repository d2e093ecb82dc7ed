# METADATA
# title: Every public host is served with TLS
# description: |
#   A host without TLS sends passwords, cookies and data in the clear, and browsers warn of
#   it or refuse it.
#
#   Each host in the rules of an Ingress must be covered by `spec.tls`, or by an annotation
#   that gives the certificate to a load balancer (ALB, GKE, Application Gateway) or to the
#   controller (Traefik, OpenShift). A Gateway that has routes must have a listener with
#   HTTPS or TLS. Names that cannot be public (`.local`, `.internal`, …), and cert-manager's
#   Ingresses for ACME challenges, are left out.
#
#   Where a load balancer in front of a Service holds the certificate, plain hosts behind it
#   are unknown instead of a gap. It does not see a controller's default certificate, TLS
#   that ends outside of the cluster, or hosts in objects of a controller's own kind, such
#   as IngressRoute. Whether the certificates are valid is another question.
# related_resources:
# - ref: https://kubernetes.io/docs/concepts/services-networking/ingress/#tls
# - ref: https://gateway-api.sigs.k8s.io/guides/tls/
# custom:
#   level: configured
#   tier: should
#   requires: [ingress/present]
#   since: 0.1.0
#   standsWithout:
#     gap: [ingresses, gateways]
#   remediation: |
#     Add `spec.tls` with the host and a Secret, or an HTTPS listener with a certificateRef.
#     cert-manager fills the Secret when the Ingress or Gateway carries
#     `cert-manager.io/cluster-issuer`. If TLS ends before the cluster, waive the check and
#     say where.
package kready.ingress.tls

import data.kready.internal.ingresses
import data.kready.lib

# hosts is how many public hosts Ingresses have.
hosts := sum([d.hosts | some d in input.ingressSums.domains; not private_domain(d.name)])

# private_domain holds for the last two labels of hosts that no public name server knows.
private_domain(domain) if not contains(domain, ".")

private_domain(domain) if ingresses.private_host(sprintf("x.%s", [domain]))

unencrypted contains finding if {
	some i in input.ingressSums.bare
	bare := sort([host | some host in i.hosts; not ingresses.private_host(host)])
	count(bare) > 0
	finding := lib.finding("Ingress", i.namespace, i.name, sprintf("no TLS for %s", [lib.shortened(bare)]))
}

unencrypted contains finding if {
	some g in gateways
	not encrypted(g)
	n := sum([l.attachedRoutes | some l in g.listeners])
	finding := lib.finding("Gateway", g.namespace, g.name, sprintf("%s attached, and no listener has TLS", [lib.counted(n, "route is", "routes are")]))
}

# gateways are those that let plain HTTP in and have routes.
gateways := [g |
	some g in input.gateways
	some l in g.listeners
	l.protocol == "HTTP"
	l.attachedRoutes > 0
]

encrypted(g) if {
	some l in g.listeners
	l.protocol in {"HTTPS", "TLS"}
}

encrypted(g) if g.certificateBy != ""

# terminating_services are the load balancers that hold a certificate themselves.
terminating_services := [s | some s in input.services; s.certificateBy != ""]

gap contains finding if {
	count(terminating_services) == 0
	some finding in unencrypted
}

unknown contains finding if {
	count(terminating_services) > 0
	some finding in unencrypted
}

skip contains "no Ingress names a public host, and no Gateway has routes over HTTP" if {
	hosts == 0
	count(gateways) == 0
}

summary.pass contains text if {
	count(unencrypted) == 0
	hosts > 0
	text := sprintf("%s TLS", [lib.counted(hosts, "public host of an Ingress has", "public hosts of Ingresses have")])
}

summary.pass contains text if {
	count(unencrypted) == 0
	count(gateways) > 0
	text := sprintf("%s a listener with TLS", [lib.counted(count(gateways), "Gateway has", "Gateways have")])
}

summary.gap contains sprintf("%s with hosts in the clear", [lib.counted(n, "Ingress", "Ingresses")]) if {
	n := count([f | some f in gap; f.object.kind == "Ingress"])
	n > 0
}

summary.gap contains sprintf("%s in the clear only", [lib.counted(n, "Gateway is", "Gateways are")]) if {
	n := count([f | some f in gap; f.object.kind == "Gateway"])
	n > 0
}

summary.unknown contains sprintf("TLS may end at the load balancer of %s", [concat(", ", {sprintf("%s/%s", [s.namespace, s.name]) | some s in terminating_services})])
