package check

import (
	"errors"
	"strings"
	"testing"

	"github.com/kready/kready/internal/facts"
)

// TestResolveRequires: whoever requires what cannot be is broken, and nobody else.
func TestResolveRequires(t *testing.T) {
	own := []Check{good("a/one", "a/two"), good("a/two", "a/one"), good("a/three", "dns/none"), good("a/four", "dns/present"), good("a/five", "a/one")}
	for i := range own {
		own[i].Position = own[i].ID + ".rego:1"
	}
	resolved := ResolveRequires(own, []Check{good("dns/present")})
	for id, want := range map[string]string{
		"a/one":   "a/one.rego:1: its requirements form a cycle: a/one → a/two → a/one",
		"a/two":   "cycle: a/two → a/one → a/two",
		"a/three": "it requires dns/none, which does not exist",
		"a/four":  "",
		"a/five":  "",
	} {
		for _, c := range resolved {
			if c.ID != id {
				continue
			}
			switch why := c.BrokenReason(); {
			case want == "" && why != nil:
				t.Errorf("%s is broken: %v", id, why)
			case want != "" && (why == nil || !strings.Contains(why.Error(), want)):
				t.Errorf("%s: got %v, want %q", id, why, want)
			}
		}
	}
	if _, err := Order(append(resolved, good("dns/present"))); err != nil {
		t.Error(err)
	}
}

// TestBroken: a check with an unknown tier counts as a must-have.
func TestBroken(t *testing.T) {
	why := errors.New("it lies")
	c := MarkBroken(Check{ID: "a/b", Tier: "critical", Level: "splendid", Requires: []string{"a/c"}}, why)
	if c.Tier != TierMust || c.Level != LevelConfigured || c.Title != "a/b" || len(c.Requires) > 0 {
		t.Errorf("%+v", c)
	}
	if _, err := c.Run(t.Context(), &facts.Input{}); !errors.Is(err, why) {
		t.Errorf("%v", err)
	}
}
