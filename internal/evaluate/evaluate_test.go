package evaluate

import (
	"context"
	"errors"
	"reflect"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
)

func answering(id string, out check.Outcome, requires ...string) check.Check {
	return check.Check{
		ID: id, Level: check.LevelPresent, Tier: check.TierMust, Reads: facts.Fields{facts.KindNodes}, Requires: requires,
		Run: func(context.Context, *facts.Input) (check.Outcome, error) { return out, nil },
	}
}

// lines writes results as "id status reason" lines.
func lines(results []check.Result) string {
	var out []string
	for _, r := range results {
		out = append(out, strings.TrimSpace(r.Check.ID+" "+string(r.Outcome.Status)+" "+r.Outcome.Reason))
	}
	return strings.Join(out, "\n")
}

func evaluate(t *testing.T, in *facts.Input, opts Options, checks ...check.Check) []check.Result {
	t.Helper()
	results, err := Run(context.Background(), in, checks, opts)
	if err != nil {
		t.Fatal(err)
	}
	return results
}

func TestRequires(t *testing.T) {
	gap := check.Gap("nothing there")
	pass := check.Pass("fine")
	results := evaluate(t, &facts.Input{}, Options{},
		answering("network/a", gap), answering("network/b", pass, "network/a"), answering("network/c", pass, "network/b"),
		answering("dns/a", check.Unknown("cannot tell")), answering("dns/b", pass, "dns/a"), answering("dns/c", pass, "dns/b"),
		answering("logs/a", check.Skip("one node")), answering("logs/b", pass, "logs/a"),
		answering("mesh/a", pass), answering("mesh/b", gap, "mesh/a"),
	)
	want := `network/a gap nothing there
network/b skip network/a is a gap
network/c skip network/a is a gap
dns/a unknown cannot tell
dns/b unknown dns/a could not be judged
dns/c unknown dns/a could not be judged
mesh/a pass fine
mesh/b gap nothing there
logs/a skip one node
logs/b skip logs/a does not apply: one node`
	if got := lines(results); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if results[2].Because != "network/a" {
		t.Errorf("network/c is because of %q, want the root network/a", results[2].Because)
	}
}

func TestBlindSpots(t *testing.T) {
	in := &facts.Input{Snapshot: facts.Snapshot{BlindSpots: []facts.BlindSpot{
		{Facts: "nodes", Verb: "list", Resource: "nodes", Reason: facts.ReasonForbidden},
		{Facts: "pods", Verb: "list", Resource: "pods", Reason: facts.ReasonForbidden},
	}}}
	other := answering("dns/present", check.Pass("fine"))
	other.Reads = facts.Fields{facts.KindVersion}
	results := evaluate(t, in, Options{}, answering("cluster/nodes", check.Pass("fine")), other)
	want := "cluster/nodes unknown could not be read: nodes (forbidden)\ndns/present pass fine"
	if got := lines(results); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// TestBroken: a panic, an error, an endless check and an empty answer are errors of
// their own, and the others go on.
func TestBroken(t *testing.T) { synctest.Test(t, testBroken) }

func testBroken(t *testing.T) {
	end := make(chan struct{})
	defer close(end)
	broken := func(id string, run func(context.Context, *facts.Input) (check.Outcome, error)) check.Check {
		c := answering(id, check.Outcome{})
		c.Run = run
		return c
	}
	results := evaluate(t, &facts.Input{}, Options{CheckTimeout: 20 * time.Millisecond},
		broken("dns/a-panic", func(context.Context, *facts.Input) (check.Outcome, error) { panic("ouch") }),
		broken("dns/b-error", func(context.Context, *facts.Input) (check.Outcome, error) {
			return check.Outcome{}, errors.New("no algorithm")
		}),
		broken("dns/c-endless", func(context.Context, *facts.Input) (check.Outcome, error) {
			<-end
			return check.Outcome{}, nil
		}),
		answering("dns/d-empty", check.Outcome{}),
		answering("dns/e", check.Pass("fine")),
	)
	want := `dns/a-panic error the check panicked: ouch
dns/b-error error no algorithm
dns/c-endless error the check took longer than 20ms
dns/d-empty error the check gave no status
dns/e pass fine`
	if got := lines(results); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestWants(t *testing.T) {
	opts := Options{Profile: "small", Requirements: map[string]check.Requirement{"mesh": check.Optional, "backup": check.None}}
	configured := answering("mesh/config", check.Gap("left open"))
	configured.Level = check.LevelConfigured
	results := evaluate(t, &facts.Input{}, opts,
		answering("mesh/present", check.Gap("no mesh")), configured, answering("backup/present", check.Gap("no backup")),
	)
	want := `mesh/present skip no mesh wanted by profile small, and none is there
mesh/config gap left open
backup/present skip no backup wanted by profile small`
	if got := lines(results); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestOff(t *testing.T) {
	opts := Options{Profile: "kind", Disabled: map[string]string{"dns/ha": "no redundancy"}}
	results := evaluate(t, &facts.Input{}, opts, answering("dns/ha", check.Gap("one replica")))
	if got, want := lines(results), "dns/ha skip turned off by profile kind: no redundancy"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestDeterministic(t *testing.T) {
	checks := []check.Check{answering("dns/b", check.Pass("1")), answering("cluster/a", check.Pass("2")), answering("dns/a", check.Pass("3"))}
	first := evaluate(t, &facts.Input{}, Options{}, checks...)
	second := evaluate(t, &facts.Input{}, Options{}, checks[2], checks[1], checks[0])
	if !reflect.DeepEqual(lines(first), lines(second)) {
		t.Errorf("the order of the checks matters:\n%s\n%s", lines(first), lines(second))
	}
}

func TestStopped(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Run(ctx, &facts.Input{}, []check.Check{answering("dns/a", check.Pass(""))}, Options{}); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want canceled", err)
	}
}

// TestNotProbed: what nobody probed is not unknown because of what it requires.
func TestNotProbed(t *testing.T) {
	unknown := check.Check{ID: "logs/collector", Level: check.LevelPresent, Run: func(context.Context, *facts.Input) (check.Outcome, error) {
		return check.Unknown("who knows"), nil
	}}
	proof := check.Check{ID: "logs/delivery", Level: check.LevelProven, Requires: []string{"logs/collector"}, Run: func(_ context.Context, in *facts.Input) (check.Outcome, error) {
		if _, probed := in.Probe("logs/delivery"); !probed {
			return check.Skip("not probed"), nil
		}
		return check.Pass("it arrives"), nil
	}}
	in := &facts.Input{}
	results, err := Run(t.Context(), in, []check.Check{unknown, proof}, Options{})
	if err != nil || results[1].Outcome.Status != check.StatusSkip {
		t.Errorf("not probed: %+v %v", results, err)
	}
	in.Probes = []facts.Probe{{Name: "logs/delivery"}}
	results, err = Run(t.Context(), in, []check.Check{unknown, proof}, Options{})
	if err != nil || results[1].Outcome.Status != check.StatusUnknown {
		t.Errorf("probed: %+v %v", results, err)
	}
}

// slowToLoad is ready after a while.
type slowToLoad time.Duration

func (slowToLoad) Prepare([]string) {}

func (slowToLoad) Shares(string) any { return nil }

func (d slowToLoad) Wait(context.Context, string, *facts.Input) { time.Sleep(time.Duration(d)) }

// TestLoadingIsNotJudging: a check that takes long to load, as on a busy machine, has its
// limit all the same once it runs.
func TestLoadingIsNotJudging(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		slow := answering("dns/a", check.Pass("ready at last"))
		slow.Preparer = slowToLoad(60 * time.Millisecond)
		results := evaluate(t, &facts.Input{}, Options{CheckTimeout: 50 * time.Millisecond}, slow)
		if got, want := lines(results), "dns/a pass ready at last"; got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	})
}
