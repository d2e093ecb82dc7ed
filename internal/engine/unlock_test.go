package engine

import (
	"reflect"
	"testing"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/report"
)

// TestUnlocks: what lets most checks be judged comes first, and is counted with what requires them.
func TestUnlocks(t *testing.T) {
	spot := func(kind facts.Kind, resource, reason string) facts.BlindSpot {
		return facts.BlindSpot{Facts: kind, Verb: "list", Resource: resource, Reason: reason}
	}
	unknown := func(id string, requires []string, reads ...facts.InputField) check.Result {
		r := check.Result{Check: check.Check{ID: id, Reads: reads, Requires: requires}, Outcome: check.Unknown("")}
		if len(requires) > 0 {
			r.Because = requires[0]
		}
		return r
	}
	results := []check.Result{
		unknown("a/nodes", nil, facts.KindNodes), unknown("a/after", []string{"a/nodes"}, facts.KindVersion),
		unknown("b/both", nil, facts.KindNodes, facts.KindCRDs), unknown("c/classes", nil, facts.KindStorageClasses),
		unknown("d/itself", nil, facts.KindVersion), unknown("e/late", nil, facts.KindPods, facts.KindNodes),
		unknown("g/certificate", nil, facts.KindServingCertificate),
		{Check: check.Check{ID: "f/fine", Reads: facts.Fields{facts.KindCRDs}}, Outcome: check.Pass("")},
	}
	in := func(kind, reason string) *facts.Input {
		return &facts.Input{Snapshot: facts.Snapshot{Target: facts.Target{Kind: kind}, BlindSpots: []facts.BlindSpot{
			spot(facts.KindNodes, "nodes", reason), spot(facts.KindCRDs, "customresourcedefinitions.apiextensions.k8s.io", reason),
			spot(facts.KindStorageClasses, "storageclasses.storage.k8s.io", reason), spot(facts.KindPods, "pods", facts.ReasonTimeout),
			spot(facts.KindServingCertificate, "the certificate of the API server", reason),
		}}}
	}
	want := []report.Unlock{
		{Reads: []string{"list nodes"}, Checks: 2},
		{Reads: []string{"list customresourcedefinitions.apiextensions.k8s.io"}, Checks: 1},
		{Reads: []string{"list storageclasses.storage.k8s.io"}, Checks: 1},
	}
	if got := unlocks(in("cluster", facts.ReasonForbidden), results); !reflect.DeepEqual(got, want) {
		t.Errorf("rights: got %+v", got)
	}
	if got := unlocks(in("manifests", facts.ReasonNotContained), results); len(got) != 3 || got[0].Reads[0] != "nodes" || got[0].Checks != 2 {
		t.Errorf("kinds: got %+v", got)
	}
	if got := unlocks(in("cluster", facts.ReasonTimeout), results); got != nil {
		t.Errorf("no right helps against a time-out, and there is %+v", got)
	}
}
