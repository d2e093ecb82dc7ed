package controlplane

import (
	"iter"
	"testing"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/client-go/kubernetes/scheme"
	"sigs.k8s.io/controller-runtime/pkg/client"
)

// TestStored: what is written into etcd is what the API server serves, and would take itself: it takes each
// object again, without keeping it.
func TestStored(t *testing.T) {
	p := start(t)
	ctx, cancel := Context()
	defer cancel()
	if err := p.PlatformCRDs(); err != nil {
		t.Fatal(err)
	}
	c, err := client.New(p.Config, client.Options{Scheme: scheme.Scheme})
	if err != nil {
		t.Fatal(err)
	}
	size := Size{Nodes: 3, Deployments: 51, Pods: 60}
	kinds, objects := map[string]int{}, map[string]runtime.Object{}
	for _, part := range []iter.Seq2[string, runtime.Object]{size.Base(), size.Platform(), size.Extras()} {
		if err := p.Store(ctx, part); err != nil {
			t.Fatal(err)
		}
		for path, object := range part {
			if objects[path] != nil {
				t.Errorf("%s is stored twice", path)
			}
			objects[path] = object
		}
	}
	if err := p.Settled(ctx); err != nil {
		t.Fatal(err)
	}
	for path, object := range objects {
		got := object.DeepCopyObject().(client.Object)
		if err := c.Get(ctx, client.ObjectKeyFromObject(got), got); err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		kind := got.GetObjectKind().GroupVersionKind().Kind
		if kinds[kind]++; kinds[kind] > 3 {
			continue
		}
		got.SetAnnotations(map[string]string{"touched": "yes"})
		if err := c.Update(ctx, got, client.DryRunAll); err != nil {
			t.Errorf("%s: %v", path, err)
		}
	}
	list, err := p.Client.CoreV1().Pods(team(0)).List(ctx, metav1.ListOptions{})
	if err != nil || len(list.Items) < 50 {
		t.Errorf("%d pods of applications: %v", len(list.Items), err)
	}
}
