package kready.ingress.tls_test

import data.kready.ingress.tls
import data.kready.lib

ingress(hosts, with_tls) := {"namespace": "shop", "name": "web", "hosts": hosts, "tlsHosts": with_tls, "certificateBy": ""}

gateway(listeners) := {"namespace": "infra", "name": "public", "certificateBy": "", "listeners": listeners}

cluster(ingresses, gateways) := {"ingresses": ingresses, "gateways": gateways, "services": []}

gaps(i) := found if found := tls.gap with input as cluster([i], [])

# unencrypted is the finding on the Ingress.
unencrypted(message) := {lib.finding("Ingress", "shop", "web", message)}

test_pass if {
	tls.summary.pass == {"1 public host of an Ingress has TLS"} with input as cluster([ingress(["a.example.org"], ["a.example.org"])], [])
	gaps(ingress(["a.example.org"], ["*"])) == set()
}

test_wildcard_is_one_label if {
	gaps(ingress(["a.acme.org"], ["*.acme.org"])) == set()
	gaps(ingress(["acme.org"], ["*.acme.org"])) == unencrypted("no TLS for acme.org")
	gaps(ingress(["a.b.acme.org"], ["*.acme.org"])) == unencrypted("no TLS for a.b.acme.org")
	gaps(ingress(["*.acme.org"], ["*.acme.org"])) == set()
}

test_gap_names_the_hosts if gaps(ingress(["b.acme.org", "a.acme.org"], [])) == unencrypted("no TLS for a.acme.org, b.acme.org")

test_private_names if gaps(ingress(["a.local", "b.internal", "grafana", "x.home.arpa"], [])) == set()

test_acme if gaps(object.union(ingress(["a.acme.org"], []), {"name": "cm-acme-http-solver-1"})) == set()

test_annotation if gaps(object.union(ingress(["a.acme.org"], []), {"certificateBy": "x"})) == set()

test_gateway if {
	plain := {"protocol": "HTTP", "attachedRoutes": 1}
	tls.gap == {
		lib.finding("Gateway", "infra", "public", "1 route is attached, and no listener has TLS"),
	} with input as cluster([], [gateway([plain])])
	count(tls.gap) == 0 with input as cluster([], [gateway([plain, {"protocol": "HTTPS", "attachedRoutes": 0}])])
	count(tls.gap) == 0 with input as cluster([], [gateway([object.union(plain, {"attachedRoutes": 0})])])
	count(tls.gap) == 0 with input as cluster([], [gateway([{"protocol": "HBONE", "attachedRoutes": 3}])])
}

test_unknown_behind_a_load_balancer if {
	front := {"namespace": "infra", "name": "lb", "certificateBy": "x"}
	input_ := object.union(cluster([ingress(["a.acme.org"], [])], []), {"services": [front]})
	count(tls.gap) == 0 with input as input_
	tls.unknown == {lib.finding("Ingress", "shop", "web", "no TLS for a.acme.org")} with input as input_
}

test_skip if {
	tls.skip == {"no Ingress names a public host, and no Gateway has routes over HTTP"} with input as cluster([ingress([], [])], [])
}
