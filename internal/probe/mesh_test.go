package probe

import (
	"context"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	corev1 "k8s.io/api/core/v1"

	"github.com/kready/kready/internal/facts"
)

// TestIdentity: the pod has to come back with all that the webhook gives.
func TestIdentity(t *testing.T) {
	in := &facts.Input{Snapshot: facts.Snapshot{Webhooks: []facts.WebhookConfig{
		{Kind: "MutatingWebhookConfiguration", Webhooks: []facts.Webhook{{Name: "pod-identity-webhook.amazonaws.com"}}},
	}}}
	give := func(p *corev1.Pod) {
		p.Spec.Containers[0].Env = []corev1.EnvVar{{Name: "AWS_ROLE_ARN"}, {Name: "AWS_WEB_IDENTITY_TOKEN_FILE"}}
		p.Spec.Volumes = []corev1.Volume{{VolumeSource: corev1.VolumeSource{Projected: &corev1.ProjectedVolumeSource{
			Sources: []corev1.VolumeProjection{{ServiceAccountToken: &corev1.ServiceAccountTokenProjection{}}},
		}}}}
	}
	w := identityWebhooks()[0]
	pod := &corev1.Pod{Spec: corev1.PodSpec{Containers: []corev1.Container{{}}}}
	if got, err := w.judge(pod, nil); err != nil || got.got != facts.Wrong || !strings.Contains(got.detail, "a projected token") {
		t.Errorf("%+v %v", got, err)
	}
	if got, err := w.judge(nil, noAnswer(w.hooks[0])); err != nil || got.got != facts.Blocked {
		t.Errorf("%+v %v", got, err)
	}
	if _, err := w.judge(nil, noAnswer("another")); err == nil {
		t.Error("another webhook's silence is laid on this one")
	}
	client := server("")
	answers(t, client, func(_ string, p *corev1.Pod) error {
		if p.Spec.ServiceAccountName == "" {
			t.Error("no ServiceAccount")
		}
		give(p)
		return nil
	})
	s := session(t, in, client)
	out := &Result{}
	if err := runIdentityMutates(t.Context(), s, out); err != nil || !out.PhaseSucceeded(facts.PhaseProof) {
		t.Errorf("%+v %v", out.probe, err)
	}
	if why, err := identityMutates().Skip(&Session{Input: &facts.Input{}}); why == "" || err != nil {
		t.Errorf("%q %v", why, err)
	}
	blind := &facts.Input{Snapshot: facts.Snapshot{BlindSpots: []facts.BlindSpot{{Facts: "webhooks", Resource: "mutatingwebhookconfigurations", Reason: facts.ReasonForbidden}}}}
	if _, err := identityMutates().Skip(&Session{Input: blind}); err == nil {
		t.Error("what could not be seen is taken for absent")
	}
}

func istio(selectors ...facts.Selector) *facts.Input {
	in := &facts.Input{Inventory: []facts.Implementation{{Name: "istio", Title: "Istio", State: facts.StateRunning, Roles: []string{"mesh/control-plane"}}}}
	for _, s := range selectors {
		in.Webhooks = append(in.Webhooks, facts.WebhookConfig{Kind: "MutatingWebhookConfiguration", Webhooks: []facts.Webhook{{Name: "rev.namespace.sidecar-injector.istio.io", Namespaces: s}}})
	}
	return in
}

func term(key string, values ...string) facts.Selector {
	return facts.Selector{Set: true, Requirements: []facts.Requirement{{Key: key, Operator: "In", Values: values}, {Key: "other", Operator: "DoesNotExist"}}}
}

// TestInjection: each label that enrols is tried in a namespace of its own.
func TestInjection(t *testing.T) { synctest.Test(t, testInjection) }

func testInjection(t *testing.T) {
	in := istio(term(istioRevision, "canary"), term(istioInjection, "enabled"), term(istioRevision, "canary"))
	client := server("")
	answers(t, client, func(ns string, p *corev1.Pod) error {
		object, err := client.Tracker().Get(corev1.SchemeGroupVersion.WithResource("namespaces"), "", ns)
		if err != nil {
			return err
		}
		made := decoded[corev1.Namespace](object)
		switch {
		case made.Labels[istioInjection] == "enabled":
			p.Spec.InitContainers = []corev1.Container{{Name: "istio-proxy"}}
		case made.Labels[istioRevision] == "canary" && made.Labels[istioInjection] == "":
			return noAnswer("rev.namespace.sidecar-injector.istio.io")
		}
		return nil
	})
	s := session(t, in, client)
	ways, err := s.joinMethods()
	if err != nil || len(ways) != 2 {
		t.Fatalf("%+v %v", ways, err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	trial, err := s.tryInjection(ctx, facts.Trial{Expected: facts.Answered}, mustNamespace(t, s, "a", ways[0]), ways[0])
	if err != nil || !trial.AsExpected() {
		t.Errorf("%s: %+v %v", ways[0].how, trial, err)
	}
	short, stop := context.WithTimeout(t.Context(), time.Second)
	defer stop()
	if got, err := s.tryInjection(short, facts.Trial{Expected: facts.Answered}, mustNamespace(t, s, "b", ways[1]), ways[1]); got.Got != facts.Blocked {
		t.Errorf("%s: %+v %v", ways[1].how, got, err)
	}
	kuma := &facts.Input{Inventory: []facts.Implementation{{Name: "kuma", Title: "Kuma", State: facts.StateRunning, Roles: []string{"mesh/control-plane"}}}}
	if _, err := (&Session{Input: kuma}).joinMethods(); err == nil || !strings.Contains(err.Error(), "Kuma") {
		t.Errorf("%v", err)
	}
	if why, _ := skipMesh(&Session{Input: &facts.Input{}}); why == "" {
		t.Error("a mesh is tried where there is none")
	}
}

func mustNamespace(t *testing.T, s *Session, suffix string, way joinMethod) string {
	t.Helper()
	name, err := s.CreateExtraNamespace(t.Context(), suffix, way.labels())
	if err != nil {
		t.Fatal(err)
	}
	return name
}
