package target

import (
	"encoding/json"
	"net/http"
	"slices"
	"testing"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// TestGroups asks whom the API server takes the caller for, and tells a server that does not know the question.
func TestGroups(t *testing.T) {
	old := false
	l := server(t, func(w http.ResponseWriter, r *http.Request) {
		var asked map[string]any
		if err := json.NewDecoder(r.Body).Decode(&asked); err != nil || asked["kind"] != "SelfSubjectReview" || r.URL.Path != subjectReviews || r.Method != http.MethodPost {
			t.Errorf("%s %s %v, %v", r.Method, r.URL.Path, asked, err)
		}
		if old {
			reply(w, 404, status(404, metav1.StatusReasonNotFound, "no"))
			return
		}
		reply(w, 201, map[string]any{"status": map[string]any{"userInfo": map[string]any{"username": "a", "groups": []string{"system:masters"}}}})
	}, LiveOptions{})
	groups, told, err := GroupsOf(t.Context(), l)
	if err != nil || !told || !slices.Equal(groups, []string{"system:masters"}) {
		t.Errorf("%v, %v, %v", groups, told, err)
	}
	old = true
	for what, src := range map[string]Source{"an old server": l, "nobody": nil} {
		if _, told, err := GroupsOf(t.Context(), src); told || err != nil {
			t.Errorf("%s: %v, %v", what, told, err)
		}
	}
}
