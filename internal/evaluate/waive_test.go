package evaluate

import (
	"slices"
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
	skip := check.Result{Check: check.Check{ID: "logs/coverage"}, Outcome: check.Skip("one node")}
	blocked := check.Result{Check: check.Check{ID: "logs/coverage"}, Outcome: check.Skip("logs/collector is a gap"), Because: "logs/collector"}
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
		"other battery":    {gap, []check.Waiver{{Battery: "dns", Expires: day("2026-12-01")}}, false, 2, check.WaiverUnjudged},
		"last day":         {gap, []check.Waiver{w("", "2026-11-23")}, true, 2, check.WaiverActive},
		"expired":          {gap, []check.Waiver{w("", "2026-11-22")}, false, 2, check.WaiverExpired},
		"one object":       {gap, []check.Waiver{w("logs/a", "2026-12-01")}, false, 1, check.WaiverActive},
		"with kind":        {gap, []check.Waiver{w("daemonset/logs/a", "2026-12-01")}, false, 1, check.WaiverActive},
		"both objects":     {gap, []check.Waiver{w("logs/a", "2026-12-01"), w("logs/b", "2026-12-01")}, true, 2, check.WaiverActive},
		"no such object":   {gap, []check.Waiver{w("logs/c", "2026-12-01")}, false, 2, check.WaiverUnused},
		"nothing to waive": {pass, []check.Waiver{w("", "2026-12-01")}, false, 0, check.WaiverUnused},
		"not selected":     {blocked, []check.Waiver{w("", "2026-12-01")}, false, 0, check.WaiverUnjudged},
		"not applicable":   {skip, []check.Waiver{w("", "2026-12-01")}, false, 0, check.WaiverUnused},
		"object, unknown":  {unknown, []check.Waiver{w("logs/a", "2026-12-01")}, false, 0, check.WaiverUnjudged},
		"whole and object": {gap, []check.Waiver{w("", "2026-12-01"), w("logs/a", "2026-12-01")}, true, 2, check.WaiverActive},
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

// TestWaiveOverlap: of several waivers the report names the one whose end counts, in
// whatever order they are written.
func TestWaiveOverlap(t *testing.T) {
	today := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	w := func(object string, days int) check.Waiver {
		return check.Waiver{Check: "logs/coverage", Object: object, Expires: today.Truncate(24*time.Hour).AddDate(0, 0, days)}
	}
	on := func(name string) check.Finding {
		return check.Finding{Object: facts.ObjectRef{Kind: "DaemonSet", Namespace: "logs", Name: name}}
	}
	gap := check.Result{Check: check.Check{ID: "logs/coverage"}, Outcome: check.Gap("two", on("a"), on("b"))}
	for name, tt := range map[string]struct {
		waivers []check.Waiver
		days    int
	}{
		"the longer of two whole ones":               {[]check.Waiver{w("", 3), {Battery: "logs", Expires: w("", 9).Expires}}, 9},
		"the shorter of two parts":                   {[]check.Waiver{w("logs/a", 9), w("logs/b", 3)}, 3},
		"the longer on one part":                     {[]check.Waiver{w("logs/a", 9), w("logs/b", 3), w("DaemonSet/logs/b", 5)}, 5},
		"a whole one counts while it is there":       {[]check.Waiver{w("logs/a", 9), w("logs/b", 9), w("", 3)}, 3},
		"an expired one does not shorten it":         {[]check.Waiver{w("", -3), w("logs/a", 9), w("logs/b", 9)}, 9},
		"its last day is a day on which it is there": {[]check.Waiver{w("", 0)}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			for range 2 {
				out, _ := Waive([]check.Result{gap}, tt.waivers, today)
				if out[0].Waiver == nil || out[0].Waiver.DaysLeft(today) != tt.days || len(out[0].Outcome.Findings) != 2 {
					t.Errorf("waived by %+v with findings %v, want %d days left and 2 findings", out[0].Waiver, out[0].Outcome.Findings, tt.days)
				}
				slices.Reverse(tt.waivers)
			}
		})
	}
}
