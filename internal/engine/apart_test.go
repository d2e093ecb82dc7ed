package engine

import (
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/runtime"

	"github.com/kready/kready/internal/collect"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/target"
)

// appsOf writes applications into the namespace of each Service of some objects: one that the Service selects
// and one that it does not.
func appsOf(t *testing.T, objects []string) []string {
	t.Helper()
	var apps []string
	app := func(namespace, name string, labels string) {
		apps = append(apps, fmt.Sprintf(`{apiVersion: apps/v1, kind: Deployment, metadata: {name: %s, namespace: %s, uid: x}, status: {readyReplicas: 1, observedGeneration: 1}, spec: {
selector: {matchLabels: {app: x}}, template: {metadata: {labels: %s}, spec: {containers: [{name: app, image: "registry.acme.org/shop/api:v1"}]}}}}`, name, namespace, labels))
	}
	src := opened(t, objects)
	n := 0
	err := src.Each(t.Context(), target.Query{Version: "v1", Resource: "services"}, func(o runtime.Object) error {
		s, ok := o.(*corev1.Service)
		if !ok {
			return nil
		}
		var labels []string
		for key, value := range s.Spec.Selector {
			labels = append(labels, fmt.Sprintf("%q: %q", key, value))
		}
		n++
		app(s.Namespace, fmt.Sprint("selected-", n), "{"+strings.Join(labels, ", ")+"}")
		app(s.Namespace, fmt.Sprint("other-", n), "{app: other}")
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for i := range 2500 { // more than are summed up at a time
		app("shop", fmt.Sprint("api-", i), fmt.Sprintf("{app: api-%d}", i))
	}
	return apps
}

func opened(t *testing.T, objects []string) target.Source {
	t.Helper()
	got, err := target.Open("-", target.FileOptions{Stdin: strings.NewReader(strings.Join(objects, "\n---\n")), Complete: true})
	if err != nil {
		t.Fatal(err)
	}
	return got.Source
}

// TestApplicationsApart: a collection that sums up applications while it reads them comes to the same facts
// as one that has all of them first.
func TestApplicationsApart(t *testing.T) {
	files, err := filepath.Glob("../collect/testdata/objects/*.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var objects []string
	for _, file := range append(files, "../collect/testdata/cluster.yaml") {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		objects = append(objects, string(text))
	}
	src := opened(t, append(objects, appsOf(t, objects)...))
	rules := fleetRules(t)
	opts := rules.collectOptions()
	opts.Now = time.Now()
	whole := collect.Snapshot(t.Context(), src, facts.Kinds(), opts)
	want := rules.recogniser.Summed(whole)
	opts.Summing = func(s *facts.Snapshot) facts.Sum { return rules.recogniser.NewSum(s) }
	opts.Application = rules.recogniser.LikeApplications()
	got := collect.Snapshot(t.Context(), src, facts.Kinds(), opts)
	if n := got.Applications().Workloads; n < 2500 || n+len(got.Workloads) != len(whole.Workloads) {
		t.Errorf("%d applications and %d other workloads of %d", n, len(got.Workloads), len(whole.Workloads))
	}
	for i := range reflect.TypeFor[facts.Snapshot]().NumField() {
		field := reflect.TypeFor[facts.Snapshot]().Field(i)
		if !field.IsExported() {
			continue
		}
		a, b := reflect.ValueOf(got).Elem().Field(i).Interface(), reflect.ValueOf(want).Elem().Field(i).Interface()
		if !reflect.DeepEqual(a, b) {
			t.Errorf("%s:\n%+v\nwant\n%+v", field.Name, a, b)
		}
	}
	if a, b := got.Applications(), want.Applications(); !reflect.DeepEqual(a, b) {
		t.Errorf("the applications are %+v\nwant %+v", a, b)
	}
}
