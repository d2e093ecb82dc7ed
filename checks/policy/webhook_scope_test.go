package policy

import (
	"fmt"
	"strings"
	"testing"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
)

// hook is a strict webhook for pods of the namespace "policy".
func hook(change func(*facts.Webhook)) facts.Webhook {
	h := facts.Webhook{
		Name: "x.acme.org", FailurePolicy: "Fail", ServiceNamespace: "policy", ServiceName: "x",
		TimeoutSeconds: 10, Resources: []string{"/pods"},
	}
	if change != nil {
		change(&h)
	}
	return h
}

// except leaves namespaces out by their names.
func except(names ...string) facts.Selector {
	return facts.Selector{Set: true, Requirements: []facts.Requirement{{Key: "kubernetes.io/metadata.name", Operator: "NotIn", Values: names}}}
}

func TestWebhookScope(t *testing.T) {
	namespaces := []facts.Namespace{{Name: "kube-system"}, {Name: "policy", Labels: map[string]string{"admission": "ignore"}}, {Name: "kube-node-lease"}}
	both := except("kube-system", "policy")
	for name, tt := range map[string]struct {
		hook facts.Webhook
		want check.Status
		says string
	}{
		"everywhere":       {hook(nil), check.StatusGap, "judges pods of kube-system, and judges the pods of its own namespace policy"},
		"both left out":    {hook(func(h *facts.Webhook) { h.Namespaces = both }), check.StatusPass, "1 webhook, none strict"},
		"own namespace in": {hook(func(h *facts.Webhook) { h.Namespaces = except("kube-system") }), check.StatusGap, "x.acme.org judges the pods of its own"},
		"own left out by label": {hook(func(h *facts.Webhook) {
			h.Namespaces = facts.Selector{Set: true, Requirements: []facts.Requirement{{Key: "inject", Operator: "In", Values: []string{"yes"}}}}
		}), check.StatusPass, ""},
		"does not exist": {hook(func(h *facts.Webhook) {
			h.Namespaces = facts.Selector{Set: true, Requirements: []facts.Requirement{{Key: "admission", Operator: "DoesNotExist"}}}
		}), check.StatusGap, "judges pods of kube-system"},
		"ignored":          {hook(func(h *facts.Webhook) { h.FailurePolicy = "Ignore" }), check.StatusPass, ""},
		"ignored and slow": {hook(func(h *facts.Webhook) { h.FailurePolicy, h.TimeoutSeconds = "Ignore", 30 }), check.StatusGap, "wait up to 30 seconds"},
		"slow elsewhere":   {hook(func(h *facts.Webhook) { h.Resources, h.TimeoutSeconds = []string{"cert-manager.io/*"}, 30 }), check.StatusPass, ""},
		"narrowed":         {hook(func(h *facts.Webhook) { h.Narrowed = true }), check.StatusPass, ""},
		"everything":       {hook(func(h *facts.Webhook) { h.Resources = []string{"*/*"} }), check.StatusGap, "judges everything (*/*) in all namespaces"},
		"all of core":      {hook(func(h *facts.Webhook) { h.Resources = []string{"/*"} }), check.StatusGap, "heartbeats"},
		"leases":           {hook(func(h *facts.Webhook) { h.Resources = []string{"coordination.k8s.io/leases"} }), check.StatusGap, "heartbeats of nodes"},
		"other resources":  {hook(func(h *facts.Webhook) { h.Resources = []string{"networking.k8s.io/ingresses"} }), check.StatusPass, ""},
		"subresource":      {hook(func(h *facts.Webhook) { h.Resources = []string{"/pods/exec"} }), check.StatusPass, ""},
	} {
		t.Run(name, func(t *testing.T) {
			in := &facts.Input{}
			in.Namespaces = namespaces
			in.Webhooks = []facts.WebhookConfig{{Kind: "ValidatingWebhookConfiguration", Name: "x", Webhooks: []facts.Webhook{tt.hook}}}
			out, err := WebhookScope().Run(t.Context(), in)
			if err != nil {
				t.Fatal(err)
			}
			if said := out.Reason + fmt.Sprint(out.Findings); out.Status != tt.want || !strings.Contains(said, tt.says) {
				t.Errorf("%s: %s, want %s saying %q", out.Status, said, tt.want, tt.says)
			}
		})
	}
	// What a provider runs beside its API server is its own.
	in := &facts.Input{Distribution: facts.Distribution{Managed: true}}
	in.Namespaces = namespaces
	in.Webhooks = []facts.WebhookConfig{{Webhooks: []facts.Webhook{hook(func(h *facts.Webhook) { h.ServiceNamespace, h.External, h.Loopback = "", true, true })}}}
	if out, _ := WebhookScope().Run(t.Context(), in); out.Status != check.StatusPass {
		t.Errorf("a provider's: %v", out)
	}
	in.Distribution.Managed = false
	if out, _ := WebhookScope().Run(t.Context(), in); out.Status != check.StatusGap {
		t.Errorf("on an own control plane: %v", out)
	}
	if out, _ := WebhookScope().Run(t.Context(), &facts.Input{}); out.Status != check.StatusSkip {
		t.Errorf("without webhooks: %v", out)
	}
}
