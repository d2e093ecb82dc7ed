package collect

import (
	"context"
	"net/netip"
	"slices"

	corev1 "k8s.io/api/core/v1"

	"github.com/kready/kready/internal/facts"
)

const (
	// nameServersMax is how many name servers are kept: a pod takes three.
	nameServersMax = 10
	dnsPort        = 53
)

func nameServersCollector() Collector {
	return Collector{
		Facts:   facts.KindNameServers,
		Reads:   []Read{{Resource: "services", Verbs: []string{"list"}, When: "kubeadm's configuration of kubelets names name servers"}},
		After:   []facts.Kind{facts.KindKubeletConfig},
		BasedOn: []facts.Kind{facts.KindKubeletConfig},
		Collect: collectNameServers,
	}
}

// collectNameServers finds the Services at the addresses that kubelets give pods as name servers.
func collectNameServers(_ context.Context, r *Run) Fill {
	addresses := r.Before.KubeletConfig.ClusterDNS
	if len(addresses) == 0 {
		return nil
	}
	all := listed(r, r.services())
	var servers []facts.NameServer
	for _, address := range addresses {
		server := facts.NameServer{Address: address}
		ip, err := netip.ParseAddr(address)
		server.LinkLocal = err == nil && ip.IsLinkLocalUnicast()
		i := slices.IndexFunc(all, func(s service) bool { return err == nil && slices.Contains(s.dnsAt, ip) })
		if i >= 0 {
			server.Namespace, server.Name = all[i].ref.Namespace, all[i].ref.Name
		}
		if i >= 0 || len(r.blind) == 0 { // one that is not read may have it
			servers = append(servers, server)
		}
	}
	return func(s *facts.Snapshot) { s.NameServers = servers }
}

// dnsAddresses are the addresses at which a Service serves DNS.
func dnsAddresses(s *corev1.Service) []netip.Addr {
	if !slices.ContainsFunc(s.Spec.Ports, func(p corev1.ServicePort) bool { return p.Port == dnsPort }) {
		return nil
	}
	var out []netip.Addr
	for _, address := range append([]string{s.Spec.ClusterIP}, s.Spec.ClusterIPs...) {
		if ip, err := netip.ParseAddr(address); err == nil && !slices.Contains(out, ip) {
			out = append(out, ip)
		}
	}
	return out
}
