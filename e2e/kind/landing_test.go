package kind

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/kready/kready/e2e/driver"
)

// landingWorld is what the API server asks about the namespaces that are labelled so: a policy, and a webhook that does not answer.
const landingWorld = `
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: {name: e2e-landing}
spec:
  failurePolicy: Fail
  matchConstraints:
    namespaceSelector: {matchLabels: {e2e-landing: strict}}
    resourceRules: [{apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [configmaps]}]
  validations: [{expression: "!('forbidden' in object.data)", message: a forbidden key}]
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicyBinding
metadata: {name: e2e-landing}
spec: {policyName: e2e-landing, validationActions: [Deny]}
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingWebhookConfiguration
metadata: {name: e2e-landing}
webhooks:
- name: dead.example.com
  clientConfig: {url: "https://127.0.0.1:1/"}
  failurePolicy: Fail
  sideEffects: None
  admissionReviewVersions: [v1]
  timeoutSeconds: 2
  namespaceSelector: {matchLabels: {e2e-landing: dead}}
  rules: [{apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods]}]
`

// trial is a bundle, what kready says of it, and what became of it.
type trial struct {
	bundle
	namespace, manifests string
	// said is the exit code of `kready land`, and tried that with --server-dry-run; why are their gaps.
	said, tried       int
	why, whyTried     string
	applied           string // what kubectl said against it
	landed, settled   bool
	waitsFor, refuses string
}

// testLanding holds what kready says of services before they are applied against what the cluster does with
// them: what it refuses was never said to be able to land, and of thirty that land at most one was refused.
func testLanding(t *testing.T, c *Cluster, admin driver.Kready) {
	start := time.Now()
	t.Cleanup(func() { leaveLanding(t, c) })
	trials := prepareLanding(t, c)
	t.Logf("prepared after %s", time.Since(start).Round(time.Second))
	eachAtOnce(trials, func(x *trial) { x.judge(t, admin) })
	t.Logf("judged after %s", time.Since(start).Round(time.Second))
	eachAtOnce(trials, func(x *trial) { x.apply(c) })
	t.Logf("applied after %s", time.Since(start).Round(time.Second))
	err := eventually(2*time.Minute, func() error {
		world, err := readLanding(c)
		if err != nil {
			return err
		}
		for i := range trials {
			trials[i].settle(world)
		}
		if open := slices.IndexFunc(trials, func(x trial) bool { return !x.settled }); open >= 0 {
			return fmt.Errorf("%s is not settled: it waits for %s; %s", trials[open].name, trials[open].waitsFor, trials[open].refuses)
		}
		return nil
	})
	t.Logf("settled after %s", time.Since(start).Round(time.Second))
	if err != nil {
		t.Error(err)
	}
	compareLanding(t, trials)
}

// compareLanding holds the predictions against what happened.
func compareLanding(t *testing.T, trials []trial) {
	t.Helper()
	var landed, refused, unseen, falseAlarms, untold int
	for _, x := range trials {
		switch {
		case !x.settled:
			t.Errorf("%s: neither landed nor refused as the table says (%q): it waits for %s; %s; kubectl: %s", x.name, x.refused, x.waitsFor, x.refuses, x.applied)
		case x.landed:
			landed++
			for _, said := range []struct {
				exit int
				why  string
			}{{x.said, x.why}, {x.tried, x.whyTried}} {
				switch said.exit {
				case driver.ExitGap:
					falseAlarms++
					t.Logf("%s landed, and kready refuses it: %s", x.name, said.why)
				case driver.ExitIncomplete:
					untold++
					t.Logf("%s landed, and kready cannot tell: %s", x.name, said.why)
				}
			}
		default:
			refused++
			wrong := x.tried == driver.ExitOK || x.said == driver.ExitOK && !x.admission
			switch {
			case wrong && x.unseen:
				unseen++
			case wrong:
				t.Errorf("%s: the cluster refuses it (%s), and kready says that it can land: exit %d, with a dry run %d", x.name, x.refused, x.said, x.tried)
			case x.unseen:
				t.Logf("%s is told by now: take its mark of what is unseen away", x.name)
			}
			if !x.admission && x.said != driver.ExitGap || x.tried != driver.ExitGap {
				t.Logf("%s is refused, and kready cannot tell: exit %d, with a dry run %d: %s; %s", x.name, x.said, x.tried, x.why, x.whyTried)
			}
		}
	}
	t.Logf("%d services landed, and %d were refused, %d of these for what kready does not see yet; of those that landed, answers that refuse: %d, that cannot tell: %d (two answers each)", landed, refused, unseen, falseAlarms, untold)
	if unseen > refused/6 {
		t.Errorf("of %d services that were refused, %d are for what kready does not see", refused, unseen)
	}
	if falseAlarms > 2*landed/30 {
		t.Errorf("of %d services that landed, %d answers were refusals", landed, falseAlarms)
	}
	if untold > landed/4 {
		t.Errorf("of %d services that landed, kready could not tell for %d of twice as many answers", landed, untold)
	}
}

// judge asks kready whether the service can land, by itself and with a dry run of the API server.
func (x *trial) judge(t *testing.T, admin driver.Kready) {
	path := filepath.Join(t.TempDir(), x.name+".yaml")
	if err := os.WriteFile(path, []byte(x.manifests), 0o600); err != nil {
		t.Error(err)
		return
	}
	ask := func(flags ...string) (int, string) {
		out, err := admin.Run(t.Context(), append([]string{"land", path, "-n", x.namespace, "-o", "json"}, flags...)...)
		if err != nil {
			t.Error(err)
			return driver.ExitUsage, err.Error()
		}
		report, err := out.Report()
		if err != nil || out.ExitCode == driver.ExitUsage {
			t.Errorf("%s: exit %d: %s", x.name, out.ExitCode, out.Stderr)
			return driver.ExitUsage, out.Stderr
		}
		return out.ExitCode, reasons(report)
	}
	x.said, x.why = ask()
	x.tried, x.whyTried = ask("--server-dry-run")
}

// reasons are the must-haves of a report that are gaps or unknown.
func reasons(r driver.Report) string {
	var out []string
	for _, result := range r.Results {
		if result.Tier == "must" && (result.Status == "gap" || result.Status == "unknown" || result.Status == "error") {
			out = append(out, fmt.Sprintf("%s %s: %.300s", result.Status, result.ID, evidenceOf(result)))
		}
	}
	return strings.Join(out, " | ")
}

// apply applies the service, as people do; a CRD is served a moment after it was applied.
func (x *trial) apply(c *Cluster) {
	_, err := c.kubectl(x.manifests, "-n", x.namespace, "apply", "-f", "-")
	if err != nil && strings.Contains(x.manifests, "kind: CustomResourceDefinition") {
		time.Sleep(2 * time.Second)
		_, err = c.kubectl(x.manifests, "-n", x.namespace, "apply", "-f", "-")
	}
	if err != nil {
		x.applied = err.Error()
	}
}

// prepareLanding makes the namespaces, and what the platform has in them.
func prepareLanding(t *testing.T, c *Cluster) []trial {
	t.Helper()
	image, err := c.On(c.control.String(), "ctr -n k8s.io images ls -q 2>/dev/null | grep '^registry.k8s.io/pause:' | head -n 1")
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Apply(landingWorld); err != nil {
		t.Fatal(err)
	}
	var trials []trial
	namespaces := ""
	for _, b := range slices.Concat(landing(), broken()) {
		fill := strings.NewReplacer("IMAGE", strings.TrimSpace(image))
		b.platform = fill.Replace(b.platform)
		trials = append(trials, trial{bundle: b, namespace: "land-" + b.name, manifests: fill.Replace(b.manifests)})
		if key, value, _ := strings.Cut(b.labels, "="); b.labels != "absent" {
			namespaces += fmt.Sprintf("---\n{apiVersion: v1, kind: Namespace, metadata: {name: land-%s, labels: {e2e: landing, %q: %q}}}\n", b.name, key+strings.Repeat("none", 1-min(1, len(key))), value)
		}
	}
	if err := c.Apply(namespaces); err != nil {
		t.Fatal(err)
	}
	eachAtOnce(trials, func(x *trial) {
		if x.platform == "" {
			return
		}
		if _, err := c.kubectl(x.platform, "-n", x.namespace, "apply", "-f", "-"); err != nil {
			t.Errorf("%s: %v", x.name, err)
		}
	})
	if _, err := c.Kubectl("-n", "land-host-port-taken", "rollout", "status", "daemonset/taken", "--timeout=60s"); err != nil {
		t.Fatal(err)
	}
	return trials
}

// leaveLanding removes all that the services left.
func leaveLanding(t *testing.T, c *Cluster) {
	namespaces, err := c.Kubectl("get", "namespaces", "-o", "name")
	if err != nil {
		t.Error(err)
	}
	names := slices.DeleteFunc(strings.Fields(namespaces), func(name string) bool { return !strings.HasPrefix(name, "namespace/land-") })
	steps := [][]string{
		{"delete", "validatingwebhookconfiguration,validatingadmissionpolicy,validatingadmissionpolicybinding,priorityclass,persistentvolume", "e2e-landing", "--ignore-not-found", "--wait=false"},
		{"delete", "runtimeclass", "e2e-landing", "e2e-landing-kata", "--ignore-not-found"},
		{"delete", "crd", "shops.landing.example.com", "--ignore-not-found"},
		append([]string{"delete", "--ignore-not-found", "--timeout=3m"}, names...),
	}
	for _, step := range steps {
		if _, err := c.Kubectl(step...); err != nil {
			t.Error(err)
		}
	}
}

// eachAtOnce does something with all trials, a few at a time.
func eachAtOnce(trials []trial, do func(*trial)) {
	next := make(chan *trial)
	var workers sync.WaitGroup
	for range 4 {
		workers.Go(func() {
			for x := range next {
				do(x)
			}
		})
	}
	for i := range trials {
		next <- &trials[i]
	}
	close(next)
	workers.Wait()
}
