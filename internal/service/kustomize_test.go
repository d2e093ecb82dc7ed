package service

import (
	"strings"
	"testing"
)

const ingressOf = "apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata:\n  name: web\nspec:\n  ingressClassName: edge\n"

// TestBuild: a kustomization is rendered, and its objects point at the lines that they are written at.
func TestBuild(t *testing.T) {
	dir := write(t, map[string]string{
		"base/kustomization.yaml": "resources: [web.yaml]\nconfigMapGenerator: [{name: web, literals: [url=https://shop.example]}]\n",
		"base/web.yaml":           "# the edge\n" + ingressOf,
		"prod/kustomization.yaml": "namespace: shop\nnamePrefix: prod-\nresources: [../base]\n",
	})
	m, err := Build("prod", "prod", Options{Dir: dir, Namespace: "default"})
	if err != nil {
		t.Fatal(err)
	}
	got, err := m.Facts()
	if err != nil {
		t.Fatal(err)
	}
	if len(got.Objects) != 2 || len(got.Ingresses) != 1 || len(got.ConfigMaps) != 1 || got.ConfigMaps[0].Keys[0] != "url" {
		t.Fatalf("got %+v", got)
	}
	i := got.Ingresses[0]
	if i.Name != "prod-web" || i.Namespace != "shop" || i.Class != "edge" || i.File != "base/web.yaml" || i.Line != 2 || i.ClassLine != 7 {
		t.Errorf("got %+v", i)
	}
	if made := got.ConfigMaps[0]; made.File != "prod/kustomization.yaml" || made.Line != 1 {
		t.Errorf("what a generator makes is at %s:%d", made.File, made.Line)
	}
}

// TestBuildErrors: one line each with file and line; nothing is fetched.
func TestBuildErrors(t *testing.T) {
	for name, tt := range map[string]struct {
		files map[string]string
		want  string
	}{
		"none":        {map[string]string{"a/web.yaml": ingressOf}, "a holds no kustomization.yaml"},
		"remote":      {map[string]string{"a/kustomization.yaml": "resources:\n- https://github.com/org/repo//deploy?ref=v1\n"}, "a/kustomization.yaml:2: https://github.com/org/repo//deploy?ref=v1 is elsewhere, and kready fetches nothing: kubectl kustomize a | kready land -"},
		"remote host": {map[string]string{"a/kustomization.yaml": "resources:\n- github.com/org/repo\n"}, "a/kustomization.yaml:2: github.com/org/repo is not there, and kready fetches nothing"},
		"a patch":     {map[string]string{"a/kustomization.yaml": "patches:\n- path: https://example.com/p.yaml\n"}, "a/kustomization.yaml:2: https://example.com/p.yaml is elsewhere"},
		"a file":      {map[string]string{"a/kustomization.yaml": "configMapGenerator:\n- name: a\n  files:\n  - x=https://example.com/p\n"}, "a/kustomization.yaml:4: x=https://example.com/p is elsewhere"},
		"below":       {map[string]string{"a/kustomization.yaml": "resources: [b]\n", "a/b/kustomization.yaml": "resources: [gone.yaml]\n"}, "a/b/kustomization.yaml:1: gone.yaml is not there"},
		"no YAML":     {map[string]string{"a/kustomization.yaml": "resources: [\n"}, "a/kustomization.yaml:1 does not parse"},
		"fails":       {map[string]string{"a/kustomization.yaml": "resources: [web.yaml]\nnonsense: 1\n", "a/web.yaml": ingressOf}, "a/kustomization.yaml:1: the kustomization does not render:"},
		"a chart":     {map[string]string{"a/kustomization.yaml": "helmCharts: [{name: web}]\n"}, "a/kustomization.yaml:1: the kustomization does not render:"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := Build("a", "a", Options{Dir: write(t, tt.files)})
			if err == nil || !strings.HasPrefix(err.Error(), tt.want) || strings.Contains(err.Error(), "\n") {
				t.Errorf("got %v, want %s", err, tt.want)
			}
		})
	}
}
