package kube

import (
	"strings"
	"time"

	"github.com/kready/kready/internal/facts"
)

// SumIngresses sums up a snapshot's Ingresses. pending is how long one may do without an address.
func SumIngresses(s *facts.Snapshot, pending time.Duration) facts.IngressSums {
	sums := facts.IngressSums{Count: len(s.Ingresses)}
	kinds := map[facts.ObjectRef]int{} // of a class, by the fields of a reference
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
	}
	return sums
}

// ingressKind returns the kind of one Ingress, without its name.
func ingressKind(in *facts.Ingress, now time.Time, pending time.Duration) facts.IngressKind {
	return facts.IngressKind{
		Class: in.Class, LegacyClass: in.LegacyClass, HasAddress: in.HasAddress,
		Waiting: !in.HasAddress && !in.CreatedAt.IsZero() && !now.IsZero() && now.Sub(in.CreatedAt) > pending,
		Solver:  ACMESolver(in),
	}
}

// ACMESolver reports whether cert-manager made an Ingress to answer an HTTP-01 challenge.
func ACMESolver(in *facts.Ingress) bool { return strings.HasPrefix(in.Name, "cm-acme-http-solver-") }

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
