package facts

import "testing"

// TestDigests: what stands for a field changes exactly when the field does.
func TestDigests(t *testing.T) {
	input := func() *Input {
		in := &Input{}
		in.Target = Target{Kind: "cluster", Name: "a"}
		in.Nodes = []Node{{Name: "n1"}}
		in.JudgedNodes = []JudgedNode{{Node: in.Nodes[0]}}
		in.Thresholds = DefaultThresholds()
		FillEmpty(in)
		return in
	}
	base := input()
	for name, tt := range map[string]struct {
		change func(*Input)
		fields map[string]bool // whether they are as before
	}{
		"nothing":     {func(*Input) {}, map[string]bool{"nodes": true, "workloads": true, "target": true, "thresholds": true}},
		"its name":    {func(in *Input) { in.Target.Name = "b" }, map[string]bool{"target": false, "target.kind": true, "nodes": true}},
		"its kind":    {func(in *Input) { in.Target.Kind = "manifests" }, map[string]bool{"target": false, "target.kind": false}},
		"a node":      {func(in *Input) { in.Nodes[0].Name = "n2" }, map[string]bool{"nodes": false, "workloads": true}},
		"a judgement": {func(in *Input) { in.JudgedNodes[0].Name = "n2" }, map[string]bool{"nodes": false}},
		"a workload":  {func(in *Input) { in.Workloads = []Workload{{Name: "x"}} }, map[string]bool{"nodes": true, "workloads": false}},
		"a blind spot": {func(in *Input) {
			in.BlindSpots = []BlindSpot{{Facts: KindNodes, Reason: ReasonForbidden}}
		}, map[string]bool{"blindSpots": false, "nodes": true}},
	} {
		in := input()
		tt.change(in)
		for field, same := range tt.fields {
			was, err := NewDigests(base).Of([]string{"version", field})
			if err != nil {
				t.Fatal(err)
			}
			is, err := NewDigests(in).Of([]string{"version", field})
			if err != nil {
				t.Fatal(err)
			}
			if (was == is) != same {
				t.Errorf("%s: that %s is the same is %t, want %t", name, field, was == is, same)
			}
		}
	}
}

func TestSnapshotSize(t *testing.T) {
	s := &Snapshot{Nodes: make([]Node, 3), Workloads: make([]Workload, 4)}
	if got := s.Size(); got != 7 {
		t.Errorf("%d entries, want 7", got)
	}
}
