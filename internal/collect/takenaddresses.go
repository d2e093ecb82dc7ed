package collect

import (
	"context"
	"net/netip"
	"slices"

	corev1 "k8s.io/api/core/v1"

	"github.com/kready/kready/internal/facts"
)

func takenAddressesCollector() Collector {
	return Collector{
		Facts:   facts.KindTakenAddresses,
		Reads:   []Read{{Resource: "services", Verbs: []string{"list"}, When: "a Service that is to land asks for an address or a node port"}},
		Collect: collectTakenAddresses,
	}
}

// collectTakenAddresses asks who has the addresses and node ports that a service asks for: one fact for each of
// them. No other Services are kept.
func collectTakenAddresses(_ context.Context, r *Run) Fill {
	asked := askedAddresses(&r.opts.Lookups)
	if len(asked) == 0 {
		return nil
	}
	all := listed(r, r.services())
	if len(r.blind) > 0 {
		return nil // one that is not read may have it
	}
	for i := range asked {
		for _, s := range all {
			for _, taken := range s.taken {
				if taken.Port == asked[i].Port && taken.Address == asked[i].Address && asked[i].By.Name == "" {
					asked[i].By = taken.By
				}
			}
		}
	}
	return func(s *facts.Snapshot) { s.TakenAddresses = asked }
}

// askedAddresses are the addresses and node ports that are looked for, each once.
func askedAddresses(l *facts.Lookups) []facts.TakenAddress {
	var out []facts.TakenAddress
	add := func(one facts.TakenAddress) {
		if len(out) < namedMax && !slices.Contains(out, one) {
			out = append(out, one)
		}
	}
	for _, address := range l.Addresses {
		add(facts.TakenAddress{Address: address})
	}
	for _, port := range l.NodePorts {
		add(facts.TakenAddress{Port: port})
	}
	return out
}

// takenBy are the addresses and node ports that a Service has, of those that are looked for.
func takenBy(o *corev1.Service, l *facts.Lookups) []facts.TakenAddress {
	if len(l.Addresses) == 0 && len(l.NodePorts) == 0 {
		return nil
	}
	by := facts.ObjectRef{Kind: "Service", Namespace: o.Namespace, Name: o.Name}
	var out []facts.TakenAddress
	for _, address := range l.Addresses {
		if slices.ContainsFunc(append(o.Spec.ClusterIPs, o.Spec.ClusterIP), func(has string) bool { return sameAddress(has, address) }) {
			out = append(out, facts.TakenAddress{Address: address, By: by})
		}
	}
	has := []int{int(o.Spec.HealthCheckNodePort)}
	for _, p := range o.Spec.Ports {
		has = append(has, int(p.NodePort))
	}
	for _, port := range l.NodePorts {
		if slices.Contains(has, port) {
			out = append(out, facts.TakenAddress{Port: port, By: by})
		}
	}
	return out
}

// sameAddress compares addresses whatever the form that they are written in.
func sameAddress(a, b string) bool {
	one, err := netip.ParseAddr(a)
	if err != nil {
		return false
	}
	other, err := netip.ParseAddr(b)
	return err == nil && one == other
}
