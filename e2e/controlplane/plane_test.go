package controlplane

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/kready/kready/e2e/driver"
)

// start starts a control plane that lives as long as the test; flags are more of the API server's, as NAME=VALUE.
func start(t *testing.T, flags ...string) *Plane {
	t.Helper()
	p, err := Start(t.TempDir(), flags...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := p.Stop(); err != nil {
			t.Error(err)
		}
	})
	return p
}

// TestControlPlane starts one control plane for all that follows. The parts run one
// after the other: some change what the API server serves.
func TestControlPlane(t *testing.T) {
	p := start(t)
	ctx, cancel := Context()
	defer cancel()
	if err := p.Fill(ctx, Size{Nodes: 7, Deployments: 25, Pods: 40}); err != nil {
		t.Fatal(err)
	}
	base := baseline{Report: report(t, p, p.Admin), needs: needs(t, p)}
	t.Logf("undisturbed:%s", base.Summary())
	if base.Status("cluster/nodes-ready") != "pass" || base.Status("network/policy-engine") != "gap" {
		t.Fatal("an undisturbed run does not pass the nodes and miss the policy engine: nothing else can be told from it")
	}

	t.Run("Layouts", func(t *testing.T) { testLayouts(t, p) })
	t.Run("Nightly", func(t *testing.T) { testNightly(t, p) })
	t.Run("Requests", func(t *testing.T) { testRequests(t, p) })
	t.Run("Wire", func(t *testing.T) { testWire(t, p) })
	t.Run("BlindFile", func(t *testing.T) { testBlindFile(t, p) })
	t.Run("Errors", func(t *testing.T) { testErrors(t, p) })
	t.Run("Identities", func(t *testing.T) { testIdentities(t, p, base) })
	t.Run("Refused", func(t *testing.T) { testRefused(t, p, base) })
	t.Run("Broken", func(t *testing.T) { testBroken(t, p, base) })
	t.Run("Paging", func(t *testing.T) { testPaging(t, p, base) })
	t.Run("Timeout", func(t *testing.T) { testTimeout(t, p, base) })
	t.Run("OddObjects", func(t *testing.T) { testOddObjects(t, p, base) })
	t.Run("Fleet", func(t *testing.T) { testFleet(t, p, base) })
	t.Run("DeadAPIService", func(t *testing.T) { testDeadAPIService(t, p, base) })
	// The last of all: the kinds that it makes the server serve stay there.
	t.Run("PolicyReports", func(t *testing.T) { testPolicyReports(t, p) })
}

// baseline is what an undisturbed run says, and what every check needs for it.
type baseline struct {
	driver.Report
	needs map[string]need
}

// need is what a check rests on.
type need struct {
	// kinds are the kinds of fact, without the portions of them that a pass does not depend on.
	kinds, without []string
}

// lacks reports whether a pass needs what a blind spot hides. What is not known of workloads is not
// known of their pods either.
func (n need) lacks(facts, resource string) bool {
	resource, _, _ = strings.Cut(resource, ".")
	ofWorkloads := slices.Contains([]string{"cronjobs", "daemonsets", "deployments", "statefulsets"}, resource)
	return slices.Contains(n.kinds, facts) && !slices.ContainsFunc(n.without, func(portion string) bool {
		kind, of, _ := strings.Cut(portion, "/")
		return (kind == facts || kind == "workloads" && ofWorkloads) && (of == "" || of == resource)
	})
}

// needs are what each check rests on.
func needs(t *testing.T, p *Plane) map[string]need {
	t.Helper()
	var checks []struct {
		ID            string   `json:"id"`
		Needs         []string `json:"needs"`
		StandsWithout struct {
			Any, Asked, Pass []string
		} `json:"standsWithout"`
	}
	if err := json.Unmarshal([]byte(run(t, p, "", "list", "checks", "-o", "json").Stdout), &checks); err != nil {
		t.Fatal(err)
	}
	out := map[string]need{}
	for _, c := range checks {
		out[c.ID] = need{c.Needs, slices.Concat(c.StandsWithout.Any, c.StandsWithout.Asked, c.StandsWithout.Pass)}
	}
	return out
}

// run runs kready with a kubeconfig; the test ends if it crashes or hangs.
func run(t *testing.T, p *Plane, kubeconfig string, args ...string) driver.Outcome {
	t.Helper()
	k, err := p.Kready(kubeconfig)
	if err != nil {
		t.Fatal(err)
	}
	out, err := k.Run(t.Context(), args...)
	if err != nil {
		t.Fatal(err)
	}
	for _, crash := range []string{"panic:", "goroutine ", "%!"} {
		if strings.Contains(out.Stdout+out.Stderr, crash) {
			t.Fatalf("kready %s crashes:\n%s", strings.Join(args, " "), out.Stderr)
		}
	}
	return out
}

// report runs `kready check -o json` and decodes what it says.
func report(t *testing.T, p *Plane, kubeconfig string, args ...string) driver.Report {
	t.Helper()
	out := run(t, p, kubeconfig, append([]string{"check", "-o", "json"}, args...)...)
	r, err := out.Report()
	if err != nil {
		t.Fatalf("exit %d: %v", out.ExitCode, err)
	}
	if r.Verdict.ExitCode != out.ExitCode {
		t.Errorf("the report says exit %d, the process %d", r.Verdict.ExitCode, out.ExitCode)
	}
	return r.WithoutCaller()
}

// behind returns a kubeconfig for a proxy with faults that lives as long as the test.
func behind(t *testing.T, p *Plane, faults ...Fault) string {
	t.Helper()
	name := strings.NewReplacer("/", "-", " ", "-", "#", "-").Replace(t.Name())
	kubeconfig, stop, err := p.Behind(fmt.Sprintf("%s-%d", name, time.Now().UnixNano()), faults...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(stop)
	return kubeconfig
}

// honest holds a disturbed run to the rule: what cannot be seen is unknown. It is no new
// gap and never a pass, and a check that needed it says why.
func honest(t *testing.T, base baseline, got driver.Report) {
	t.Helper()
	got = got.WithoutCaller()
	before := base.ByID()
	if len(got.Results) != len(base.Results) {
		t.Errorf("%d results, %d undisturbed", len(got.Results), len(base.Results))
	}
	for _, r := range got.Results {
		want := before[r.ID].Status
		for _, spot := range got.BlindSpots {
			if r.Status == "pass" && base.needs[r.ID].lacks(spot.Facts, spot.Resource) {
				t.Errorf("%s passes without all of its %s: %s", r.ID, spot.Facts, spot.Resource)
			}
		}
		switch r.Status {
		case want:
		case "unknown":
			if r.Reason == "" {
				t.Errorf("%s is unknown without a reason", r.ID)
			}
		case "skip":
			// what it builds on is unknown
		default:
			t.Errorf("%s is %s, undisturbed %s: %s %v", r.ID, r.Status, want, r.Reason, r.Findings)
		}
	}
	if t.Failed() {
		t.Log(got.Summary())
	}
}

// same holds a run to the results of an undisturbed one.
func same(t *testing.T, base baseline, got driver.Report) {
	t.Helper()
	got = got.WithoutCaller()
	before := base.ByID()
	for _, r := range got.Results {
		if want := before[r.ID]; r.Status != want.Status || len(r.Findings) != len(want.Findings) {
			t.Errorf("%s is %s with %d findings, undisturbed %s with %d: %s", r.ID, r.Status, len(r.Findings), want.Status, len(want.Findings), r.Reason)
		}
	}
	if t.Failed() {
		t.Log(got.Summary())
	}
}
