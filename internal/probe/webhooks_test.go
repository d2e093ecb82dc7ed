package probe

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"

	corev1 "k8s.io/api/core/v1"

	"github.com/kready/kready/internal/facts"
)

func strictHook(resources ...string) *facts.Input {
	return &facts.Input{Snapshot: facts.Snapshot{
		Namespaces: []facts.Namespace{{Name: "shop", Phase: "Active"}, {Name: "kube-system", Phase: "Active"}},
		Webhooks: []facts.WebhookConfig{{Kind: "ValidatingWebhookConfiguration", Name: "guard", Webhooks: []facts.Webhook{
			{Name: "guard.example.com", FailurePolicy: "Fail", Resources: resources},
			{Name: "lenient.example.com", FailurePolicy: "Ignore", Resources: []string{"/services"}},
		}}},
	}}
}

// TestWebhooksAnswer: a webhook that does not answer is named; one that refuses is none that
// does not answer, and none that proves the others.
func TestWebhooksAnswer(t *testing.T) {
	for name, tt := range map[string]struct {
		judge    func(namespace string, pod *corev1.Pod) error
		gaps     int
		said     string
		obstacle string
	}{
		"let in": {func(string, *corev1.Pod) error { return nil }, 0, "it is let in", ""},
		"no TLS": {func(string, *corev1.Pod) error { return noAnswer("guard.example.com") }, 2, `failed calling webhook "guard.example.com"`, ""},
		"for one namespace": {func(ns string, _ *corev1.Pod) error {
			return map[string]error{"shop": noAnswer("guard.example.com")}[ns]
		}, 1, `failed calling webhook "guard.example.com"`, ""},
		"a quota": {func(string, *corev1.Pod) error { return forbidden("exceeded quota: small") }, 0, "but for a quota", ""},
		"refused": {func(string, *corev1.Pod) error { return forbidden("violates PodSecurity") }, 0, "", "refused by Pod Security"},
		"no dry runs": {func(string, *corev1.Pod) error {
			return errors.New(`admission webhook "guard.example.com" does not support dry run`)
		}, 0, "", "does not support dry run"},
		"a gap and a refusal": {func(ns string, _ *corev1.Pod) error {
			if ns == "shop" {
				return noAnswer("guard.example.com")
			}
			return forbidden("violates PodSecurity")
		}, 1, "guard.example.com", ""},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				client := server("")
				answers(t, client, tt.judge)
				s := session(t, strictHook("/pods"), client)
				out := &Result{}
				err := runWebhooksAnswer(t.Context(), s, out)
				if tt.obstacle == "" && err != nil || !strings.Contains(fmt.Sprint(err), tt.obstacle) {
					t.Errorf("obstacle %v", err)
				}
				gaps, details := 0, ""
				for _, trial := range out.probe.Trials {
					details += trial.Detail
					if !trial.AsExpected() {
						gaps++
					}
				}
				if gaps != tt.gaps || !strings.Contains(details, tt.said) {
					t.Errorf("%d gaps: %+v", gaps, out.probe.Trials)
				}
			})
		})
	}
}

func TestCalledKinds(t *testing.T) {
	for resource, want := range map[string]string{
		"/pods": "/pods", "*/*": "/pods apps/deployments /services", "apps/*": "apps/deployments", "/services": "/services", "cert-manager.io/*": "", "/pods/exec": "",
	} {
		var got []string
		for _, kind := range session(t, strictHook(resource), server("")).calledKinds() {
			got = append(got, kind.resource)
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s: got %v, want %s", resource, got, want)
		}
	}
	if why, err := skipWebhooksAnswer(session(t, &facts.Input{}, server(""))); why == "" || err != nil {
		t.Errorf("without a webhook: %q, %v", why, err)
	}
}
