package controlplane

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	admissionv1 "k8s.io/api/admissionregistration/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kready/kready/e2e/driver"
)

// night is what a nightly job looks at in the report.
type night struct {
	Baseline struct {
		NewGaps      []driver.Result `json:"newGaps"`
		ChangedGaps  []driver.Result `json:"changedGaps"`
		ClosedGaps   []driver.Result `json:"closedGaps"`
		NewlyWaived  []driver.Result `json:"newlyWaived"`
		NewlyUnknown []driver.Result `json:"newlyUnknown"`
	} `json:"baseline"`
}

// news are all changes of checks: "new cluster/nodes-ready".
func (n night) news() string {
	var all []string
	for _, list := range []struct {
		word    string
		results []driver.Result
	}{
		{"new", n.Baseline.NewGaps},
		{"changed", n.Baseline.ChangedGaps},
		{"closed", n.Baseline.ClosedGaps},
		{"waived", n.Baseline.NewlyWaived},
		{"unknown", n.Baseline.NewlyUnknown},
	} {
		for _, r := range list.results {
			all = append(all, list.word+" "+r.ID)
		}
	}
	return strings.Join(all, ", ")
}

// testNightly is the story of a nightly job: the report of a good night is kept; then
// something breaks, that is waived, and the waiver ends.
func testNightly(t *testing.T, p *Plane) {
	dir := t.TempDir()
	kept, snapshot := filepath.Join(dir, "kept.json"), filepath.Join(dir, "kept.snapshot.gz")
	run(t, p, p.Admin, "check", "-o", "json="+kept)
	run(t, p, p.Admin, "snapshot", "-o", snapshot)
	nightly := func(name string, exit int, news string, args ...string) (text, file string) {
		t.Helper()
		file = filepath.Join(dir, name+".json")
		out := run(t, p, p.Admin, append([]string{"check", "--fail-on", "new", "-o", "text", "-o", "json=" + file}, args...)...)
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatalf("%s: %v\n%s", name, err, out.Stderr)
		}
		var n night
		if err := json.Unmarshal(raw, &n); err != nil {
			t.Fatal(err)
		}
		report, err := driver.Outcome{Stdout: string(raw)}.Report()
		if err != nil {
			t.Fatal(err)
		}
		if out.ExitCode != exit || report.Verdict.ExitCode != exit || !strings.Contains(out.Stdout, fmt.Sprintf("(exit %d).", exit)) {
			t.Errorf("%s: exit %d, %d in the report; want %d:\n%s", name, out.ExitCode, report.Verdict.ExitCode, exit, out.Stdout)
		}
		if got := n.news(); got != news {
			t.Errorf("%s: what changed is %q, want %q", name, got, news)
		}
		return out.Stdout, file
	}

	nightly("calm", 0, "", "--baseline", kept)
	nightly("calm, by a snapshot", 0, "", "--baseline", snapshot)

	name := addWebhook(t, p)
	const check = "policy/webhook-backends"
	text, broken := nightly("broken", 1, "new "+check, "--baseline", kept)
	if !strings.Contains(text, name) || !strings.Contains(text, "WORSE: against the baseline, 1 must-have gap is new or larger") {
		t.Errorf("the report does not say that %s is broken:\n%s", name, text)
	}
	nightly("broken, by a snapshot", 1, "new "+check, "--baseline", snapshot)
	out := run(t, p, "", "diff", kept, broken)
	if out.ExitCode != driver.ExitGap || !strings.Contains(out.Stdout, "new gap      "+check+", must-have, was pass\n") || !strings.Contains(out.Stdout, "ValidatingWebhookConfiguration "+name) {
		t.Errorf("kready diff: exit %d:\n%s%s", out.ExitCode, out.Stdout, out.Stderr)
	}

	today := time.Now().UTC()
	config := filepath.Join(dir, "kready.yaml")
	waiver := fmt.Sprintf("apiVersion: kready.dev/v1\nkind: Config\nwaivers:\n- {check: %s, object: %s, owner: ops, reason: ordered, expires: %s}\n",
		check, name, today.AddDate(0, 0, 1).Format(time.DateOnly))
	if err := os.WriteFile(config, []byte(waiver), 0o600); err != nil {
		t.Fatal(err)
	}
	text, _ = nightly("waived", 0, "waived "+check, "--baseline", kept, "--config", config)
	if !strings.Contains(text, "\nWAIVED\n") || !strings.Contains(text, "Ordered.") {
		t.Errorf("what is waived is not to be seen:\n%s", text)
	}
	text, _ = nightly("lapsed", 1, "new "+check, "--baseline", kept, "--config", config, "--as-of", today.AddDate(0, 0, 2).Format(time.DateOnly))
	if !strings.Contains(text, "The waiver of "+check+" on "+name+" expired on") {
		t.Errorf("the waiver that lapsed is not reported:\n%s", text)
	}
	nightly("known", 0, "", "--baseline", broken)
}

// addWebhook leaves behind what a half removed product does: a webhook that fails closed
// and whose Service is gone. It takes it away after the test.
func addWebhook(t *testing.T, p *Plane) string {
	t.Helper()
	ctx, cancel := Context()
	defer cancel()
	hooks := p.Client.AdmissionregistrationV1().ValidatingWebhookConfigurations()
	hook := &admissionv1.ValidatingWebhookConfiguration{
		ObjectMeta: metav1.ObjectMeta{Name: "half-removed"},
		Webhooks: []admissionv1.ValidatingWebhook{{
			Name: "validate.half-removed.example.com", FailurePolicy: new(admissionv1.Fail),
			SideEffects: new(admissionv1.SideEffectClassNone), AdmissionReviewVersions: []string{"v1"},
			ClientConfig: admissionv1.WebhookClientConfig{Service: &admissionv1.ServiceReference{Namespace: "default", Name: "half-removed"}},
			Rules: []admissionv1.RuleWithOperations{{
				Operations: []admissionv1.OperationType{admissionv1.Create},
				Rule:       admissionv1.Rule{APIGroups: []string{"half-removed.example.com"}, APIVersions: []string{"v1"}, Resources: []string{"things"}},
			}},
		}},
	}
	if _, err := hooks.Create(ctx, hook, metav1.CreateOptions{}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		ctx, cancel := Context()
		defer cancel()
		if err := hooks.Delete(ctx, hook.Name, metav1.DeleteOptions{}); err != nil {
			t.Error(err)
		}
	})
	return hook.Name
}
