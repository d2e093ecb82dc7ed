package network

import (
	"context"
	"fmt"
	"net/netip"
	"slices"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/kube"
	"github.com/kready/kready/internal/text"
)

// The ports of the nodes that the API server gives to Services by default.
const firstNodePort, lastNodePort = 30000, 32767

// ServiceAddresses asks whether the node ports and addresses that Services of a service name can be had.
func ServiceAddresses() check.Check {
	return check.Check{
		ID:      "network/service-addresses",
		Title:   "The node ports and cluster addresses that Services of the service name are valid and free",
		Subject: check.SubjectService,
		Doc: `The API server refuses a Service whose ` + "`nodePort`" + ` lies outside of its range, or whose ` + "`clusterIP`" + ` lies in none
of the ranges for Services, or that another Service has already.

kready compares the numbers that are written with the range that the flags of the API server say (or its default,
30000 to 32767, where its pod shows that it has none), with the ServiceCIDRs of the cluster, with each other, and
with the Services of the cluster, which are looked through for these numbers alone. Where the API server's pods
cannot be seen, as in managed clusters and k3s, a port outside of the default range is unknown. A Service that is
there already under the same name keeps what it has.`,
		Level:         check.LevelConfigured,
		Tier:          check.TierMust,
		Reads:         facts.Fields{facts.PartService, facts.KindTakenAddresses},
		OptionalReads: facts.Fields{facts.KindServiceRanges, facts.KindWorkloads},
		Remediation: `Leave ` + "`nodePort`" + ` and ` + "`clusterIP`" + ` out, so that the API server picks them; or name what is free:

    kubectl get services -A
    kubectl get servicecidrs`,
		Remedies: []check.Remedy{{Before: "1.33", Text: `Leave ` + "`nodePort`" + ` and ` + "`clusterIP`" + ` out, so that the API server picks them; or name what is free:

    kubectl get services -A`}},
		Links: []string{
			"https://kubernetes.io/docs/concepts/services-networking/service/#type-nodeport",
			"https://kubernetes.io/docs/concepts/services-networking/cluster-ip-allocation/",
		},
		Since: "0.2.0",
		Run:   runServiceAddresses,
	}
}

// asked is an address or a node port that a Service names.
type asked struct {
	by      *facts.LandingService
	line    int
	port    int
	address string
}

func (a *asked) String() string {
	if a.port > 0 {
		return fmt.Sprintf("the node port %d", a.port)
	}
	return "the address " + a.address
}

func runServiceAddresses(_ context.Context, in *facts.Input) (check.Outcome, error) {
	var found check.Found
	all, others := askedFor(&in.Service), newHolders(in)
	for i := range all {
		message, known := all[i].refused(in)
		if message == "" {
			message, known = others.of(&all[i])
		}
		others.add(&all[i])
		finding := check.OfManifest(all[i].by.Manifest, all[i].line, check.ByService, message)
		found.Add(finding, known)
	}
	if len(all) == 0 {
		return check.Skip("no Service of the service names a node port or an address of the cluster"), nil
	}
	numbers := text.Counted(len(all), "node port or address", "node ports and addresses")
	return check.ByFindings(found.Gaps, found.Unknowns,
		fmt.Sprintf("%d of %s would be refused", len(found.Gaps), numbers),
		fmt.Sprintf("whether %d of %s can be had is not known", len(found.Unknowns), numbers),
		numbers+", valid and free"), nil
}

// askedFor are the node ports and addresses that Services name.
func askedFor(l *facts.Landing) []asked {
	var out []asked
	for i := range l.Services {
		s := &l.Services[i]
		if s.Type == "ExternalName" {
			continue
		}
		for _, port := range kube.NodePorts(s) {
			line := s.HealthPortLine
			if j := slices.IndexFunc(s.Ports, func(p facts.LandingServicePort) bool { return p.NodePort == port }); j >= 0 {
				line = s.Ports[j].Line
			}
			out = append(out, asked{by: s, line: line, port: port})
		}
		for _, address := range s.Addresses {
			out = append(out, asked{by: s, line: s.AddressLine, address: address})
		}
	}
	return out
}

// refused says why the API server takes the number of nobody, and whether that is certain; "" where it may.
func (a *asked) refused(in *facts.Input) (message string, known bool) {
	if a.port == 0 {
		return outsideRanges(a.address, rangesOf(in))
	}
	r := in.ServiceRanges.NodePorts
	switch {
	case r != facts.NodePortRange{}:
		if a.port < r.From || a.port > r.To {
			return fmt.Sprintf("%s is outside of the range %d-%d of the API server", a, r.From, r.To), true
		}
	case a.port < firstNodePort || a.port > lastNodePort:
		return fmt.Sprintf("%s is outside of %d-%d, the API server's default: whether it has another range cannot be seen", a, firstNodePort, lastNodePort), false
	}
	return "", true
}

// outsideRanges says that an address lies in no range for Services, and whether that is certain.
func outsideRanges(address string, ranges []string) (message string, known bool) {
	addr, err := netip.ParseAddr(address)
	switch {
	case err != nil:
		return "", true // cluster/objects-valid says so
	case len(ranges) == 0:
		return fmt.Sprintf("whether the address %s is in a range for Services is not known: these cannot be seen", address), false
	}
	for _, cidr := range ranges {
		prefix, err := netip.ParsePrefix(cidr)
		if err == nil && prefix.Contains(addr) && addr != prefix.Masked().Addr() && addr != broadcast(prefix) {
			return "", true
		}
	}
	return fmt.Sprintf("the address %s is none that Services can have: these are of %s", address, text.Few(ranges)), true
}

// broadcast is the last address of a range of IPv4, which no Service gets; the zero value for IPv6.
func broadcast(p netip.Prefix) netip.Addr {
	if !p.Addr().Is4() || p.Bits() > 30 {
		return netip.Addr{}
	}
	bytes := p.Masked().Addr().As4()
	for bit := p.Bits(); bit < 32; bit++ {
		bytes[bit/8] |= 1 << (7 - bit%8)
	}
	return netip.AddrFrom4(bytes)
}
