package kind

import (
	"strings"
	"testing"

	"github.com/kready/kready/e2e/driver"
)

// testIdentity runs kready as somebody with fewer rights. What cannot be seen is said to
// be unknown: it is not a gap, and it is never a pass. The run ends with exit: a gap where what can
// be seen proves one, otherwise not complete.
func testIdentity(t *testing.T, c *Cluster, admin driver.Kready, name, clusterRole string, exit int) {
	t.Cleanup(func() {
		if err := c.Forget(name); err != nil {
			t.Error(err)
		}
	})
	kubeconfig, err := c.Identity(t.TempDir(), name, clusterRole)
	if err != nil {
		t.Fatal(err)
	}
	full := check(t, admin, driver.ExitGap).ByID()
	limited := kready(t, kubeconfig)
	out, err := limited.Run(t.Context(), "check", "-o", "json")
	if err != nil {
		t.Fatal(err)
	}
	report, err := out.Report()
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("exit %d%s", out.ExitCode, report.Summary())
	if out.ExitCode != exit {
		t.Errorf("exit %d, want %d", out.ExitCode, exit)
	}
	unknown, byID := 0, report.ByID()
	for _, got := range report.Results {
		want := full[got.ID].Status
		switch got.Status {
		case want:
		case "unknown":
			unknown++
			// Either the reason is its own, or it names the check that has one.
			if !strings.Contains(got.Reason, "forbidden") && byID[got.Because].Status != "unknown" {
				t.Errorf("%s is unknown and does not say why: %q", got.ID, got.Reason)
			}
		case "skip":
			// what it builds on is not known
		default:
			t.Errorf("%s is %s for %s, and %s for an administrator: %s", got.ID, got.Status, name, want, evidenceOf(got))
		}
	}
	if unknown == 0 {
		t.Error("nothing is unknown")
	}
	if len(report.BlindSpots) == 0 {
		t.Error("no blind spot is reported")
	}
	text, err := limited.Run(t.Context(), "check")
	if err != nil {
		t.Fatal(err)
	}
	for _, crash := range []string{"panic", "goroutine ", "%!"} {
		if strings.Contains(text.Stdout+text.Stderr, crash) {
			t.Errorf("the text report reads as a crash:\n%s%s", text.Stdout, text.Stderr)
		}
	}
}
