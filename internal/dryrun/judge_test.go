package dryrun

import (
	"net/http"
	"testing"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/service"
)

// TestRefused: what is no answer to the object, or may be another once the service is applied, is unknown.
func TestRefused(t *testing.T) {
	const own = `apiVersion: v1
kind: Namespace
metadata: {name: own}
---
apiVersion: v1
kind: ResourceQuota
metadata: {name: team, namespace: own}
`
	for name, c := range map[string]struct {
		namespace string
		status    metav1.Status
		result    string
		because   string
	}{
		"invalid":    {"shop", metav1.Status{Code: http.StatusUnprocessableEntity, Message: "spec.replicas: Invalid value"}, facts.TrialRefused, ""},
		"admission":  {"shop", metav1.Status{Code: http.StatusForbidden, Message: `admission webhook "policy.example.com" denied the request: no`}, facts.TrialRefused, ""},
		"immutable":  {"shop", metav1.Status{Code: http.StatusUnprocessableEntity, Message: "spec.selector: Invalid value: {}: field is immutable"}, facts.TrialRefused, "immutable"},
		"quota":      {"shop", metav1.Status{Code: http.StatusForbidden, Message: "exceeded quota: team"}, facts.TrialRefused, "quota"},
		"own quota":  {"own", metav1.Status{Code: http.StatusForbidden, Message: "exceeded quota: team"}, facts.TrialUnknown, "brought"},
		"webhook":    {"shop", metav1.Status{Code: http.StatusInternalServerError, Message: `failed calling webhook "a.example.com": timeout`}, facts.TrialRefused, "webhook"},
		"right":      {"shop", metav1.Status{Code: http.StatusForbidden, Message: `pods is forbidden: User "a" cannot create resource "pods" in API group "" in the namespace "shop"`}, facts.TrialUnknown, "no-right"},
		"escalation": {"shop", metav1.Status{Code: http.StatusForbidden, Message: `user "a" is attempting to grant RBAC permissions not currently held`}, facts.TrialUnknown, "no-right"},
		"dry run":    {"shop", metav1.Status{Code: http.StatusBadRequest, Message: `admission webhook "a.example.com" does not support dry run`}, facts.TrialUnknown, "no-dry-run"},
		"busy":       {"shop", metav1.Status{Code: http.StatusServiceUnavailable, Message: "etcd is slow"}, facts.TrialUnknown, "no-answer"},
		"namespace":  {"shop", metav1.Status{Code: http.StatusNotFound, Details: &metav1.StatusDetails{Kind: "namespaces"}}, facts.TrialUnknown, "no-namespace"},
		"brings it":  {"own", metav1.Status{Code: http.StatusNotFound, Details: &metav1.StatusDetails{Kind: "namespaces"}}, facts.TrialUnknown, "brought-namespace"},
	} {
		m, err := service.Parse("web", "web.yaml", []byte(own), service.Options{Namespace: "shop"})
		if err != nil {
			t.Fatal(err)
		}
		landing, err := m.Facts()
		if err != nil {
			t.Fatal(err)
		}
		trial := trialOf(t, deployment)
		trial.Namespace = c.namespace
		r := run{own: landing}
		if got := r.refused(facts.LandingTrial{}, trial, &c.status, false); got.Result != c.result || got.Because != c.because {
			t.Errorf("%s: got %s %q, want %s %q", name, got.Result, got.Because, c.result, c.because)
		}
	}
}
