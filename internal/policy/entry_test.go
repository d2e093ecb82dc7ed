package policy

import (
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/kready/kready/internal/check"
)

// TestSummaryByStatus: of summaries by status, the one of the status that is decided counts.
func TestSummaryByStatus(t *testing.T) {
	const summaries = `
summary.pass contains "all is well"

summary.gap contains "gap"

summary.gap contains "it is bad"

summary.unknown contains to_number("never asked when it passes")
`
	rule := func(name string, holds bool) string {
		if holds {
			return name + " contains {\"message\": \"m\"} if input.nodes == []\n\n"
		}
		return name + " contains {\"message\": \"m\"} if count(input.nodes) > 0\n\n"
	}
	for name, tt := range map[string]struct {
		gap, unknown bool
		status       check.Status
		reason       string
	}{
		"pass":            {false, false, check.StatusPass, "all is well"},
		"gap":             {true, false, check.StatusGap, "gap; it is bad"},
		"gap and unknown": {true, true, check.StatusGap, "gap; it is bad"},
		"only when asked": {false, true, check.StatusError, "to_number"},
	} {
		t.Run(name, func(t *testing.T) {
			out := judged(t, rule("gap", tt.gap)+rule("unknown", tt.unknown)+summaries, time.Minute)
			if out.Status != tt.status || !strings.Contains(out.Reason, tt.reason) {
				t.Errorf("%+v, want %s: %s", out, tt.status, tt.reason)
			}
		})
	}
	t.Run("no summary of that status", func(t *testing.T) {
		out := judged(t, rule("gap", true)+"summary.pass contains \"all is well\"\n", time.Minute)
		if out.Status != check.StatusGap || out.Reason != "m" {
			t.Errorf("%+v, want the finding's message as the reason", out)
		}
	})
	t.Run("skip", func(t *testing.T) {
		out := judged(t, rule("gap", false)+"skip contains \"none\" if input.nodes == []\n\nsummary.pass contains \"all is well\"\n", time.Minute)
		if out.Status != check.StatusSkip || out.Reason != "none" {
			t.Errorf("%+v, want a skip", out)
		}
	})
}

// TestEntryShapes: entry rules that would not be read are refused, with the line.
func TestEntryShapes(t *testing.T) {
	for rules, want := range map[string]string{
		"summary.skip contains \"x\"\n":                "demo/one.rego:14: a skip has no summary",
		"summary.pas contains \"x\"\n":                 "demo/one.rego:14: `summary.pas` is the summary of no status: there is summary.pass, summary.gap, summary.unknown",
		"summary.unknown contains \"x\"\n":             "demo/one.rego:14: `summary.unknown` is never used: the policy has no rule `unknown`",
		"summary.pass := \"x\"\n":                      "demo/one.rego:14: `summary.pass` is not a set",
		"summary := \"x\"\n":                           "demo/one.rego:14: `summary` is not a set",
		"unknown.node contains {\"message\": \"x\"}\n": "demo/one.rego:14: `unknown.node` is not a set: write `unknown contains … if …`",
		"skip := \"x\"\n":                              "demo/one.rego:14: `skip` is not a set",
	} {
		_, err := loadBuiltin(fstest.MapFS{"demo/one.rego": {Data: []byte(head + harmless + "\n" + rules)}})
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v, want %q", rules, err, want)
		}
	}
}
