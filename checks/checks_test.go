package checks

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
)

// TestEveryCheckHasATest: the unit tests beside a check call it, in its battery's folder.
// Those that judge a probe are tested here.
func TestEveryCheckHasATest(t *testing.T) {
	list, err := os.ReadFile("all.go")
	if err != nil {
		t.Fatal(err)
	}
	var calls []string
	for line := range strings.Lines(string(list)) {
		if call := strings.TrimSpace(line); strings.HasSuffix(call, "(),") {
			calls = append(calls, strings.TrimSuffix(call, ","))
		}
	}
	all := All()
	if len(calls) != len(all) {
		t.Fatalf("all.go names %d checks, and All returns %d", len(calls), len(all))
	}
	for i, c := range all {
		if slices.Contains(c.Reads.Names(), string(facts.KindProbes)) {
			continue
		}
		battery, call, _ := strings.Cut(calls[i], ".")
		if !strings.HasPrefix(c.ID, battery+"/") {
			t.Errorf("%s stands in the folder of %s", c.ID, battery)
		}
		if !tested(t, battery, call) {
			t.Errorf("no unit test of %s calls %s: add a table test to checks/%s/", c.ID, call, battery)
		}
	}
}

// tested reports whether a test file of a battery holds a call.
func tested(t *testing.T, battery, call string) bool {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(battery, "*_test.go"))
	if err != nil {
		t.Fatal(err)
	}
	return slices.ContainsFunc(files, func(file string) bool {
		source, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		return strings.Contains(string(source), call)
	})
}

// TestProbedChecks: a check of a probe says what a trial proves. A trial that met what it
// wanted is a pass, another one a gap with that trial as its finding.
func TestProbedChecks(t *testing.T) {
	good := facts.Trial{Phase: facts.PhaseProof, What: "HTTP", FromNode: "n1", ToNode: "n2", Expected: facts.Answered, Got: facts.Answered, Attempts: 1, Answers: 1}
	bad := good
	bad.Got = facts.Blocked
	for _, c := range All() {
		if !slices.Contains(c.Reads.Names(), string(facts.KindProbes)) {
			continue
		}
		for name, tt := range map[string]struct {
			trials []facts.Trial
			want   check.Status
		}{
			"as wanted": {[]facts.Trial{good}, check.StatusPass},
			"otherwise": {[]facts.Trial{bad}, check.StatusGap},
			"not tried": {nil, check.StatusUnknown},
		} {
			in := &facts.Input{Thresholds: facts.DefaultThresholds()}
			in.Probes = []facts.Probe{{Name: c.ID, Trials: tt.trials}}
			if tt.trials != nil {
				in.Probes[0].Measures = []facts.Measure{{Name: "lookups", Value: 200}, {Name: "failed"}, {Name: "p99", Value: 4}}
			}
			out, err := c.Run(t.Context(), in)
			if err != nil || out.Status != tt.want || out.Reason == "" || strings.Contains(out.Reason, "%!") {
				t.Errorf("%s, %s: %s %q %v, want %s", c.ID, name, out.Status, out.Reason, err, tt.want)
			}
			if tt.want == check.StatusGap && len(out.Findings) != 1 {
				t.Errorf("%s, %s: findings %v", c.ID, name, out.Findings)
			}
		}
	}
}
