package policy_test

import (
	"testing"

	"github.com/kready/kready/checks/policy"
	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
)

// TestWebhookCalls: whose pods are missing, and because of which webhook.
func TestWebhookCalls(t *testing.T) {
	const said = `Internal error occurred: failed calling webhook "a.acme.org": failed to call webhook: Post "https://a.acme.svc:443/m?…": `
	lacking := func(namespace, why string) facts.Workload {
		return facts.Workload{
			Kind: facts.Deployment, Namespace: namespace, Name: "web", Status: true, Desired: 1,
			Conditions: []facts.Condition{{Type: "ReplicaFailure", Status: "True", Message: said + why}},
		}
	}
	for name, tt := range map[string]struct {
		w      facts.Workload
		status check.Status
		state  string
	}{
		"a call that does not arrive":            {lacking("shop", "context deadline exceeded"), check.StatusGap, "no-answer"},
		"a certificate of another CA":            {lacking("shop", "tls: failed to verify certificate: x509: certificate signed by unknown authority"), check.StatusGap, "certificate"},
		"another answer":                         {lacking("shop", "the server could not find the requested resource"), check.StatusGap, ""},
		"a workload of the platform, told apart": {lacking("kube-system", "context deadline exceeded"), check.StatusPass, ""},
	} {
		out, err := policy.WebhookCalls().Run(t.Context(), &facts.Input{Snapshot: facts.Snapshot{Workloads: []facts.Workload{tt.w}}})
		if err != nil || out.Status != tt.status || len(out.Findings) > 0 && out.Findings[0].State != tt.state {
			t.Errorf("%s: %+v %v", name, out, err)
		}
	}
}
