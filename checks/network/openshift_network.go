package network

import (
	"net/netip"
	"slices"
	"strconv"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/kube"
)

// openShiftPlan is the plan of OpenShift's network, as its Network says that it is; false where it does not, or where its own
// plugin does not run. Of IPv4 and IPv6, the ranges of IPv4 run out first.
// https://docs.redhat.com/en/documentation/openshift_container_platform/latest/html/networking_operators/cluster-network-operator
func openShiftPlan(in *facts.Input) (plan, bool) {
	if !slices.ContainsFunc(in.Running("network/cni"), func(i facts.Implementation) bool { return i.Name == "ovn-kubernetes" || i.Name == "openshift-sdn" }) {
		return plan{}, false
	}
	for _, o := range in.ProductResource("networks.config.openshift.io").Objects {
		sizes := kube.FieldValues(o.Fields, "status.clusterNetwork[].hostPrefix")
		cidrs := prefixes(kube.FieldValues(o.Fields, "status.clusterNetwork[].cidr")...)
		if o.Name != "cluster" || len(cidrs) == 0 || len(cidrs) != len(sizes) {
			continue
		}
		first := slices.IndexFunc(cidrs, func(p netip.Prefix) bool { return p.Addr().Is4() })
		first = max(first, 0)
		var same []netip.Prefix
		for i, cidr := range cidrs {
			if cidr.Addr().Is4() == cidrs[first].Addr().Is4() {
				if sizes[i] != sizes[first] {
					return plan{}, false
				}
				same = append(same, cidr)
			}
		}
		size, err := strconv.Atoi(sizes[first])
		return planFrom(same, size), err == nil && size > cidrs[first].Bits()
	}
	return plan{}, false
}
