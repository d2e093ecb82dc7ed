package network

import (
	"fmt"
	"net/netip"

	"github.com/kready/kready/internal/facts"
)

// holders are the Services that have node ports and addresses already: those of the manifests that were added, and those of
// the cluster.
type holders struct {
	brought map[number]holder
	there   map[number]*facts.TakenAddress
}

// number is a node port, or an address, whatever the form that it is written in.
type number struct {
	port    int
	address string
}

// holder is the first Service that names a number, and the first beside it.
type holder struct{ first, second *facts.LandingService }

func newHolders(in *facts.Input) *holders {
	h := &holders{brought: map[number]holder{}, there: map[number]*facts.TakenAddress{}}
	for i := range in.TakenAddresses {
		t := &in.TakenAddresses[i]
		if at := (number{t.Port, t.Address}); h.there[at] == nil {
			h.there[at] = t
		}
	}
	return h
}

// add adds one of the manifests.
func (h *holders) add(a *asked) {
	at := number{a.port, plain(a.address)}
	is := h.brought[at]
	switch {
	case is.first == nil:
		is.first = a.by
	case is.second == nil && is.first != a.by:
		is.second = a.by
	}
	h.brought[at] = is
}

// of says who has a number already: a Service that comes before in the manifests, or one of the cluster.
func (h *holders) of(a *asked) (message string, known bool) {
	other := h.brought[number{a.port, plain(a.address)}]
	if other.first == a.by {
		other.first = other.second
	}
	if other.first != nil {
		return fmt.Sprintf("%s is that of the Service %s/%s of the manifests as well", a, other.first.Namespace, other.first.Name), true
	}
	t := h.there[number{a.port, a.address}]
	switch {
	case t == nil:
		return fmt.Sprintf("whether %s is free could not be looked up", a), false
	case t.By.Name != "" && (t.By.Namespace != a.by.Namespace || t.By.Name != a.by.Name):
		return fmt.Sprintf("%s is taken by the Service %s/%s", a, t.By.Namespace, t.By.Name), true
	}
	return "", true
}

// plain is an address in its plain form; what is none is left as it is.
func plain(address string) string {
	if parsed, err := netip.ParseAddr(address); err == nil {
		return parsed.String()
	}
	return address
}
