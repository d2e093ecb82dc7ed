package check

import (
	"context"
	"strings"
	"testing"

	"github.com/kready/kready/internal/facts"
)

func good(id string, requires ...string) Check {
	return Check{
		ID: id, Title: "It holds", Doc: "Why.", Level: LevelPresent, Tier: TierMust,
		Reads: facts.Fields{facts.KindNodes}, Requires: requires, Remediation: "Do it.", Links: []string{"https://example.com"},
		Run: func(context.Context, *facts.Input) (Outcome, error) { return Pass(""), nil },
	}
}

func TestValidate(t *testing.T) {
	with := func(change func(*Check)) []Check {
		c := good("dns/present")
		change(&c)
		return []Check{c}
	}
	for name, tt := range map[string]struct {
		checks []Check
		want   string // "" for well formed
	}{
		"good":             {[]Check{good("a/b"), good("a/c", "a/b")}, ""},
		"duplicate":        {[]Check{good("a/b"), good("a/b")}, "a/b is defined twice"},
		"no kebab":         {with(func(c *Check) { c.ID = "dns/Present" }), "kebab-case"},
		"no title":         {with(func(c *Check) { c.Title = "" }), "no title"},
		"full stop":        {with(func(c *Check) { c.Title = "It holds." }), "full stop"},
		"no why":           {with(func(c *Check) { c.Doc = " " }), "why it matters"},
		"no remedy":        {with(func(c *Check) { c.Remediation = "" }), "no remedy"},
		"no link":          {with(func(c *Check) { c.Links = nil }), "no link"},
		"no level":         {with(func(c *Check) { c.Level = "there" }), `"there" is not a level`},
		"no tier":          {with(func(c *Check) { c.Tier = "" }), `"" is not a tier`},
		"unknown field":    {with(func(c *Check) { c.Reads = facts.Fields{facts.Kind("nodez")} }), `"nodez"`},
		"no field":         {with(func(c *Check) { c.Reads = nil }), "reads no facts"},
		"no run":           {with(func(c *Check) { c.Run = nil }), "cannot run"},
		"absent requires":  {[]Check{good("a/b", "a/c")}, "requires a/c, which does not exist"},
		"cycle":            {[]Check{good("a/b", "a/c"), good("a/c", "a/b")}, "cycle: a/b → a/c → a/b"},
		"requires oneself": {[]Check{good("a/b", "a/b")}, "cycle"},
	} {
		t.Run(name, func(t *testing.T) {
			err := Validate(tt.checks)
			switch {
			case tt.want == "" && err != nil:
				t.Errorf("got %v", err)
			case tt.want != "" && (err == nil || !strings.Contains(err.Error(), tt.want)):
				t.Errorf("got %v, want %q", err, tt.want)
			}
		})
	}
}

// TestOrder: by battery and level, but never before what is required.
func TestOrder(t *testing.T) {
	healthy := good("network/a-healthy")
	healthy.Level = LevelHealthy
	ordered, err := Order([]Check{good("own/x"), good("dns/present", "network/a-healthy"), healthy, good("network/present"), good("cluster/z", "dns/present")})
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	for _, c := range ordered {
		ids = append(ids, c.ID)
	}
	want := "network/a-healthy dns/present cluster/z network/present own/x"
	if got := strings.Join(ids, " "); got != want {
		t.Errorf("order\n got %s\nwant %s", got, want)
	}
}

func TestTierAtLeast(t *testing.T) {
	if !TierMust.AtLeast(TierShould) || TierCould.AtLeast(TierShould) || !TierShould.AtLeast(TierShould) {
		t.Error("must matters more than should, should more than could")
	}
}

func TestWorst(t *testing.T) {
	of := func(all ...Status) []Result {
		var results []Result
		for _, s := range all {
			results = append(results, Result{Outcome: Outcome{Status: s}})
		}
		return results
	}
	for _, tt := range []struct {
		results []Result
		want    Status
	}{
		{nil, StatusSkip},
		{of(StatusSkip, StatusPass), StatusPass},
		{of(StatusPass, StatusUnknown), StatusUnknown},
		{of(StatusUnknown, StatusError), StatusError},
		{of(StatusError, StatusGap, StatusPass), StatusGap},
	} {
		if got := Worst(tt.results); got != tt.want {
			t.Errorf("Worst(%v) = %s, want %s", tt.results, got, tt.want)
		}
	}
}
