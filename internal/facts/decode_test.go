package facts

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"
)

// sumOf leaves the workloads of one kind, and counts the others.
type sumOf struct {
	of   *Snapshot
	kind string
	sums *ApplicationSums
	// most is how many workloads were added at once at most.
	most int
}

func (s *sumOf) Add(some []Workload) (left []Workload) {
	s.most = max(s.most, len(some))
	for i := range some {
		if some[i].Kind == s.kind {
			left = append(left, some[i])
		} else {
			s.sums.Add(&some[i])
		}
	}
	return left
}

func (s *sumOf) Finish(left []Workload) *Snapshot { return s.of.Summed(left, s.sums.Sums()) }

// written is a snapshot file with so many Deployments, each second of which is a DaemonSet.
func written(t *testing.T, workloads int) []byte {
	t.Helper()
	s := &Snapshot{
		APIVersion: APIVersion, Kind: SnapshotKind, Writes: AlwaysWritten(), Target: Target{Kind: "cluster", Name: "test"},
		CollectedAt: time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC),
		Nodes:       []Node{{Name: "a"}}, PDBs: []PodDisruptionBudget{{Name: "b"}},
	}
	for i := range workloads {
		s.Workloads = append(s.Workloads, Workload{Kind: []string{Deployment, DaemonSet}[i%2], Namespace: "shop", Name: fmt.Sprint("w", i)})
	}
	FillEmpty(s)
	data, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// TestDecodeSummed: the workloads of a file are handed on a few at a time, once all else is known, and
// what is left of them is as if they had been read at once.
func TestDecodeSummed(t *testing.T) {
	data := written(t, 2*atOnce+10)
	whole, err := Decode(data)
	if err != nil {
		t.Fatal(err)
	}
	sum := &sumOf{kind: DaemonSet, sums: NewApplicationSums(Applications{})}
	got, err := DecodeSummed(data, func(s *Snapshot) Sum {
		if len(s.Nodes) != 1 || len(s.PDBs) != 1 || len(s.Workloads) != 0 {
			t.Errorf("%d nodes, %d budgets, %d workloads before the first one is read", len(s.Nodes), len(s.PDBs), len(s.Workloads))
		}
		sum.of = s
		return sum
	})
	if err != nil {
		t.Fatal(err)
	}
	if sum.most != atOnce {
		t.Errorf("%d workloads at once", sum.most)
	}
	if n := got.Applications().Workloads; n != atOnce+5 {
		t.Errorf("%d are summed up, want %d", n, atOnce+5)
	}
	var want []Workload
	for _, w := range whole.Workloads {
		if w.Kind == DaemonSet {
			want = append(want, w)
		}
	}
	if !reflect.DeepEqual(got.Workloads, want) {
		t.Error("those that are left are not those of the file")
	}
	got.Workloads, got.applications, whole.Workloads = nil, Applications{}, nil
	if !reflect.DeepEqual(got, whole) {
		t.Errorf("other facts differ:\n%+v\n%+v", got, whole)
	}
}

// TestDecodeSummedOddFiles: a file that lacks workloads, or has something else in their place, is as
// blind or as wrong as when they are read at once.
func TestDecodeSummedOddFiles(t *testing.T) {
	good := string(written(t, 2))
	start := strings.Index(good, `"workloads":[`)
	end := start + strings.Index(good[start:], `],"pods"`) + 1
	for name, put := range map[string]string{
		"none": `"workloads":[]`, "null": `"workloads":null`, "missing": `"applications":1`, "a number": `"workloads":1`,
		"numbers": `"workloads":[1]`, "an odd field": `"workloads":[{"kind":2}]`, "a field that is missing": `"workloads":[{"kind":"Deployment"}]`,
		"twice": `"workloads":[],"workloads":[]`, "null in it": `"workloads":[null]`,
	} {
		t.Run(name, func(t *testing.T) {
			data := []byte(good[:start] + put + good[end:])
			whole, err := Decode(data)
			got, errSummed := DecodeSummed(data, func(s *Snapshot) Sum {
				return &sumOf{of: s, kind: Deployment, sums: NewApplicationSums(Applications{})}
			})
			if (err == nil) != (errSummed == nil) {
				t.Fatalf("at once: %v; summed up: %v", err, errSummed)
			}
			if err == nil && !reflect.DeepEqual(got.BlindSpots, whole.BlindSpots) {
				t.Errorf("blind to %v, and at once to %v", got.BlindSpots, whole.BlindSpots)
			}
		})
	}
}

// TestDecodeSaysWhere: an error names the field that it is in.
func TestDecodeSaysWhere(t *testing.T) {
	data := strings.Replace(string(written(t, 1)), `"nodes":[`, `"nodes":[{"name":1},`, 1)
	if _, err := Decode([]byte(data)); err == nil || !strings.Contains(err.Error(), "nodes") {
		t.Errorf("got %v", err)
	}
	if _, err := Decode([]byte(data[:len(data)-1])); err == nil {
		t.Error("a file that was cut short is read")
	}
	if _, err := Decode([]byte("[]")); err == nil {
		t.Error("a list is taken for a snapshot")
	}
}
