package controlplane

import (
	"testing"
	"time"

	"github.com/kready/kready/e2e/driver"
)

// testTimeout makes the server slow and expects --timeout to be kept all the same.
func testTimeout(t *testing.T, p *Plane, base baseline) {
	const limit, slack = 4 * time.Second, 3 * time.Second
	for _, slow := range []struct {
		name  string
		fault Fault
	}{{"no answer", Slow(time.Hour)}, {"an answer that never ends", Drip(200 * time.Millisecond)}} {
		t.Run(slow.name, func(t *testing.T) {
			start := time.Now()
			got := report(t, p, behind(t, p, On("nodes", slow.fault)), "--timeout", limit.String())
			if took := time.Since(start); took > limit+slack {
				t.Errorf("--timeout %s takes %s", limit, took)
			}
			honest(t, base, got)
			blind(t, got, "nodes", "timeout")
			if got.Verdict.ExitCode != driver.ExitIncomplete && got.Verdict.ExitCode != driver.ExitGap {
				t.Errorf("exit %d", got.Verdict.ExitCode)
			}
		})
	}
	t.Run("slow but there", func(t *testing.T) {
		same(t, base, report(t, p, behind(t, p, Slow(100*time.Millisecond)), "--timeout", "60s"))
	})
	t.Run("nothing answers", func(t *testing.T) {
		start := time.Now()
		out := run(t, p, behind(t, p, Slow(time.Hour)), "check", "--timeout", "2s")
		if took := time.Since(start); took > 2*time.Second+slack {
			t.Errorf("--timeout 2s takes %s", took)
		}
		oneLine(t, out, driver.ExitIncomplete)
	})
}
