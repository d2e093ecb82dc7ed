package service

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/kready/kready/internal/facts"
)

// TestRecall: of many objects the texts alone are kept, and their facts and lines are the same.
func TestRecall(t *testing.T) {
	var text strings.Builder
	for i := range recallFrom + 50 {
		fmt.Fprintf(&text, "# the next one\n---\napiVersion: apps/v1\nkind: Deployment\nmetadata: {name: app-%d}\nspec:\n  template:\n    spec:\n      containers: [{name: app, image: \"example.com/app:%d\"}]\n", i, i)
	}
	text.WriteString("---\napiVersion: apps/v1\nkind: DeploymentList\nitems:\n- metadata: {name: listed}\n- metadata: {name: last}\n  spec: {replicas: 2}\n")
	text.WriteString("---\napiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: {name: widgets.example.com}\nspec: {group: example.com, scope: Cluster, names: {kind: Widget}}\n")
	text.WriteString("---\napiVersion: example.com/v1\nkind: Widget\nmetadata: {name: main}\n")
	factsOf := func(whole bool) (*Manifests, facts.Landing) {
		m := &Manifests{Name: "shop", opts: Options{Namespace: "shop"}, whole: whole}
		if err := m.take("deploy.yaml", []byte(text.String())); err != nil {
			t.Fatal(err)
		}
		if err := m.finish([]string{"deploy.yaml"}); err != nil {
			t.Fatal(err)
		}
		own, err := m.Facts()
		if err != nil {
			t.Fatal(err)
		}
		return m, own
	}
	m, own := factsOf(false)
	_, want := factsOf(true)
	if !reflect.DeepEqual(own, want) {
		t.Error("the facts differ")
	}
	if own.Objects[len(own.Objects)-1].Scope != "Cluster" {
		t.Error("the scope of a kind that the manifests define is not known")
	}
	for i := range m.objects {
		if m.objects[i].fields != nil {
			t.Fatalf("the fields of %s are kept", m.objects[i].ref())
		}
	}
	trials, err := m.Trials()
	if err != nil {
		t.Fatal(err)
	}
	for _, trial := range trials {
		if trial.Name == "last" && !trial.Pod && (trial.LineOf("spec", "replicas") != trial.Line+1 || trial.Body["kind"] != "Deployment") {
			t.Errorf("line %d of line %d, %v", trial.LineOf("spec", "replicas"), trial.Line, trial.Body)
		}
	}
}
