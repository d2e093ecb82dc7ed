package kready.internal.ingresses

# names are those of all Ingresses, as namespace/name.
names contains name if {
	some k in input.ingressSums.kinds
	some name in k.names
}

# findings(names, message) say the same of each Ingress with one of these names, of which there may be thousands.
findings(names, message) := {{"object": {"kind": "Ingress", "namespace": parts[0], "name": parts[1]}, "message": message} |
	some name in names
	parts := split(name, "/")
}

# class_name is the class of a kind of Ingress, "" for none.
class_name(kind) := kind.class if kind.class != ""

else := kind.legacyClass

# private_host holds for names that no public name server knows: those of one label, and
# those of the domains that RFC 6761, RFC 6762, RFC 8375 and ICANN keep for private use.
private_host(host) if not contains(host, ".")

private_host(host) if regex.match(`\.(local|localhost|internal|test|invalid|example|home\.arpa)$`, host)
