package kind

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/kready/kready/e2e/driver"
)

// killedWithin bounds the moments at which runs are killed: by then most of what a run
// creates is there, and the quickest is not over yet.
const killedWithin = 20 * time.Second

// testKilled: whenever a run is killed, `kready cleanup` removes what it left.
func (p prover) testKilled(t *testing.T) {
	const times = 10
	found := 0
	for i := range times {
		// A random moment of each tenth, so that none of them is spared.
		moment := time.Duration(i)*killedWithin/times + rand.N(killedWithin/times) //nolint:gosec // no secret is made of it
		r := p.start(t, "probe")
		if !r.after(moment) {
			t.Errorf("the run had ended after %s already; stderr: %s", moment, r.stderr)
			continue
		}
		r.signal(t, syscall.SIGKILL)
		<-r.ended
		left, err := p.Left()
		if err != nil {
			t.Fatal(err)
		}
		if len(left) > 0 {
			found++
		}
		out := run(t, p.admin, driver.ExitOK, "cleanup")
		t.Logf("killed after %s: %d objects left; cleaning up took %s: %s", moment.Round(time.Second/10), len(left), out.Elapsed.Round(time.Second/10), strings.TrimSpace(out.Stdout))
		p.nothingLeft(t)
	}
	if found < times/2 {
		t.Errorf("only %d of %d killed runs had created anything: this does not show that cleaning up works", found, times)
	}
}

// testInterrupted: a run that is interrupted cleans up before it ends.
func (p prover) testInterrupted(t *testing.T) {
	for _, signal := range []syscall.Signal{syscall.SIGINT, syscall.SIGTERM} {
		for _, moment := range []time.Duration{time.Second, 5 * time.Second, 12 * time.Second} {
			r := p.start(t, "probe")
			if !r.after(moment) {
				t.Errorf("the run had ended after %s already; stderr: %s", moment, r.stderr)
				continue
			}
			r.signal(t, signal)
			code, took, err := r.end(time.Minute)
			if err != nil {
				t.Error(err)
				continue
			}
			t.Logf("%s after %s: exit %d after %s: %s", signal, moment, code, took.Round(time.Second/10), strings.TrimSpace(r.stderr.String()))
			if took > 30*time.Second {
				t.Errorf("it took %s to end, want under 30 s", took)
			}
			if want := 128 + int(signal); code != want { // the shell's code for a signal
				t.Errorf("exit %d, want %d", code, want)
			}
			p.nothingLeft(t)
		}
	}
}

// testLostServer: an API server that is away for a while in the middle of a run, and comes
// back: one that is silent, one that died, and one that is silent just when somebody
// interrupts the run.
func (p prover) testLostServer(t *testing.T) {
	const silent, awake = "pkill -STOP -x kube-apiserver", "pkill -CONT -x kube-apiserver"
	for _, c := range []struct {
		name, lose, restore string
		interrupt           bool
	}{
		{"Silent", silent, awake, false},
		{"Died", "pkill -KILL -x kube-apiserver", "", false}, // the kubelet starts another
		{"SilentWhenInterrupted", silent, awake, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := p.start(t, "probe", "network")
			if !r.after(8 * time.Second) {
				t.Fatalf("the run had ended already; stderr: %s", r.stderr)
			}
			p.onControlPlane(t, c.lose)
			if c.interrupt {
				r.signal(t, syscall.SIGINT)
			}
			r.after(15 * time.Second)
			if c.restore != "" {
				p.onControlPlane(t, c.restore)
			}
			code, took, err := r.end(5 * time.Minute)
			if err != nil {
				t.Fatal(err)
			}
			t.Logf("exit %d, %s after that; stderr: %s", code, took.Round(time.Second/10), strings.TrimSpace(r.stderr.String()))
			if err := eventually(time.Minute, func() error { _, err := p.Kubectl("get", "--raw=/readyz"); return err }); err != nil {
				t.Fatal(err)
			}
			if c.interrupt { // half a minute is all that an interrupt gives; what it asked for goes on
				err := eventually(2*time.Minute, func() error {
					left, err := p.Left()
					if err == nil && len(left) > 0 {
						err = fmt.Errorf("left in the cluster: %s", strings.Join(left, ", "))
					}
					return err
				})
				if err != nil {
					t.Error(err)
				}
			}
			p.nothingLeft(t)
		})
	}
}

// onControlPlane runs a command on the control plane's node.
func (p prover) onControlPlane(t *testing.T, command string) {
	t.Helper()
	if _, err := p.On(p.control.String(), command); err != nil {
		t.Fatal(err)
	}
}

// testTwoAtOnce: two runs see what each sees alone, and each removes its own.
func (p prover) testTwoAtOnce(t *testing.T) {
	reports := make(chan driver.Report, 2)
	for range 2 {
		go func() {
			out, err := p.admin.Run(t.Context(), "probe", "network/pod-to-pod", "network/service-vip", "network/policy-ingress-enforced", "-o", "json")
			if err != nil {
				t.Error(err)
			}
			report, err := out.Report()
			if err != nil {
				t.Error(err)
			}
			reports <- report
		}()
	}
	for range 2 {
		want(t, <-reports, map[string]string{
			"network/pod-to-pod": "pass", "network/service-vip": "pass", "network/policy-ingress-enforced": "gap",
		})
	}
	p.nothingLeft(t)
}
