package engine

import (
	"fmt"
	"strings"
	"testing"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/golden"
)

// TestProbeWords writes every sentence that the checks of probes can say of one thing and of
// several, of some and of all, into a file that people read.
func TestProbeWords(t *testing.T) {
	one := func(n int, phase, expected, got string) facts.Trial {
		return facts.Trial{
			Phase: phase, What: "HTTP to pod 10.0.0.1", FromNode: fmt.Sprintf("n%d", n), ToNode: fmt.Sprintf("n%d", n+1),
			Expected: expected, Got: got, Attempts: 3, Answers: 1, Milliseconds: 2500,
		}
	}
	works := func(n int) facts.Trial { return one(n, facts.PhaseProof, facts.Answered, facts.Answered) }
	fails := func(n int) facts.Trial { return one(n, facts.PhaseProof, facts.Answered, facts.Blocked) }
	leaks := func(n int) facts.Trial { return one(n, facts.PhaseProof, facts.Blocked, facts.Answered) }
	stays := func(n int) facts.Trial { return one(n, facts.PhaseRestored, facts.Answered, facts.Blocked) }
	var all []facts.Measure
	for _, name := range []string{"time to enforce", "time to route", "time to a certificate", "time to a Secret", "time to delivery", "time to a written volume", "time to a metric", "added by admission"} {
		all = append(all, facts.Measure{Name: name, Value: 400, Unit: "milliseconds"})
	}
	figures := func(n int) []facts.Measure {
		return append(all, facts.Measure{Name: "nodes", Value: n}, facts.Measure{Name: "namespaces left out", Value: n},
			facts.Measure{Name: "lookups", Value: 200}, facts.Measure{Name: "failed", Value: n}, facts.Measure{Name: "p99", Value: n}, facts.Measure{Name: "moved to another node", Value: n - 1})
	}
	scenarios := []struct {
		name   string
		trials []facts.Trial
		count  int
	}{
		{"one works", []facts.Trial{works(1)}, 1},
		{"two work", []facts.Trial{works(1), works(2)}, 2},
		{"one fails", []facts.Trial{fails(1)}, 1},
		{"one of two fails", []facts.Trial{fails(1), works(2)}, 2},
		{"two fail", []facts.Trial{fails(1), fails(2)}, 2},
		{"one is let through", []facts.Trial{leaks(1)}, 1},
		{"one does not come back", []facts.Trial{works(1), stays(1)}, 1},
	}
	var b strings.Builder
	for _, c := range builtinChecks(t) {
		if c.Level != check.LevelProven || c.IsRequirement() {
			continue
		}
		fmt.Fprintf(&b, "%s\n", c.ID)
		for _, s := range scenarios {
			in := &facts.Input{}
			in.Probes = []facts.Probe{{Name: c.ID, Trials: s.trials, Measures: figures(s.count)}}
			out, err := c.Run(t.Context(), in)
			if err != nil {
				t.Fatal(err)
			}
			fmt.Fprintf(&b, "  %-22s %-7s %s\n", s.name, out.Status, out.Reason)
			if strings.HasSuffix(out.Reason, " ") || strings.HasSuffix(out.Reason, ":") {
				t.Errorf("%s, %s: %q breaks off", c.ID, s.name, out.Reason)
			}
			for _, wrong := range []string{"1 of 1", "0 of ", "within 0", "  ", " )", ": ;", "1 nodes", "1 namespaces"} {
				if strings.Contains(out.Reason, wrong) && !strings.Contains(out.Reason, "0 of 200") {
					t.Errorf("%s, %s: %q in %q", c.ID, s.name, wrong, out.Reason)
				}
			}
		}
	}
	golden.Compare(t, "testdata/probewords.txt", []byte(b.String()))
}
