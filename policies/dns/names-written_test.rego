package kready.dns["names-written_test"]

import data.kready.dns["names-written"] as written
import data.kready.mocks

on(kind, name) := object.union(mocks.manifest(kind, "shop", "web"), {"annotations": {"external-dns.alpha.kubernetes.io/hostname": name}})

writer(args) := {"kind": "Deployment", "namespace": "edge", "name": "external-dns", "containers": [{"name": "external-dns", "args": args}]}

land(o, workloads) := {
	"service": {"objects": [o], "pods": []}, "candidates": [], "workloads": workloads,
	"inventory": [{
		"name": "external-dns", "title": "ExternalDNS", "state": "running", "roles": ["dns/records"],
		"workloads": [{"kind": w.kind, "namespace": w.namespace, "name": w.name} | some w in workloads],
	}],
}

source(name) := {"name": "source", "value": name}

domain(name) := {"name": "domain-filter", "value": name}

test_pass[args] if {
	some args in [[source("service")], [source("ingress"), source("service"), domain("example.com")], [source("service"), domain(".Example.com.,acme.org")]]
	judged := land(on("Service", "shop.example.com."), [writer(args)])
	count(written.gap | written.unknown) == 0 with input as judged
}

test_other_source if {
	found := object.union(mocks.on("HTTPRoute", "web", 3, "platform", "ExternalDNS does not look at it: --source=gateway-httproute is not among its flags"), {"state": "passed-over"})
	written.gap == {found} with input as land(on("HTTPRoute", "shop.example.com"), [writer([source("service")])])
}

test_other_domain[args] if {
	some args in [[source("service"), domain("acme.org")], [source("service"), domain("ple.com")]]
	count(written.gap) == 1 with input as land(on("Service", "shop.example.com"), [writer(args)])
	written.state == {"passed-over"} with input as land(on("Service", "shop.example.com"), [writer(args)])
}

test_no_flags if {
	count(written.gap) == 0 with input as land(on("Service", "shop.example.com"), [writer([])])
	count(written.unknown) == 1 with input as land(on("Service", "shop.example.com"), [writer([])])
}

test_filtered if {
	args := [source("service"), {"name": "annotation-filter", "value": "public=true"}]
	count(written.unknown) == 1 with input as land(on("Service", "shop.example.com"), [writer(args)])
}

test_other_kind if {
	judged := land(on("VirtualService", "shop.example.com"), [writer([source("service")])])
	count(written.gap) == 0 with input as judged
	count(written.unknown) == 1 with input as judged
}

test_absent if count(written.gap) == 1 with input as {"service": {"objects": [on("Service", "shop.example.com")], "pods": []}, "inventory": [], "candidates": []}

test_skip if count(written.skip) == 1 with input as {}
