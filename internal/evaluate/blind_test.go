package evaluate

import (
	"testing"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
)

// standing is a check of the workloads that gives an answer, and stands without some of them.
func standing(id string, out check.Outcome, without check.StandsWithout) check.Check {
	c := answering(id, out)
	c.Reads, c.StandsWithout = facts.Fields{facts.KindWorkloads}, without
	return c
}

// TestPartlyRead: an answer stands where the check declares that it does not depend on what is missing,
// and says then that it is not about the whole.
func TestPartlyRead(t *testing.T) {
	in := &facts.Input{Snapshot: facts.Snapshot{BlindSpots: []facts.BlindSpot{
		{Facts: "workloads", Verb: "list", Resource: "cronjobs.batch", Reason: facts.ReasonForbidden},
		{Facts: "workloads", Verb: "list", Resource: "statefulsets.apps", Reason: facts.ReasonPartial},
	}}}
	all, jobs := []facts.Portion{"workloads"}, []facts.Portion{"workloads/cronjobs"}
	both := []facts.Portion{"workloads/cronjobs", "workloads/statefulsets"}
	results := evaluate(t, in, Options{},
		standing("dns/a", check.Pass("one runs"), check.StandsWithout{Pass: all}),
		standing("dns/b", check.Gap("none runs"), check.StandsWithout{Pass: all}),
		standing("dns/c", check.Gap("one is down"), check.StandsWithout{Gap: all}),
		standing("dns/d", check.Pass("all run"), check.StandsWithout{Any: jobs}),
		standing("dns/e", check.Pass("no agent is missing"), check.StandsWithout{Any: both}),
		standing("dns/f", check.Skip("one node"), check.StandsWithout{Any: jobs, Skip: both}),
		standing("dns/g", check.Unknown("who knows"), check.StandsWithout{Pass: all}),
	)
	const unread = "could not be read: cronjobs.batch (forbidden); statefulsets.apps (partial)"
	want := `dns/a pass one runs (of what was gathered; not read: cronjobs.batch, statefulsets.apps)
dns/b unknown ` + unread + `
dns/c gap one is down (there may be more; not read: cronjobs.batch, statefulsets.apps)
dns/d unknown could not be read: statefulsets.apps (partial)
dns/e pass no agent is missing
dns/f skip one node (of what was gathered; not read: statefulsets.apps)
dns/g unknown ` + unread
	if got := lines(results); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if got := results[0].Outcome.Without; len(got) != 2 {
		t.Errorf("dns/a is marked with %v", got)
	}
}

// TestDamaged: nothing passes on what is left of facts that are damaged; a gap is one.
func TestDamaged(t *testing.T) {
	in := &facts.Input{Snapshot: facts.Snapshot{BlindSpots: []facts.BlindSpot{
		{Facts: "workloads", Verb: "get", Resource: "workloads", Reason: facts.ReasonMalformed},
	}}}
	all := []facts.Portion{"workloads"}
	results := evaluate(t, in, Options{},
		standing("dns/a", check.Pass("one runs"), check.StandsWithout{Pass: all}),
		standing("dns/b", check.Gap("one is down"), check.StandsWithout{Gap: all}),
	)
	want := "dns/a unknown could not be read: workloads (malformed)\ndns/b gap one is down (there may be more; not read: workloads)"
	if got := lines(results); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// TestSkippedAnyhow: a check that does not apply is skipped whatever becomes of what it requires, when
// that is unknown only because facts are missing.
func TestSkippedAnyhow(t *testing.T) {
	in := &facts.Input{Snapshot: facts.Snapshot{BlindSpots: []facts.BlindSpot{
		{Facts: "workloads", Verb: "list", Resource: "cronjobs.batch", Reason: facts.ReasonForbidden},
	}}}
	skip := check.Skip("it is not installed")
	results := evaluate(t, in, Options{},
		standing("dns/a", check.Gap("nothing runs"), check.StandsWithout{}),
		answering("dns/b", skip, "dns/a"), answering("dns/c", check.Pass("fine"), "dns/a"), answering("dns/d", skip, "dns/c"),
		answering("logs/a", check.Unknown("not recognised")), answering("logs/b", skip, "logs/a"),
		standing("mesh/a", check.Unknown("not recognised"), check.StandsWithout{}), answering("mesh/b", skip, "mesh/a"),
	)
	want := `dns/a unknown could not be read: cronjobs.batch (forbidden)
dns/b skip it is not installed
dns/c unknown dns/a could not be judged
dns/d skip it is not installed
mesh/a unknown could not be read: cronjobs.batch (forbidden)
mesh/b unknown mesh/a could not be judged
logs/a unknown not recognised
logs/b unknown logs/a could not be judged`
	if got := lines(results); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}
