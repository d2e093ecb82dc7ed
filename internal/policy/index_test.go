package policy

import (
	"bytes"
	"os"
	"reflect"
	"testing"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/policies"
)

// TestIndexFresh fails when a policy was changed and the index was not made anew.
func TestIndexFresh(t *testing.T) {
	index, err := Index(os.DirFS("../../policies"))
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(index, policies.Index) {
		t.Error("policies/index.json is stale: run `go generate ./internal/policy`")
	}
}

// TestIndexed: a check of the index is the one that verification makes of its file, and what
// is compiled for it alone, without verification, answers the same.
func TestIndexed(t *testing.T) {
	verified, problems := Load(Builtin(policies.Files))
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	in := &facts.Input{Thresholds: facts.DefaultThresholds()}
	facts.FillEmpty(in)
	for i, c := range shipped(t) {
		want, err := verified[i].Run(t.Context(), in)
		if err != nil {
			t.Fatal(err)
		}
		got, err := c.Run(t.Context(), in)
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %+v, %v; want %+v", c.ID, got, err, want)
		}
		if (c.Needy == nil) != (verified[i].Needy == nil) {
			t.Errorf("%s: one of the two names no objects that need something", c.ID)
		}
		if d := described(c); !reflect.DeepEqual(d, described(verified[i])) {
			t.Errorf("%s is described as %+v", c.ID, d)
		}
	}
}

// TestReadsSums: no policy on a cluster goes over all of what a large one has tens of thousands of, for a value
// costs OPA ten times what it costs Go. There are sums of it: see facts.NodeKind, PodPlaces, IngressSums, ….
func TestReadsSums(t *testing.T) {
	for _, c := range shipped(t) {
		if c.Subject == check.SubjectService {
			continue
		}
		for _, kind := range []facts.Kind{facts.KindNodes, facts.KindPods, facts.KindIngresses, facts.KindNetworkPolicies, facts.KindHPAs} {
			if c.Reads.Has(kind) {
				t.Errorf("%s reads input.%s", c.ID, kind)
			}
		}
	}
}

// described is a check without what cannot be compared.
func described(c check.Check) check.Check {
	c.Run, c.Preparer, c.Needy = nil, nil, nil
	return c
}

// TestPlan: what is prepared together is compiled in few shards, and nothing twice.
func TestPlan(t *testing.T) {
	l := newLoader(policies.Files, nil)
	ids := []string{}
	for _, c := range shipped(t) {
		ids = append(ids, c.ID)
	}
	shards := l.plan(ids, 3)
	if len(shards) != 3 {
		t.Fatalf("%d shards", len(shards))
	}
	seen := map[string]bool{}
	for _, s := range shards {
		for _, id := range s.ids {
			if seen[id] {
				t.Errorf("%s is compiled twice", id)
			}
			seen[id] = true
		}
	}
	if len(seen) != len(ids) {
		t.Errorf("%d of %d checks are compiled", len(seen), len(ids))
	}
	if again := l.plan(ids, 3); len(again) != 0 {
		t.Errorf("%d shards for what is compiled", len(again))
	}
	if few := newLoader(policies.Files, nil).plan(ids[:2], 3); len(few) != 1 {
		t.Errorf("%d shards for two checks", len(few))
	}
}
