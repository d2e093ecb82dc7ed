package engine

import (
	"testing"

	"github.com/kready/kready/internal/facts"
)

// TestMattering: a snapshot that was taken for no service lacks what is looked up by name, which matters to services
// that name something.
func TestMattering(t *testing.T) {
	spots := []facts.BlindSpot{
		{Facts: facts.KindNodes, Reason: facts.ReasonForbidden},
		{Facts: facts.KindNamedServices, Reason: facts.ReasonNotCollected},
		{Facts: facts.KindNamedClaims, Reason: facts.ReasonNotCollected},
	}
	left := mattering(spots, facts.Lookups{Claims: []facts.ObjectRef{{Name: "data"}}})
	if len(left) != 2 || left[0].Facts != facts.KindNodes || left[1].Facts != facts.KindNamedClaims || len(spots) != 3 {
		t.Errorf("%v are left of %v", left, spots)
	}
}
