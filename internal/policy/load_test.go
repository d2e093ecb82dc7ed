package policy

import (
	"errors"
	"os"
	"runtime/debug"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/policies"
)

func TestMain(m *testing.M) {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(300) // at 100 it takes a third of the time
	}
	os.Exit(m.Run())
}

// loadBuiltin loads policies as kready's own, of which none may be broken.
func loadBuiltin(files fstest.MapFS) ([]check.Check, error) {
	files["roles.yaml"] = &fstest.MapFile{Data: []byte("network: {cni: gives pods their network}\n")}
	checks, problems := Load(Builtin(files))
	for _, c := range checks {
		problems = append(problems, c.BrokenReason())
	}
	return checks, errors.Join(problems...)
}

// shipped are the checks that are shipped, as a run has them.
func shipped(t testing.TB) []check.Check {
	t.Helper()
	checks, err := Indexed(policies.Files, policies.Index, policies.Packed)
	if err != nil {
		t.Fatal(err)
	}
	if len(checks) == 0 {
		t.Fatal("no policy is shipped")
	}
	return checks
}

func TestShipped(t *testing.T) {
	checks := shipped(t)
	check.Prepare(checks)
	in := &facts.Input{Thresholds: facts.DefaultThresholds()}
	facts.FillEmpty(in)
	for _, c := range checks {
		out, err := c.Run(t.Context(), in)
		switch {
		case err != nil:
			t.Errorf("%s breaks on an empty cluster: %v", c.ID, err)
		case out.Status == check.StatusGap && out.Reason == "":
			t.Errorf("%s is a gap without a reason", c.ID)
		case len(c.Reads) == 0:
			t.Errorf("%s reads no facts", c.ID)
		}
	}
}

const head = `# METADATA
# title: A title
# description: Why.
# related_resources:
# - ref: https://example.com
# custom:
#   level: present
#   tier: must
#   remediation: Do it.
package kready.demo["one"]

`

func TestRefusals(t *testing.T) {
	for name, tt := range map[string]struct{ source, want string }{
		"misspelt fact":  {head + "gap contains {\"message\": \"x\"} if input.nodez[_].name == \"a\"\n", "demo/one.rego:12: undefined ref: input.nodez"},
		"misspelt field": {head + "gap contains {\"message\": \"x\"} if {\n\tsome n in input.nodes\n\tn.nam == \"a\"\n}\n", "demo/one.rego:14: undefined ref: n.nam"},
		"http.send":      {head + "gap contains {\"message\": \"x\"} if http.send({\"url\": \"http://x\", \"method\": \"get\"})\n", "demo/one.rego:12: undefined function http.send"},
		"clock":          {head + "gap contains {\"message\": \"x\"} if time.now_ns() > 1\n", "undefined function time.now_ns"},
		"whole input":    {head + "gap contains {\"message\": \"x\"} if count(input) == 0\n", "demo/one.rego:12"},
		"unknown key":    {strings.Replace(head, "tier: must", "tier: must\n#   severity: high", 1) + "gap contains {\"message\": \"x\"} if input.nodes == []\n", "custom.severity"},
		"no gap":         {head + "foo := 1\n", "no rule `gap"},
		"gap no set":     {head + "gap := 1\n", "is not a set"},
		"not imported":   {head + "gap contains {\"message\": \"x\"} if data.kready.lib.known(input.collectedAt)\n", "demo/one.rego:12: data.kready.lib.known is not imported"},
		"wrong package":  {strings.Replace(head, `["one"]`, `.two`, 1) + "gap contains {\"message\": \"x\"} if input.nodes == []\n", "package kready.demo"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := loadBuiltin(fstest.MapFS{"demo/one.rego": {Data: []byte(tt.source)}})
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want %q", err, tt.want)
			}
		})
	}
}
