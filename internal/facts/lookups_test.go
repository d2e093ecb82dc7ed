package facts

import (
	"slices"
	"testing"
)

// TestUnnamed: every kind that says in parts what was not read is among those of which nothing is named, until something is.
func TestUnnamed(t *testing.T) {
	none, others := (&Lookups{}).Unnamed(), []Kind{KindProductResources, KindOtherPolicies, KindAuthorization}
	for _, field := range SaidInParts() {
		if kind, ok := field.(Kind); ok && !slices.Contains(others, kind) && !slices.Contains(none, kind) {
			t.Errorf("%s is not looked up by name", kind)
		}
	}
	some := Lookups{Services: []ObjectRef{{Name: "db"}}, NodePorts: []int{30080}}
	left := some.Unnamed()
	if len(left) != len(none)-2 || slices.Contains(left, KindNamedServices) || slices.Contains(left, KindTakenAddresses) {
		t.Errorf("of a service that names a Service and a port: %v", left)
	}
}
