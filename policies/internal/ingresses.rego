package kready.internal.ingresses

# acme_solver holds for the Ingresses that cert-manager makes to answer an HTTP-01
# challenge, and deletes again.
acme_solver(ingress) if startswith(ingress.name, "cm-acme-http-solver-")

# private_host holds for names that no public name server knows: those of one label, and
# those of the domains that RFC 6761, RFC 6762, RFC 8375 and ICANN keep for private use.
private_host(host) if not contains(host, ".")

private_host(host) if {
	some domain in {".local", ".localhost", ".internal", ".test", ".invalid", ".example", ".home.arpa"}
	endswith(host, domain)
}
