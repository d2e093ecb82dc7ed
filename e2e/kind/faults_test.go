package kind

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/kready/kready/e2e/driver"
)

// fault is one thing that goes wrong in a cluster, and what kready has to say about it.
type fault struct {
	name string
	// plant breaks something, lift puts it right again. Lift is called whatever happened, so it
	// bears that nothing is left to do.
	plant, lift step
	// args are what kready is asked, in place of a check of everything.
	args []string
	// check has to have the status, and its evidence these words.
	check, status string
	says          []string
	// also are the statuses of other checks.
	also map[string]string
	// compare is true when `kready diff` must not call anything better since before.
	compare bool
	// remedy is true when the commands that kready prints have to close the gap. Then the lift only
	// clears up.
	remedy bool
	// hidden is how long nobody can see the fault.
	hidden time.Duration
}

// testFaults plants one fault after the other, reads the verdict that names it, and lifts it: with the
// commands of the remedy that kready prints, where there are any.
func testFaults(t *testing.T, c *Cluster, admin driver.Kready) {
	for _, f := range faults(c) {
		t.Run(f.name, func(t *testing.T) {
			start := time.Now()
			t.Cleanup(func() {
				if err := f.lift(c); err != nil {
					t.Errorf("lifting the fault: %v", err)
				}
				if err := c.waitReady(2 * time.Minute); err != nil {
					t.Errorf("the cluster has not recovered: %v", err)
				}
				t.Logf("took %s", time.Since(start).Round(time.Second))
			})
			before := filepath.Join(t.TempDir(), "before.json")
			if f.compare {
				run(t, admin, driver.ExitGap, "check", "-o", "json="+before)
			}
			if err := f.plant(c); err != nil {
				t.Fatalf("planting the fault: %v", err)
			}
			seen := f.seen(t, admin)
			if f.compare {
				noBetter(t, admin, before)
			}
			if f.remedy {
				f.applyRemedy(t, c, admin, seen)
			}
		})
	}
}

// seen waits until kready names the fault, and returns the result that does.
func (f fault) seen(t *testing.T, admin driver.Kready) driver.Result {
	t.Helper()
	time.Sleep(f.hidden)
	var result driver.Result
	err := eventually(2*time.Minute, func() error {
		report, err := f.judge(t, admin)
		if err != nil {
			return err
		}
		result = report.ByID()[f.check]
		if result.Status != f.status {
			return fmt.Errorf("%s is %q, want %q: %s", f.check, result.Status, f.status, evidenceOf(result))
		}
		for _, words := range f.says {
			if !strings.Contains(evidenceOf(result), words) {
				return fmt.Errorf("%s does not say %q: %s", f.check, words, evidenceOf(result))
			}
		}
		for id, status := range f.also {
			if got := report.ByID()[id]; got.Status != status {
				return fmt.Errorf("%s is %q, want %q: %s", id, got.Status, status, evidenceOf(got))
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return result
}

// judge checks the cluster, as a whole unless the fault asks for less, so that what is required counts.
func (f fault) judge(t *testing.T, admin driver.Kready) (driver.Report, error) {
	t.Helper()
	args := f.args
	if args == nil {
		args = []string{"check"}
	}
	out, err := admin.Run(t.Context(), append(slices.Clone(args), "-o", "json")...)
	if err != nil {
		return driver.Report{}, err
	}
	return out.Report()
}

// noBetter holds the comparison with a report from before a fault to the truth: nothing was closed, and no
// level is better.
func noBetter(t *testing.T, admin driver.Kready, before string) {
	t.Helper()
	now := filepath.Join(t.TempDir(), "now.json")
	run(t, admin, driver.ExitGap, "check", "-o", "json="+now)
	out, err := admin.Run(t.Context(), "diff", before, now, "-o", "json")
	if err != nil {
		t.Fatal(err)
	}
	var diff struct {
		ClosedGaps []struct{ ID string }
		Levels     []struct{ Battery, Level, Was, Is, Change string }
	}
	if err := json.Unmarshal([]byte(out.Stdout), &diff); err != nil {
		t.Fatalf("%v: %s", err, out.Stderr)
	}
	for _, x := range diff.ClosedGaps {
		t.Errorf("diff calls %s closed", x.ID)
	}
	lost := 0
	for _, l := range diff.Levels {
		if l.Change == "regressed" {
			lost++
			continue
		}
		t.Errorf("diff calls %s %s %s: was %s, is %s", l.Battery, l.Level, l.Change, l.Was, l.Is)
	}
	if lost == 0 {
		t.Errorf("diff says of no level that it is lost: %+v", diff)
	}
}

// acting matches the commands of a remedy that change something; open what is left to fill in.
var (
	acting = regexp.MustCompile(`^(kubeadm|kubectl( -n \S+)? (scale|uncordon|delete|taint|label|patch|rollout|expose|create|annotate|apply)) `)
	open   = regexp.MustCompile(`\b(NAME|NAMESPACE|NODE|KIND|ADDRESS)\b`)
)

// commands are what a remedy's blocks of code run: a block with a here-document as a whole, of others
// each line that changes something.
func commands(remediation string) []string {
	var found, block []string
	flush := func() {
		if len(block) > 0 && strings.Contains(block[0], "<<") {
			found = append(found, strings.Join(block, "\n"))
		} else {
			found = append(found, block...)
		}
		block = nil
	}
	for line := range strings.Lines(remediation + "\n\n") {
		if code, isCode := strings.CutPrefix(strings.TrimRight(line, "\n"), "    "); isCode {
			block = append(block, code)
		} else {
			flush()
		}
	}
	return slices.DeleteFunc(found, func(command string) bool { return !acting.MatchString(command) })
}

// applyRemedy runs the commands of the remedy as they are printed, in a shell of the control plane's node,
// and waits until the check passes.
func (f fault) applyRemedy(t *testing.T, c *Cluster, admin driver.Kready, seen driver.Result) {
	t.Helper()
	steps := commands(seen.Remediation)
	if len(steps) == 0 {
		t.Fatalf("the remedy has no command that changes anything:\n%s", seen.Remediation)
	}
	for _, command := range steps {
		if open.MatchString(command) {
			t.Fatalf("a command of the remedy is not filled in: %s", command)
		}
		if out, err := c.On(c.control.String(), "export KUBECONFIG=/etc/kubernetes/admin.conf\n"+command); err != nil {
			t.Fatalf("the remedy %q: %v: %s", command, err, out)
		}
	}
	err := eventually(2*time.Minute, func() error {
		report, err := f.judge(t, admin)
		if err != nil {
			return err
		}
		if result := report.ByID()[f.check]; result.Status != "pass" {
			return fmt.Errorf("%s is %q after its remedy: %s\n%s", f.check, result.Status, evidenceOf(result), seen.Remediation)
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}
