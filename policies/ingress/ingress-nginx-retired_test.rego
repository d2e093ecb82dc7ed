package kready.ingress["ingress-nginx-retired_test"]

import data.kready.ingress["ingress-nginx-retired"] as retired
import data.kready.lib

nginx := {
	"name": "ingress-nginx", "title": "ingress-nginx", "version": "1.15.1", "state": "running",
	"workloads": [{"kind": "Deployment", "namespace": "ingress-nginx", "name": "controller"}],
	"lifecycle": {"state": "retired", "since": "2026-03-24"},
}

tables := {"support": [{"name": "ingress-nginx-vendors", "releases": [
	{"name": "aks-app-routing", "endOfLife": "2026-11-30T00:00:00Z"},
	{"name": "rke2-lts", "endOfLife": "2027-11-30T00:00:00Z"},
]}]}

cluster(impl, distribution, day) := {
	"asOf": sprintf("%sT00:00:00Z", [day]), "inventory": [impl],
	"distribution": {"name": distribution}, "tables": tables,
}

test_gap if {
	retired.gap == {
		lib.finding("Deployment", "ingress-nginx", "controller", "it runs ingress-nginx 1.15.1, retired on 2026-03-24"),
	} with input as cluster(nginx, "kubeadm", "2026-11-01")
}

test_pass_before_the_day if {
	count(retired.gap) == 0 with input as cluster(nginx, "kubeadm", "2026-03-01")
}

test_pass_when_only_its_class_is_left if {
	count(retired.gap) == 0 with input as cluster(object.union(nginx, {"state": "remnant"}), "kubeadm", "2026-11-01")
}

test_rke2_is_maintained_for_some if {
	retired.unknown == {
		lib.finding("Deployment", "ingress-nginx", "controller", "SUSE maintains it until 2027-11-30 for subscribers; whether this cluster is covered cannot be told"),
	} with input as cluster(nginx, "rke2", "2026-11-01")
	count(retired.gap) == 0 with input as cluster(nginx, "rke2", "2026-11-01")
	retired.gap == {
		lib.finding("Deployment", "ingress-nginx", "controller", "it runs ingress-nginx 1.15.1, which its vendor maintained until 2027-11-30"),
	} with input as cluster(nginx, "rke2", "2028-01-01")
}

test_aks_is_maintained_for_a_while if {
	routing := object.union(nginx, {"name": "aks-app-routing", "lifecycle": {"state": "deprecated", "since": "2025-11-13"}})
	count(retired.gap) == 0 with input as cluster(routing, "aks", "2026-11-30")
	retired.gap == {
		lib.finding("Deployment", "ingress-nginx", "controller", "it runs ingress-nginx 1.15.1, which its vendor maintained until 2026-11-30"),
	} with input as cluster(routing, "aks", "2026-12-01")
}

test_another_nginx if {
	count(retired.gap) == 0 with input as cluster(object.union(nginx, {"name": "nginx-inc-ingress"}), "kubeadm", "2026-11-01")
}

# IBM builds the one of its load balancers; one that somebody installed beside it is upstream's.
test_of_ibm if {
	alb := object.union(nginx, {"namespace": "kube-system"})
	count(retired.gap) == 0 with input as cluster(alb, "iks", "2026-11-01")
	count(retired.unknown) == 1 with input as cluster(alb, "iks", "2026-11-01")
	count(retired.gap) == 1 with input as cluster(object.union(nginx, {"namespace": "ingress-nginx"}), "iks", "2026-11-01")
	count(retired.gap) == 1 with input as cluster(alb, "kubeadm", "2026-11-01")
}
