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
	// noted is how many were noted before any was taken.
	noted int
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

func (s *sumOf) Note(*Workload) { s.noted++ }

func (s *sumOf) Take(w *Workload) bool {
	if w.Kind == s.kind {
		return false
	}
	s.sums.Add(w)
	return true
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

// TestSumApart: of workloads that are kept apart, all are noted before any is taken, and those that stay come whole.
func TestSumApart(t *testing.T) {
	one := func(kind, name string) Workload {
		w := Workload{Kind: kind, Namespace: "shop", Name: name, Labels: map[string]string{"a": name}, Containers: []Container{{Name: "main", Args: []Arg{{Name: "x"}}}}}
		FillEmpty(&w)
		return w
	}
	s, apart := &Snapshot{Workloads: []Workload{one(DaemonSet, "b")}}, &Apart{}
	for _, w := range []Workload{one(DaemonSet, "c"), one(Deployment, "d"), one(DaemonSet, "a")} {
		apart.Add(&w)
	}
	s.SetApart(apart)
	sum := &sumOf{of: s, kind: DaemonSet, sums: NewApplicationSums(Applications{})}
	got := s.SumApart(func(*Snapshot) Sum { return sum })
	if want := []Workload{one(DaemonSet, "a"), one(DaemonSet, "b"), one(DaemonSet, "c")}; !reflect.DeepEqual(got.Workloads, want) {
		t.Errorf("%+v are left, want %+v", got.Workloads, want)
	}
	if n := got.Applications().Workloads; n != 1 || sum.noted != 3 {
		t.Errorf("%d are summed up, and %d noted", n, sum.noted)
	}
}

// TestApartAllocates: looking at what is kept apart takes no memory for what is not kept of it.
func TestApartAllocates(t *testing.T) {
	allocations := func(containers int) float64 {
		apart, s := &Apart{}, &Snapshot{}
		w := Workload{Kind: Deployment, Namespace: "shop", Name: "api", Containers: make([]Container, containers), PodLabels: map[string]string{"app": "api"}}
		for range 100 {
			apart.Add(&w)
		}
		s.SetApart(apart)
		return testing.AllocsPerRun(10, func() {
			for range s.heads() {
			}
		})
	}
	if few, many := allocations(1), allocations(20); many > few+5 || few > 100 {
		t.Errorf("%.0f allocations for workloads of one container, %.0f of 20", few, many)
	}
}
