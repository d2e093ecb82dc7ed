package evaluate

import (
	"testing"
	"time"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
)

func TestWaive(t *testing.T) {
	today := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	day := func(s string) time.Time {
		d, err := time.Parse(time.DateOnly, s)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	on := func(name string) check.Finding {
		return check.Finding{Object: facts.ObjectRef{Kind: "DaemonSet", Namespace: "logs", Name: name}}
	}
	gap := check.Result{Check: check.Check{ID: "logs/coverage"}, Outcome: check.Gap("two", on("a"), on("b"))}
	absent := check.Result{Check: check.Check{ID: "logs/coverage"}, Outcome: check.Gap("nothing there")}
	unknown := check.Result{Check: check.Check{ID: "logs/coverage"}, Outcome: check.Unknown("hidden")}
	pass := check.Result{Check: check.Check{ID: "logs/coverage"}, Outcome: check.Pass("fine")}
	w := func(object, expires string) check.Waiver {
		return check.Waiver{Check: "logs/coverage", Object: object, Expires: day(expires)}
	}
	for name, tt := range map[string]struct {
		result  check.Result
		waivers []check.Waiver
		waived  bool
		left    int
		state   check.WaiverState
	}{
		"whole":            {gap, []check.Waiver{w("", "2026-12-01")}, true, 2, check.WaiverActive},
		"absent":           {absent, []check.Waiver{w("", "2026-12-01")}, true, 0, check.WaiverActive},
		"unknown":          {unknown, []check.Waiver{w("", "2026-12-01")}, true, 0, check.WaiverActive},
		"battery":          {gap, []check.Waiver{{Battery: "logs", Expires: day("2026-12-01")}}, true, 2, check.WaiverActive},
		"other battery":    {gap, []check.Waiver{{Battery: "dns", Expires: day("2026-12-01")}}, false, 2, check.WaiverUnused},
		"last day":         {gap, []check.Waiver{w("", "2026-11-23")}, true, 2, check.WaiverActive},
		"expired":          {gap, []check.Waiver{w("", "2026-11-22")}, false, 2, check.WaiverExpired},
		"one object":       {gap, []check.Waiver{w("logs/a", "2026-12-01")}, false, 1, check.WaiverActive},
		"with kind":        {gap, []check.Waiver{w("daemonset/logs/a", "2026-12-01")}, false, 1, check.WaiverActive},
		"both objects":     {gap, []check.Waiver{w("logs/a", "2026-12-01"), w("logs/b", "2026-12-01")}, true, 2, check.WaiverActive},
		"no such object":   {gap, []check.Waiver{w("logs/c", "2026-12-01")}, false, 2, check.WaiverUnused},
		"nothing to waive": {pass, []check.Waiver{w("", "2026-12-01")}, false, 0, check.WaiverUnused},
	} {
		t.Run(name, func(t *testing.T) {
			out, states := Waive([]check.Result{tt.result}, tt.waivers, today)
			if (out[0].Waiver != nil) != tt.waived || len(out[0].Outcome.Findings) != tt.left || states[0] != tt.state {
				t.Errorf("waived %v, %d findings left, %s; want %v, %d, %s",
					out[0].Waiver != nil, len(out[0].Outcome.Findings), states[0], tt.waived, tt.left, tt.state)
			}
			if tt.result.Waiver != nil {
				t.Error("the results handed in were changed")
			}
		})
	}
}
