# METADATA
# title: Cluster DNS
package kready.internal.dns

import data.kready.lib

# services are the Services that pods use as name servers.
services := [b |
	some b in input.backends
	b.exists
	"dns" in b.roles
]

# ready_endpoints is how many servers of cluster DNS are ready. Several Services can stand
# before the same servers, as one for metrics does.
ready_endpoints := max({0} | {b.readyEndpoints | some b in services})

# hidden are the implementations of cluster DNS that the provider runs out of sight.
hidden contains impl if {
	some impl in lib.running("dns/cluster")
	impl.state == "hidden"
}

# product_names is the name of what runs cluster DNS.
product_names := lib.names(lib.running("dns/cluster")) if count(lib.running("dns/cluster")) > 0

product_names := "cluster DNS" if count(lib.running("dns/cluster")) == 0

# workloads are the workloads whose pods the DNS Services select.
workloads := [w |
	some b in services
	some w in input.workloads
	w.namespace == b.namespace
	lib.selected(b.selector, w.podLabels)
]
