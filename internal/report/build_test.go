package report

import (
	"testing"

	"github.com/kready/kready/internal/check"
)

func TestVerdict(t *testing.T) {
	gap := func(tier check.Tier) check.Result {
		return check.Result{Check: check.Check{ID: "dns/a", Level: check.LevelPresent, Tier: tier}, Outcome: check.Gap("x")}
	}
	unknown := func(id string, tier check.Tier) check.Result {
		return check.Result{Check: check.Check{ID: id, Level: check.LevelPresent, Tier: tier}, Outcome: check.Unknown("x")}
	}
	for name, tt := range map[string]struct {
		results []check.Result
		failOn  string
		allow   bool
		want    int
	}{
		"nothing":                   {nil, "must", false, 0},
		"must gap":                  {[]check.Result{gap(check.TierMust)}, "must", false, 1},
		"should gap":                {[]check.Result{gap(check.TierShould)}, "must", false, 0},
		"should gap, strict":        {[]check.Result{gap(check.TierShould)}, "should", false, 1},
		"never":                     {[]check.Result{gap(check.TierMust)}, "never", false, 0},
		"must unknown":              {[]check.Result{unknown("dns/a", check.TierMust)}, "must", false, 3},
		"must unknown, allowed":     {[]check.Result{unknown("dns/a", check.TierMust)}, "must", true, 0},
		"should unknown":            {[]check.Result{unknown("dns/a", check.TierShould)}, "must", false, 0},
		"unknown in optional":       {[]check.Result{unknown("mesh/a", check.TierMust)}, "must", false, 0},
		"gap comes before unknown":  {[]check.Result{gap(check.TierMust), unknown("dns/b", check.TierMust)}, "must", false, 1},
		"never, but unknown counts": {[]check.Result{unknown("dns/a", check.TierMust)}, "never", false, 3},
	} {
		t.Run(name, func(t *testing.T) {
			v := verdict(tt.results, Options{FailOn: tt.failOn, AllowUnknown: tt.allow, Requirement: func(b string) check.Requirement {
				if b == "mesh" {
					return check.Optional
				}
				return check.Required
			}})
			if v.ExitCode != tt.want || v.Ready != (tt.want == 0) {
				t.Errorf("exit %d ready %v, want exit %d", v.ExitCode, v.Ready, tt.want)
			}
		})
	}
}
