# METADATA
# title: Addresses for Services are left
# description: |
#   Each Service with a ClusterIP takes an address of the cluster's range for Services. When all are
#   taken, no Service can be made any more: a release that brings one fails, whatever else is free.
#
#   kready reads the ranges (ServiceCIDRs) and how many addresses are taken (IPAddresses), which the API
#   server serves since Kubernetes 1.33. More than 80 % (`serviceIPUsePercent`) is a gap. The API server counts
#   the addresses of all families together: in a cluster of two families the answer is unknown
#   where these numbers leave both possible. A range that is being deleted does not count.
# related_resources:
# - ref: https://kubernetes.io/docs/tasks/network/extend-service-ip-ranges/
# - ref: https://kubernetes.io/docs/concepts/services-networking/cluster-ip-allocation/
# custom:
#   level: configured
#   tier: should
#   since: 0.2.0
#   remediation: |
#     Add a range that overlaps with no network of nodes, pods or Services:
#
#         apiVersion: networking.k8s.io/v1
#         kind: ServiceCIDR
#         metadata: {name: more-services}
#         spec: {cidrs: [10.112.0.0/16]}
#
#     Or delete Services that nothing uses.
#   remedies:
#   - distributions: [managed]
#     text: |
#       Ask the provider's documentation whether ranges may be added to a cluster that exists, and how. Until
#       then, delete Services that nothing uses.
package kready.network["service-ip-capacity"]

ranges := input.serviceRanges

# cidrs are those that addresses are taken from, by family.
cidrs.ipv4 contains cidr if {
	some r in ranges.ranges
	r.ready != "False"
	some cidr in r.cidrs
	not contains(cidr, ":")
}

cidrs.ipv6 contains cidr if {
	some r in ranges.ranges
	r.ready != "False"
	some cidr in r.cidrs
	contains(cidr, ":")
}

# usable is how many addresses a family has: of IPv4 not the first and the last of a range, of IPv6 not the
# first.
usable[family] := sum([size(family, cidr) | some cidr in of]) if {
	some family, of in cidrs
	count(of) > 0
}

size("ipv4", cidr) := power(32 - bits_of(cidr)) - 2

size("ipv6", cidr) := power(128 - bits_of(cidr)) - 1

# power is 2 to the power of n, or of 40 where n is more: nobody takes as many.
power(n) := product([2 | some i in numbers.range(0, min({n, 40})); i > 0])

bits_of(cidr) := to_number(split(cidr, "/")[1])

scarce := min([n | some n in usable])

ample := max([n | some n in usable])

# full holds for so many addresses of a family's.
full(taken, of) if taken * 100 > of * input.thresholds.serviceIPUsePercent

counted if ranges.addresses >= 0

gap contains {"message": sprintf("%d of %d addresses are taken", [ranges.addresses, scarce])} if {
	counted
	count(usable) == 1
	full(ranges.addresses, scarce)
}

# One of two families has at least half of them.
gap contains {"message": sprintf("%d addresses are taken, of %d in each family at most", [ranges.addresses, ample])} if {
	counted
	count(usable) == 2
	full(ranges.addresses / 2, ample)
}

unknown contains {"message": sprintf("%d addresses of two families are taken, and one family has %d: how many are of it is not counted", [ranges.addresses, scarce])} if {
	counted
	count(usable) == 2
	full(ranges.addresses, scarce)
}

unknown contains {"message": "the API server does not say how many addresses are taken"} if {
	count(usable) > 0
	not counted
}

unknown contains {"message": "there is no ServiceCIDR that is ready"} if {
	ranges.served
	count(usable) == 0
}

skip contains "the API server does not serve ServiceCIDRs, as before Kubernetes 1.33" if not ranges.served

summary.pass contains sprintf("%d of %d addresses for Services are taken", [ranges.addresses, scarce])

summary.gap contains "the addresses for Services run out"

summary.unknown contains "how many addresses for Services are left is not known"
