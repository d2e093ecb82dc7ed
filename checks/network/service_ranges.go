package network

import (
	"net/netip"
	"slices"
	"strings"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/kube"
)

// defaultRange is the name of the ServiceCIDR that the API server makes of its flag.
const defaultRange = "kubernetes"

// rangesOf are the ranges for Services of which addresses are given out; none where they cannot be seen.
func rangesOf(in *facts.Input) []string {
	var out []string
	for _, r := range in.ServiceRanges.Ranges {
		if r.Ready != "False" {
			out = append(out, r.CIDRs...)
		}
	}
	if len(out) == 0 {
		return flaggedRanges(in)
	}
	return out
}

// familiesOf are the families that Services can have, the default one first; none where that cannot be seen. The flag of
// the API server says them alone: a further ServiceCIDR adds none.
func familiesOf(in *facts.Input) []string {
	ranges := flaggedRanges(in)
	for _, r := range in.ServiceRanges.Ranges {
		if r.Name == defaultRange {
			ranges = r.CIDRs
		}
	}
	var out []string
	for _, cidr := range ranges {
		prefix, err := netip.ParsePrefix(cidr)
		if err != nil {
			continue
		}
		family := "IPv4"
		if prefix.Addr().Is6() {
			family = "IPv6"
		}
		if !slices.Contains(out, family) {
			out = append(out, family)
		}
	}
	return out
}

// flaggedRanges are those of the API server's flags, where its static pods show them.
func flaggedRanges(in *facts.Input) []string {
	for _, value := range apiServerFlag(in, "service-cluster-ip-range") {
		return strings.Split(value, ",")
	}
	return nil
}

// apiServerPods are the static pods of the API server whose flags are those that it is set up by. OpenShift's read a file instead.
func apiServerPods(in *facts.Input) []*facts.Workload {
	var out []*facts.Workload
	for i := range in.Workloads {
		if w := &in.Workloads[i]; w.Namespace == "kube-system" && kube.RunsAPIServer(w) {
			out = append(out, w)
		}
	}
	return out
}

// apiServerFlag are the values of a flag of the API server, one for each pod that has it.
func apiServerFlag(in *facts.Input, name string) []string {
	var out []string
	for _, w := range apiServerPods(in) {
		for _, c := range w.Containers {
			for _, arg := range c.Args {
				if arg.Name == name {
					out = append(out, arg.Value)
				}
			}
		}
	}
	return out
}
