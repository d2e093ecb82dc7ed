package kind

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/kready/kready/e2e/driver"
)

// prover is a cluster, its administrator's kready, and the image that probes run.
type prover struct {
	*Cluster
	admin driver.Kready
	image string
}

// newProver puts the binary's own image onto the nodes, under the name that it asks for,
// as a registry would serve it.
func newProver(t *testing.T, c *Cluster) prover {
	t.Helper()
	p := prover{Cluster: c, admin: kready(t, c.Kubeconfig)}
	t.Cleanup(func() { // for a test that broke off in the middle of a run
		if _, err := p.admin.Run(context.WithoutCancel(t.Context()), "cleanup"); err != nil {
			t.Error(err)
		}
	})
	plan := run(t, p.admin, driver.ExitOK, "probe", "--plan").Stdout
	image := regexp.MustCompile(`(?m)^(\S+/kready:\S+):$`).FindStringSubmatch(plan)
	if image == nil {
		t.Fatalf("the plan names no image:\n%s", plan)
	}
	p.image = image[1]
	if err := buildImage(p.image, p.admin.Path); err != nil {
		t.Fatal(err)
	}
	if err := c.loadImage(p.image); err != nil {
		t.Fatal(err)
	}
	return p
}

// aboutProbe is what a run writes on stderr for each probe as it ends.
var aboutProbe = regexp.MustCompile(`^ *[0-9]+s  (pass|gap|skip|unknown) +[a-z]+/[a-z0-9-]+: .`)

// proves runs kready with arguments and returns its report, whatever its exit code is.
func (p prover) proves(t *testing.T, args ...string) driver.Report {
	t.Helper()
	return p.as(t, p.admin, args...)
}

// as does it with another identity.
func (p prover) as(t *testing.T, k driver.Kready, args ...string) driver.Report {
	t.Helper()
	out, err := k.Run(t.Context(), append(args, "-o", "json")...)
	if err != nil {
		t.Fatal(err)
	}
	report, err := out.Report()
	if err != nil {
		t.Fatal(err)
	}
	if out.ExitCode != report.Verdict.ExitCode {
		t.Errorf("kready exits %d, its report says %d", out.ExitCode, report.Verdict.ExitCode)
	}
	// Besides a line for each probe: a namespace that Kubernetes keeps, which is nobody's fault.
	for line := range strings.Lines(out.Stderr) {
		if !aboutProbe.MatchString(line) && !strings.Contains(line, "nothing of the probes is left in it") {
			t.Errorf("kready %s says on stderr: %s", strings.Join(args, " "), line)
		}
	}
	t.Logf("kready %s: %s%s", strings.Join(args, " "), out.Elapsed.Round(time.Second/10), report.Summary())
	for _, r := range report.Results {
		if r.Status == "error" {
			t.Errorf("%s broke: %s", r.ID, r.Reason)
		}
	}
	return report
}

// nothingLeft fails when probes left anything in the cluster.
func (p prover) nothingLeft(t *testing.T) {
	t.Helper()
	left, err := p.Left()
	if err != nil {
		t.Fatal(err)
	}
	if len(left) > 0 {
		t.Errorf("left in the cluster: %s", strings.Join(left, ", "))
		if _, err := p.admin.Run(t.Context(), "cleanup"); err != nil { // for the tests that follow
			t.Error(err)
		}
	}
}

// want holds a report to statuses by the ids of checks.
func want(t *testing.T, report driver.Report, statuses map[string]string) {
	t.Helper()
	for id, status := range statuses {
		if got := report.Status(id); got != status {
			t.Errorf("%s is %q, want %q: %s", id, got, status, evidenceOf(report.ByID()[id]))
		}
	}
}

// running is a kready process under way.
type running struct {
	cmd    *exec.Cmd
	stderr *strings.Builder
	ended  chan struct{}
}

// start starts kready without waiting for it.
func (p prover) start(t *testing.T, args ...string) running {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), p.admin.Path, args...)
	cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + p.admin.Home, "KUBECONFIG=" + p.admin.Kubeconfig}
	r := running{cmd: cmd, stderr: &strings.Builder{}, ended: make(chan struct{})}
	cmd.Stderr = r.stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go func() {
		_ = cmd.Wait() // how it ended is in its ProcessState
		close(r.ended)
	}()
	return r
}

// after lets it run for a time; false when it had ended before.
func (r running) after(d time.Duration) bool {
	select {
	case <-r.ended:
		return false
	case <-time.After(d):
		return true
	}
}

// end waits for the process, and returns its exit code and how long that took.
func (r running) end(limit time.Duration) (code int, took time.Duration, err error) {
	begin := time.Now()
	select {
	case <-r.ended:
		return r.cmd.ProcessState.ExitCode(), time.Since(begin), nil
	case <-time.After(limit):
		_ = r.cmd.Process.Kill()
		<-r.ended
		return 0, limit, fmt.Errorf("kready has not ended after %s; stderr: %s", limit, r.stderr)
	}
}

func (r running) signal(t *testing.T, s syscall.Signal) {
	t.Helper()
	if err := r.cmd.Process.Signal(s); err != nil {
		t.Fatalf("sending %s: %v", s, err)
	}
}
