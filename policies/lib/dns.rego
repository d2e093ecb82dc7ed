package kready.lib

# dns_services are the Services that pods are told to ask for names.
dns_services := [b |
	some b in input.backends
	b.exists
	"dns" in b.roles
]

# dns_endpoints is how many servers of cluster DNS are ready. Several Services can stand
# before the same servers, as one for metrics does.
dns_endpoints := max({0} | {b.readyEndpoints | some b in dns_services})

# dns_hidden are the implementations of cluster DNS that the provider runs out of sight.
dns_hidden := {impl |
	some impl in running("dns/cluster")
	impl.state == "hidden"
}

# dns_name is the product that answers.
dns_name := names(running("dns/cluster")) if count(running("dns/cluster")) > 0

dns_name := "cluster DNS" if count(running("dns/cluster")) == 0

# dns_workloads are the workloads whose pods the DNS Services select.
dns_workloads := [w |
	some b in dns_services
	count(b.selector) > 0
	some w in input.workloads
	w.namespace == b.namespace
	every key, value in b.selector {
		w.podLabels[key] == value
	}
]
