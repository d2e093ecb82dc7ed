package evaluate

import (
	"context"
	"strings"
	"testing"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
)

// requirement is one that gives an answer, and whose objects need a check of the cluster.
func requirement(id string, out check.Outcome, needy bool, requires ...string) check.Check {
	c := answering(id, out, requires...)
	c.Subject, c.Reads = check.SubjectService, facts.Fields{facts.PartService}
	if needy {
		c.Needy = func(context.Context, *facts.Input) ([]check.Finding, error) {
			return []check.Finding{{Object: facts.ObjectRef{Kind: "HorizontalPodAutoscaler", Name: "web"}, At: check.At{File: "web.yaml", Line: 7}, Message: "it scales by CPU"}}, nil
		}
	}
	return c
}

// about is a finding on an object of the service.
func about(name string) check.Finding {
	return check.Finding{Object: facts.ObjectRef{Kind: "HorizontalPodAutoscaler", Name: name}, At: check.At{File: "web.yaml", Line: 9}, Message: "amiss"}
}

// judged makes a result of the cluster.
func judged(id string, out check.Outcome, because string) check.Result {
	return check.Result{Check: check.Check{ID: id}, Outcome: out, Because: because}
}

// TestRequirements: what the cluster lacks is a gap of the requirement whose objects need it, and says
// nothing to one without such objects.
func TestRequirements(t *testing.T) {
	ready := check.Pass("fine")
	cluster := []check.Result{
		judged("metrics/gone", check.Gap("nothing serves the metrics API"), ""),
		judged("metrics/blocked", check.Skip("metrics/gone is a gap"), "metrics/gone"),
		judged("metrics/blind", check.Unknown("could not be read"), ""),
		judged("metrics/there", ready, ""),
		judged("metrics/elsewhere", check.Skip("there is no mesh"), ""),
	}
	checks := []check.Check{
		requirement("scaling/a", ready, true, "metrics/gone"),
		requirement("scaling/b", ready, true, "metrics/blocked"),
		requirement("scaling/c", ready, true, "metrics/blind"),
		requirement("scaling/d", ready, true, "metrics/there"),
		requirement("scaling/e", check.Skip("it has none"), true, "metrics/gone"),
		requirement("scaling/f", check.Gap("own", check.Finding{Message: "own"}), true, "metrics/gone"),
		requirement("scaling/g", check.Gap("own"), true, "metrics/blind"),
		requirement("scaling/h", ready, true, "metrics/elsewhere"),
		requirement("scaling/i", check.Gap("own", about("web")), false, "scaling/a"),
		requirement("scaling/j", check.Gap("own", about("web")), false, "scaling/e"),
		requirement("scaling/k", check.Gap("own", about("web"), about("db")), false, "scaling/a"),
		requirement("scaling/l", ready, false, "scaling/a"),
	}
	results, err := Requirements(t.Context(), &facts.Input{}, checks, cluster, Options{})
	if err != nil {
		t.Fatal(err)
	}
	want := `scaling/a gap metrics/gone is a gap: nothing serves the metrics API
scaling/b gap metrics/gone is a gap: nothing serves the metrics API
scaling/c unknown metrics/blind could not be judged: could not be read
scaling/d pass fine
scaling/e skip it has none
scaling/f gap own; metrics/gone is a gap: nothing serves the metrics API
scaling/g gap own
scaling/h pass fine
scaling/i skip scaling/a is a gap
scaling/j gap own
scaling/k gap own
scaling/l pass fine`
	if got := lines(results); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if k := results[10].Outcome.Findings; len(k) != 1 || k[0].Object.Name != "db" {
		t.Errorf("scaling/k says %+v, want what is not reported of the same object", k)
	}
	first := results[0]
	if f := first.Outcome.Findings[0]; f.At.Line != 7 || f.By != check.ByPlatform || !strings.HasPrefix(f.Message, "it scales by CPU; metrics/gone: ") {
		t.Errorf("the finding is %+v", f)
	}
	if !first.Quoted || results[5].Quoted {
		t.Errorf("quoted are %v and %v: only the first says nothing of its own", first.Quoted, results[5].Quoted)
	}
	if len(first.Lacks) != 1 || first.Lacks[0].Check.ID != "metrics/gone" || len(results[5].Outcome.Findings) != 2 {
		t.Errorf("the gap of the cluster is not quoted: %+v", first.Lacks)
	}
}

// TestSkipsStand: that a service has no such object does not depend on what could be read of the cluster;
// any other answer does.
func TestSkipsStand(t *testing.T) {
	in := &facts.Input{Snapshot: facts.Snapshot{BlindSpots: []facts.BlindSpot{{Facts: facts.KindNodes, Resource: "nodes", Reason: facts.ReasonForbidden}}}}
	skip, pass := requirement("dns/a", check.Skip("none"), false), requirement("dns/b", check.Pass("fine"), false)
	skip.Reads = append(skip.Reads, facts.KindNodes)
	pass.Reads = append(pass.Reads, facts.KindNodes)
	results, err := Requirements(t.Context(), in, []check.Check{skip, pass}, nil, Options{Profile: "kind", Requirements: map[string]check.Requirement{"dns": check.None}})
	if err != nil {
		t.Fatal(err)
	}
	if got, want := lines(results), "dns/a skip none\ndns/b unknown could not be read: nodes (forbidden)"; got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}
