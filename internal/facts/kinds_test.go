package facts

import (
	"reflect"
	"slices"
	"strings"
	"testing"
)

// TestFieldsAreNamed: every field of Input is a kind of fact or a part, but for those that
// say what file it is.
func TestFieldsAreNamed(t *testing.T) {
	for _, field := range reflect.VisibleFields(reflect.TypeFor[Input]()) {
		name := jsonName(field)
		if field.Anonymous || !field.IsExported() || len(field.Index) > 1 && slices.Contains([]string{"apiVersion", "kind", "collectedBy", "writes"}, name) {
			continue
		}
		if _, err := ParseFields(name); err != nil {
			t.Errorf("%s: %v: add it to reads.go", field.Name, err)
		}
	}
	if _, err := ParseFields("nodes", "nodez"); err == nil || !strings.Contains(err.Error(), `"nodez"`) {
		t.Errorf("nodez: got %v", err)
	}
	got, err := ParseFields("nodes", "custom.topics", "inventory")
	if want := (Fields{KindNodes, Kind("custom.topics"), PartInventory}); err != nil || !slices.Equal(got, want) {
		t.Errorf("got %v %v, want %v", got, err, want)
	}
}

// TestOnly: a view holds what it is asked for, with its blind spots, and nothing else.
func TestOnly(t *testing.T) {
	s := &Snapshot{
		Target: Target{Name: "a"}, Nodes: []Node{{Name: "a"}}, Workloads: []Workload{{}}, Version: Version{Major: 1},
		BlindSpots: []BlindSpot{{Facts: KindNodes}, {Facts: KindPods}},
	}
	view := s.Only(KindNodes)
	if len(view.Nodes) != 1 || view.Workloads != nil || view.Version != (Version{}) || view.Target.Name != "a" {
		t.Errorf("got %+v", view)
	}
	if len(view.BlindSpots) != 1 || view.BlindSpots[0].Facts != KindNodes {
		t.Errorf("blind spots: %v", view.BlindSpots)
	}
	if len(s.Workloads) != 1 || len(s.BlindSpots) != 2 {
		t.Error("the snapshot itself was changed")
	}
	in := &Input{Snapshot: *s, Inventory: []Implementation{{Name: "a"}}, Distribution: Distribution{Name: "kind"}, Thresholds: DefaultThresholds()}
	seen := in.Only(KindWorkloads, PartInventory)
	if len(seen.Inventory) != 1 || seen.Distribution.Name != "" || len(seen.Nodes) != 0 || len(seen.Workloads) != 1 || len(seen.BlindSpots) != 2 {
		t.Errorf("got %+v", seen)
	}
	if seen.Thresholds != in.Thresholds {
		t.Error("the thresholds are gone")
	}
}

// TestBlindTo: a derived part is blind where a kind of fact is that it rests on.
func TestBlindTo(t *testing.T) {
	in := &Input{Snapshot: Snapshot{BlindSpots: []BlindSpot{{Facts: KindNodes}}}}
	in.SetDerivedFrom(PartInventory, []Kind{KindNodes, KindWorkloads})
	in.SetDerivedFrom(PartCoverage, []Kind{KindPods})
	for field, want := range map[InputField]bool{
		KindNodes: true, KindPods: false, PartInventory: true, PartCoverage: false, PartTables: false,
	} {
		if got := len(in.BlindTo(field)) > 0; got != want {
			t.Errorf("%s: blind %t", field, got)
		}
	}
}

func TestFillEmpty(t *testing.T) {
	in := Input{Snapshot: Snapshot{Nodes: []Node{{Name: "a"}}}}
	FillEmpty(&in)
	if in.Workloads == nil || in.Nodes[0].Labels == nil || in.Nodes[0].Taints == nil || in.Tables.Support == nil {
		t.Error("a nil slice or map is left")
	}
}
