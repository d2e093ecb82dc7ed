package facts

import "testing"

func TestAddCustom(t *testing.T) {
	source := CustomSource{Name: "topics", Group: "g", Resource: "topics", Fields: []string{"spec.a", "spec.b"}}
	in := &Input{Snapshot: Snapshot{Custom: []CustomResource{{CustomSource: source, Objects: []CustomObject{{"name": "x"}}}}}}
	for name, tt := range map[string]struct {
		change func(*CustomSource)
		blind  bool
	}{
		"the same":          {func(*CustomSource) {}, false},
		"fewer fields":      {func(s *CustomSource) { s.Fields = s.Fields[:1] }, false},
		"another field":     {func(s *CustomSource) { s.Fields = []string{"spec.c"} }, true},
		"another namespace": {func(s *CustomSource) { s.Namespace = "a" }, true},
		"another resource":  {func(s *CustomSource) { s.Resource = "a" }, true},
		"another version":   {func(s *CustomSource) { s.Version = "v1" }, true},
		"another name":      {func(s *CustomSource) { s.Name = "others" }, true},
	} {
		t.Run(name, func(t *testing.T) {
			wanted, got := source, *in
			tt.change(&wanted)
			got.AddCustom([]CustomSource{wanted})
			if blind := len(got.Blind([]Kind{wanted.Kind()})) > 0; blind != tt.blind {
				t.Errorf("blind %t", blind)
			}
			if n := len(got.Custom[wanted.Name]); (n == 0) != tt.blind {
				t.Errorf("%d objects", n)
			}
		})
	}
	if len(in.BlindSpots) > 0 {
		t.Error("the input that was copied is changed")
	}
}

// TestBlindToParts: a part is blind when its whole is, and the whole when a part is.
func TestBlindToParts(t *testing.T) {
	s := &Snapshot{BlindSpots: []BlindSpot{{Facts: "custom.a"}}}
	for need, want := range map[Kind]bool{"custom.a": true, "custom": true, "custom.b": false, "custom.ab": false, "nodes": false} {
		if got := len(s.Blind([]Kind{need})) > 0; got != want {
			t.Errorf("%s: %t", need, got)
		}
	}
	s.BlindSpots[0].Facts = "custom"
	if len(s.Blind([]Kind{"custom.b"})) == 0 {
		t.Error("a part can be seen although the whole cannot")
	}
}
