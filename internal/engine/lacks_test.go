package engine

import (
	"context"
	"reflect"
	"testing"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/evaluate"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/report"
)

// TestLacks: the report of a check that could not be judged tells what it lacks, from nothing but what
// is stored in it.
func TestLacks(t *testing.T) {
	in := &facts.Input{}
	for _, resource := range []string{"daemonsets.apps", "deployments.apps", "statefulsets.apps", "cronjobs.batch", "jobs.batch"} {
		in.BlindSpots = append(in.BlindSpots, facts.BlindSpot{Facts: facts.KindWorkloads, Verb: "list", Resource: resource, Reason: facts.ReasonPartial})
	}
	in.BlindSpots = append(in.BlindSpots, facts.BlindSpot{Facts: facts.KindNodes, Verb: "list", Resource: "nodes", Reason: facts.ReasonForbidden})
	run := func(context.Context, *facts.Input) (check.Outcome, error) { return check.Pass("fine"), nil }
	checks := []check.Check{
		{ID: "dns/a", Level: check.LevelHealthy, Tier: check.TierMust, Reads: facts.Fields{facts.KindWorkloads, facts.KindNodes}, Run: run},
		{ID: "dns/b", Level: check.LevelHealthy, Tier: check.TierMust, Run: func(context.Context, *facts.Input) (check.Outcome, error) {
			return check.Unknown("nobody can tell"), nil
		}},
	}
	results, err := evaluate.Run(t.Context(), in, checks, evaluate.Options{})
	if err != nil {
		t.Fatal(err)
	}
	rep := report.New(report.Target{}, results, nil, nil, report.Options{Requirement: func(string) check.Requirement { return check.Required }})
	want := []report.Lack{
		{Reason: "forbidden", Names: []string{"nodes"}},
		{Reason: "partial", Names: []string{"daemonsets.apps", "deployments.apps", "statefulsets.apps"}, More: 2},
	}
	got := rep.Results[0].Lacks()
	if len(got) == 2 && got[0].Reason != "forbidden" {
		got[0], got[1] = got[1], got[0]
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, want %+v", got, want)
	}
	if more := rep.Results[1].Lacks(); more != nil {
		t.Errorf("what is unknown for a reason of its own lacks %+v", more)
	}
}
