package report

import (
	"strings"
	"testing"

	"github.com/kready/kready/internal/check"
)

// TestAsked: a run of some checks says what became of them, and never that the cluster is ready.
func TestAsked(t *testing.T) {
	result := func(id string, tier check.Tier, out check.Outcome) check.Result {
		return check.Result{Check: check.Check{ID: id, Level: check.LevelProven, Tier: tier}, Outcome: out}
	}
	must := func(id string, out check.Outcome) check.Result { return result(id, check.TierMust, out) }
	pass, gap, unknown := check.Pass("x"), check.Gap("x"), check.Unknown("the rights are missing")
	waived := must("dns/a", gap)
	waived.Waiver = &check.Waiver{}
	for name, tt := range map[string]struct {
		results []check.Result
		asked   string
		exit    int
		says    string
	}{
		"everything":            {[]check.Result{must("dns/a", pass)}, "", 0, "READY: no gap that counts, and every must-have was judged (exit 0)."},
		"one":                   {[]check.Result{must("dns/a", pass)}, "dns/a", 0, "PASSED: the 1 check asked for passed; nothing else was judged (exit 0)."},
		"with what it requires": {[]check.Result{must("dns/a", pass), must("dns/b", pass)}, "dns/b", 0, "PASSED: the 1 check asked for passed; nothing but that and what it requires was judged (exit 0)."},
		"two":                   {[]check.Result{must("dns/a", pass), must("dns/b", pass)}, "dns/a dns/b", 0, "PASSED: all 2 checks asked for passed; nothing else was judged (exit 0)."},
		"a lesser gap":          {[]check.Result{must("dns/a", pass), result("dns/b", check.TierShould, gap)}, "dns/a dns/b", 0, "NO GAP THAT COUNTS: of the 2 checks asked for, 1 passed, 1 is a gap; nothing else was judged (exit 0)."},
		"a must gap":            {[]check.Result{must("dns/a", gap)}, "dns/a", 1, "NOT READY: 1 must-have gap (exit 1)."},
		"no rights, should":     {[]check.Result{result("policy/a", check.TierShould, unknown)}, "policy/a", 0, "NOTHING JUDGED: the 1 check asked for could not be judged; nothing else was judged (exit 0)."},
		"no rights, must":       {[]check.Result{must("dns/a", unknown)}, "dns/a", 3, "NOT JUDGED: 1 must-have could not be judged (exit 3)."},
		"of an optional one":    {[]check.Result{must("mesh/a", unknown)}, "mesh/a", 3, "NOT JUDGED: 1 must-have could not be judged (exit 3)."},
		"not asked for":         {[]check.Result{must("mesh/a", unknown), must("mesh/b", pass)}, "mesh/b", 0, "PASSED: "},
		"skipped":               {[]check.Result{must("dns/a", check.Skip("x"))}, "dns/a", 0, "NOTHING JUDGED: the 1 check asked for does not apply or was not tried; nothing else was judged (exit 0)."},
		"waived":                {[]check.Result{waived}, "dns/a", 0, "NO GAP THAT COUNTS: the 1 check asked for is waived; nothing else was judged (exit 0)."},
	} {
		t.Run(name, func(t *testing.T) {
			var asked []string
			if tt.asked != "" {
				asked = strings.Fields(tt.asked)
			}
			r := New(Target{}, tt.results, nil, nil, Options{FailOn: "must", Asked: asked, Requirement: requiredButMesh})
			word, _, meaning := r.Verdict.Headline()
			if got := word + ": " + meaning; !strings.HasPrefix(got, tt.says) || r.Verdict.ExitCode != tt.exit {
				t.Errorf("exit %d, %s\nwant %d, %s", r.Verdict.ExitCode, got, tt.exit, tt.says)
			}
			if r.Verdict.Ready != (asked == nil) {
				t.Errorf("ready is %v", r.Verdict.Ready)
			}
			for _, x := range r.Results {
				if x.Status == "unknown" && r.Fails(x) != (tt.exit == 3) {
					t.Errorf("a format calls %s failed: %v", x.ID, r.Fails(x))
				}
			}
		})
	}
}

func requiredButMesh(battery string) check.Requirement {
	if battery == "mesh" {
		return check.Optional
	}
	return check.Required
}

// TestAskedAgainst: neither does one that is held against a baseline.
func TestAskedAgainst(t *testing.T) {
	results := []check.Result{{Check: check.Check{ID: "dns/a", Tier: check.TierMust}, Outcome: check.Pass("x")}}
	r := New(Target{}, results, nil, nil, Options{FailOn: FailOnNew, Asked: []string{"dns/a"}, Requirement: requiredButMesh}).WithBaseline(Baseline{}, false)
	if word, _, _ := r.Verdict.Headline(); word != "PASSED" || r.Verdict.Ready {
		t.Errorf("it says %s, ready %v", word, r.Verdict.Ready)
	}
}

// TestWaivedLevel: a level with a gap that somebody accepted is waived, not passed.
func TestWaivedLevel(t *testing.T) {
	result := func(id string, out check.Outcome, waiver *check.Waiver) check.Result {
		return check.Result{Check: check.Check{ID: id, Level: check.LevelHealthy, Tier: check.TierMust}, Outcome: out, Waiver: waiver}
	}
	for want, results := range map[string][]check.Result{
		"pass":   {result("dns/a", check.Pass("x"), nil)},
		"waived": {result("dns/a", check.Pass("x"), nil), result("dns/b", check.Gap("x"), &check.Waiver{})},
		"gap":    {result("dns/a", check.Gap("x"), nil), result("dns/b", check.Gap("x"), &check.Waiver{})},
		"skip":   {result("dns/a", check.Skip("x"), nil)},
	} {
		if got := worst(results, check.LevelHealthy); got != want {
			t.Errorf("the level is %s, want %s", got, want)
		}
	}
}
