package dryrun

import (
	"encoding/json"
	"slices"
	"testing"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kready/kready/internal/service"
)

// trialOf is the first trial of a manifest.
func trialOf(t *testing.T, manifest string) service.Trial {
	t.Helper()
	m, err := service.Parse("web", "web.yaml", []byte(manifest), service.Options{Namespace: "shop"})
	if err != nil {
		t.Fatal(err)
	}
	all, err := m.Trials()
	if err != nil {
		t.Fatal(err)
	}
	return all[0]
}

const deployment = `apiVersion: apps/v1
kind: Deployment
metadata: {name: web, labels: {app: web}}
spec:
  replicas: 2
  paused: false
  template:
    spec:
      hostUsers: false
      containers:
      - name: web
        image: web:1
        lifecycle: {stopSignal: SIGUSR1}
      - name: proxy
        image: proxy:1
`

// TestDropped: only what did not come back is told, with its line; defaults, other forms and other orders are no loss.
func TestDropped(t *testing.T) {
	for name, c := range map[string]struct {
		answer string
		want   []string
		lines  []int
	}{
		"all": {answer: `{"metadata": {"labels": {"app": "web"}, "uid": "1"}, "spec": {"replicas": 2, "template": {"spec": {"hostUsers": false, "containers": [
			{"name": "proxy", "image": "proxy:1"}, {"name": "web", "image": "registry/web:1", "lifecycle": {"stopSignal": "SIGUSR1"}}]}}}}`},
		"fields": {
			answer: `{"metadata": {}, "spec": {"replicas": 2, "template": {"spec": {"containers": [{"name": "web", "image": "web:1", "lifecycle": {}}]}}}}`,
			want:   []string{"metadata.labels", "spec.template.spec.containers[0].lifecycle.stopSignal", "spec.template.spec.containers[1]"}, lines: []int{3, 13, 14},
		},
	} {
		var answer map[string]any
		if err := json.Unmarshal([]byte(c.answer), &answer); err != nil {
			t.Fatal(err)
		}
		answer["apiVersion"], answer["kind"] = "apps/v1", "Deployment"
		whole, err := json.Marshal(answer)
		if err != nil {
			t.Fatal(err)
		}
		var paths []string
		var lines []int
		for _, f := range dropped(trialOf(t, deployment), whole) {
			paths, lines = append(paths, f.Path), append(lines, f.AtLine)
		}
		if !slices.Equal(paths, c.want) || !slices.Equal(lines, c.lines) {
			t.Errorf("%s: got %q at %v, want %q at %v", name, paths, lines, c.want, c.lines)
		}
	}
}

// TestOwned: conflicts are told by manager, with the lines of the fields.
func TestOwned(t *testing.T) {
	conflict := func(message, field string) metav1.StatusCause {
		return metav1.StatusCause{Type: metav1.CauseTypeFieldManagerConflict, Message: message, Field: field}
	}
	got := owned(trialOf(t, deployment), &metav1.Status{Details: &metav1.StatusDetails{Causes: []metav1.StatusCause{
		conflict(`conflict with "kubectl" using apps/v1`, `.spec.template.spec.containers[name="proxy"].image`),
		conflict(`conflict with "kube-controller-manager" with subresource "scale" using apps/v1`, ".spec.replicas"),
		conflict(`conflict with "kubectl" using apps/v1`, ".metadata.labels.app"),
		{Message: "something else"},
	}}})
	if len(got) != 2 || got[0].Manager != "kube-controller-manager" || got[0].AtLine != 5 || got[1].Manager != "kubectl" || len(got[1].Paths) != 2 || got[1].AtLine != 15 {
		t.Errorf("got %+v", got)
	}
}

// TestLineOf: a refusal leads to the field that it names.
func TestLineOf(t *testing.T) {
	trial := trialOf(t, deployment)
	for message, want := range map[string]int{
		`strict decoding error: unknown field "spec.template.spec.containers[1].foo"`:       14,
		`failed to create typed patch object: .spec.replicas: field not declared in schema`: 5,
		"no field is named": 0,
	} {
		if got := lineOf(trial, &metav1.Status{Message: message}); got != want {
			t.Errorf("%s: line %d, want %d", message, got, want)
		}
	}
	named := &metav1.Status{Details: &metav1.StatusDetails{Causes: []metav1.StatusCause{{Field: "spec.template.spec.containers[0].image"}}}}
	if got := lineOf(trial, named); got != 12 {
		t.Errorf("line %d, want 12", got)
	}
}
