package facts

import (
	"slices"
	"testing"
)

func TestKinds(t *testing.T) {
	kinds := Kinds()
	for _, want := range []string{"version", "nodes", "workloads", "declared"} {
		if !slices.Contains(kinds, want) {
			t.Errorf("%s is no kind of fact: %v", want, kinds)
		}
	}
	for _, not := range []string{"apiVersion", "target", "blindSpots", "inventory"} {
		if slices.Contains(kinds, not) {
			t.Errorf("%s is a kind of fact", not)
		}
	}
}

// TestDerived: what is derived rests on kinds that exist.
func TestDerived(t *testing.T) {
	for _, name := range []string{"inventory", "distribution", "unrecognised", "coverage"} {
		kinds, ok := Derived(name)
		if !ok || len(kinds) == 0 {
			t.Errorf("%s rests on nothing", name)
		}
		for _, kind := range kinds {
			if !slices.Contains(Kinds(), kind) {
				t.Errorf("%s rests on %s, which is no kind of fact", name, kind)
			}
		}
	}
}

func TestNeeds(t *testing.T) {
	got := Needs("inventory", "pods", "nodes", "asOf")
	if want := []string{"nodes", "pods", "workloads"}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestFillEmpty(t *testing.T) {
	in := Input{Snapshot: Snapshot{Nodes: []Node{{Name: "a"}}}}
	FillEmpty(&in)
	if in.Workloads == nil || in.Nodes[0].Labels == nil || in.Nodes[0].Taints == nil || in.Tables.Support == nil {
		t.Error("a nil slice or map is left")
	}
}
