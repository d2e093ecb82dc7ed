package target

import (
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"

	authorizationv1 "k8s.io/api/authorization/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kready/kready/internal/facts"
)

func TestReviews(t *testing.T) {
	l := server(t, func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		switch {
		case r.Method != http.MethodPost:
			reply(w, 405, status(405, metav1.StatusReasonMethodNotAllowed, "no"))
		case r.URL.Path == rulesReviews && strings.Contains(string(body), `"namespace":"here"`):
			reply(w, 201, authorizationv1.SelfSubjectRulesReview{Status: authorizationv1.SubjectRulesReviewStatus{
				Incomplete: true, ResourceRules: []authorizationv1.ResourceRule{{Verbs: []string{"list"}, APIGroups: []string{""}, Resources: []string{"nodes"}}},
			}})
		case r.URL.Path == accessReviews:
			allowed := strings.Contains(string(body), `"resource":"nodes"`)
			reply(w, 201, authorizationv1.SelfSubjectAccessReview{Status: authorizationv1.SubjectAccessReviewStatus{Allowed: allowed}})
		default:
			reply(w, 403, status(403, metav1.StatusReasonForbidden, "not you"))
		}
	}, LiveOptions{})
	reviewer, ok := NewReviewer(l)
	if !ok {
		t.Fatal("a live cluster has no reviewer")
	}
	rules, err := reviewer.Rules(t.Context(), "here")
	if err != nil || !rules.Incomplete || len(rules.ResourceRules) != 1 {
		t.Errorf("%+v, %v", rules, err)
	}
	for resource, want := range map[string]bool{"nodes": true, "pods": false} {
		got, err := reviewer.Access(t.Context(), authorizationv1.SelfSubjectAccessReviewSpec{
			ResourceAttributes: &authorizationv1.ResourceAttributes{Verb: "list", Resource: resource},
		})
		if err != nil || got != want {
			t.Errorf("%s: %v, %v", resource, got, err)
		}
	}
	_, err = reviewer.Rules(t.Context(), "elsewhere")
	var read *ReadError
	if !errors.As(err, &read) || read.Reason != facts.ReasonForbidden || !strings.Contains(read.Message, "not you") {
		t.Errorf("a refusal is %v", err)
	}
	if _, ok := NewReviewer(nil); ok {
		t.Error("nothing has a reviewer")
	}
}
