package kube

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/kready/kready/internal/facts"
)

// SumIngresses sums up a snapshot's Ingresses. pending is how long one may do without an address.
func SumIngresses(s *facts.Snapshot, pending time.Duration) facts.IngressSums {
	sums := facts.IngressSums{Count: len(s.Ingresses)}
	kinds := map[facts.ObjectRef]int{} // of a class, by the fields of a reference
	hosts, domains := map[string]bool{}, map[string]int{}
	for i := range s.Ingresses {
		in := &s.Ingresses[i]
		kind := ingressKind(in, s.CollectedAt, pending)
		key := facts.ObjectRef{Kind: flags(kind.HasAddress, kind.Waiting, kind.Solver), Namespace: kind.Class, Name: kind.LegacyClass}
		at, known := kinds[key]
		if !known {
			at = len(sums.Kinds)
			kinds[key], sums.Kinds = at, append(sums.Kinds, kind)
		}
		sums.Kinds[at].Names = append(sums.Kinds[at].Names, in.Namespace+"/"+in.Name)
		sums.Kinds[at].Count++
		if kind.Solver {
			continue
		}
		for _, host := range in.Hosts {
			if !hosts[host] {
				hosts[host] = true
				domains[domainOf(host)]++
			}
		}
		if bare := bareHosts(in); len(bare) > 0 {
			sums.Bare = append(sums.Bare, facts.BareIngress{Namespace: in.Namespace, Name: in.Name, Hosts: bare})
		}
	}
	for name, n := range domains {
		sums.Domains = append(sums.Domains, facts.HostDomain{Name: name, Hosts: n})
	}
	slices.SortFunc(sums.Domains, func(a, b facts.HostDomain) int { return cmp.Compare(a.Name, b.Name) })
	return sums
}

// ingressKind returns the kind of one Ingress, without its name.
func ingressKind(in *facts.Ingress, now time.Time, pending time.Duration) facts.IngressKind {
	return facts.IngressKind{
		Class: in.Class, LegacyClass: in.LegacyClass, HasAddress: in.HasAddress,
		Waiting: !in.HasAddress && !in.CreatedAt.IsZero() && !now.IsZero() && now.Sub(in.CreatedAt) > pending,
		Solver:  strings.HasPrefix(in.Name, "cm-acme-http-solver-"),
	}
}

// flags writes flags as a text.
func flags(all ...bool) string {
	out := make([]byte, len(all))
	for i, flag := range all {
		out[i] = '0'
		if flag {
			out[i] = '1'
		}
	}
	return string(out)
}

// bareHosts are the hosts of an Ingress that no TLS of it is for.
func bareHosts(in *facts.Ingress) []string {
	if in.CertificateBy != "" {
		return nil
	}
	var bare []string
	for _, host := range in.Hosts {
		label, _, _ := strings.Cut(host, ".")
		if !slices.Contains(in.TLSHosts, "*") && !slices.Contains(in.TLSHosts, host) &&
			!slices.Contains(in.TLSHosts, "*"+strings.TrimPrefix(host, label)) {
			bare = append(bare, host)
		}
	}
	return bare
}

// domainOf is the last two labels of a host.
func domainOf(host string) string {
	last := strings.LastIndexByte(host, '.')
	if last < 0 {
		return host
	}
	return host[strings.LastIndexByte(host[:last], '.')+1:]
}
