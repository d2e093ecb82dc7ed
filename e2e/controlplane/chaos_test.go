package controlplane

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"text/tabwriter"
	"time"

	"github.com/kready/kready/e2e/driver"
)

// chaosMemory is the limit of deploy/base/cronjob.yaml.
const chaosMemory = 512 << 20

// chaosGoLimit is what kready has Go keep to within that limit: the program's own pages and
// what Go cannot give back come on top.
const chaosGoLimit = chaosMemory / 10 * 8

// chaosTimeout bounds one run, with what it takes to start and to judge.
const chaosTimeout, chaosSlack = 8 * time.Second, 20 * time.Second

// chaosRequests are the kinds of request that kready makes, and one resource of each.
func chaosRequests() []struct{ kind, on string } {
	all := []struct{ kind, on string }{
		{"first", "/version"},
		{"protobuf list", "nodes"},
		{"all but the first", "*"},
		{"readiness", "/readyz"},
		{"discovery, core", "/api"},
		{"discovery, groups", "/apis"},
		{"JSON list", "apiservices.apiregistration.k8s.io"},
		{"CRDs", "customresourcedefinitions.apiextensions.k8s.io"},
		{"names only", "limitranges"},
		{"one object", "configmaps"},
		{"pods", "pods"},
	}
	if os.Getenv("KREADY_CHAOS") == "all" {
		return all
	}
	return all[1:2] // the fleet has the third
}

// TestChaos puts every way of being hostile before every kind of request: no crash, no hang,
// no more memory than the CronJob has, nothing of what a stranger says, and no better verdict
// than without. `make chaos` runs all of it, `make test` a part.
func TestChaos(t *testing.T) {
	p, base := chaosPlane(t)
	elsewhere, caught := trap(t)
	var table strings.Builder
	rows := tabwriter.NewWriter(&table, 0, 0, 2, ' ', 0)
	fmt.Fprint(rows, "mode\trequest\texit\tseconds\tMiB\tblind\n")
	for _, mode := range Modes(elsewhere) {
		for _, request := range chaosRequests() {
			t.Run(mode.Name+"/"+request.kind, func(t *testing.T) {
				fmt.Fprintln(rows, mode.Name+"\t"+request.kind+"\t"+chaosRun(t, p, base, onRequest(request.on, mode.Fault)))
			})
		}
	}
	if caught.Load() > 0 {
		t.Errorf("another server got %d requests by redirects", caught.Load())
	}
	_ = rows.Flush()
	fmt.Printf("\n%s\n", table.String())
	t.Run("Fleet", func(t *testing.T) { chaosFleet(t, p, base, elsewhere) })
}

// chaosPlane starts a control plane with some objects, and says what an undisturbed run finds.
func chaosPlane(t *testing.T) (*Plane, baseline) {
	p := start(t)
	ctx, cancel := Context()
	defer cancel()
	if err := p.Fill(ctx, Size{Nodes: 7, Deployments: 25, Pods: 40}); err != nil {
		t.Fatal(err)
	}
	return p, baseline{Report: report(t, p, p.Admin), needs: needs(t, p)}
}

// trap is a server that nobody should come to.
func trap(t *testing.T) (address string, caught *atomic.Int64) {
	caught = &atomic.Int64{}
	s := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { caught.Add(1) }))
	t.Cleanup(s.Close)
	return s.URL, caught
}

// onRequest is On, where * stands for every request but the first, by which kready finds out
// whether anybody answers.
func onRequest(which string, fault Fault) Fault {
	if which != "*" {
		return On(which, fault)
	}
	return func(next http.Handler) http.Handler {
		faulty := fault(next)
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/version" {
				next.ServeHTTP(w, r)
				return
			}
			faulty.ServeHTTP(w, r)
		})
	}
}

// chaosRun runs kready behind a fault and returns its row of the table.
func chaosRun(t *testing.T, p *Plane, base baseline, fault Fault) string {
	out := chaosKready(t, p, behind(t, p, fault), "check", "-o", "json", "--timeout", chaosTimeout.String())
	blind := "-"
	if out.Stdout != "" {
		got, err := out.Report()
		if err != nil {
			t.Fatalf("exit %d: %v", out.ExitCode, err)
		}
		honest(t, base, got)
		var reasons []string
		for _, spot := range got.BlindSpots {
			reasons = append(reasons, spot.Reason)
		}
		slices.Sort(reasons)
		blind = strings.Join(slices.Compact(reasons), " ")
	} else if out.ExitCode != driver.ExitIncomplete {
		t.Errorf("no report, and exit %d: %s", out.ExitCode, out.Stderr)
	}
	return fmt.Sprintf("%d\t%.1f\t%d\t%s", out.ExitCode, out.Elapsed.Seconds(), out.PeakMemory>>20, blind)
}

// chaosKready runs kready as the CronJob does, and expects it to stay within its bounds.
func chaosKready(t *testing.T, p *Plane, kubeconfig string, args ...string) driver.Outcome {
	t.Helper()
	k, err := p.Kready(kubeconfig)
	if err != nil {
		t.Fatal(err)
	}
	k.Env = []string{fmt.Sprintf("GOMEMLIMIT=%dB", chaosGoLimit)}
	out, err := k.Run(t.Context(), args...)
	if err != nil {
		t.Fatal(err)
	}
	if out.PeakMemory > chaosMemory {
		t.Errorf("it takes %d MiB", out.PeakMemory>>20)
	}
	if out.ExitCode != driver.ExitGap && out.ExitCode != driver.ExitIncomplete {
		t.Errorf("exit %d: %.2000s", out.ExitCode, out.Stderr)
	}
	for _, bad := range []string{"panic:", "goroutine ", "%!", "CHAOS-SECRET", "\x1b", "\n::error", "\n##["} {
		if strings.Contains(out.Stdout+out.Stderr, bad) {
			t.Errorf("it prints %q: %.2000s %.2000s", bad, out.Stderr, out.Stdout)
		}
	}
	if out.Elapsed > chaosTimeout+chaosSlack {
		t.Errorf("--timeout %s takes %s", chaosTimeout, out.Elapsed)
	}
	return out
}
