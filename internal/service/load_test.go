package service

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/kready/kready/internal/facts"
)

// write makes files below a new folder.
func write(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, content := range files {
		at := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(at), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(at, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

const (
	configMap = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: web}\ndata: {a: SECRET-VALUE, b: x}\n"
	helm      = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: {{ .Values.name }}\n"
)

// TestErrors: each is one line that says which file and line is wrong, and what to do.
func TestErrors(t *testing.T) {
	for name, tt := range map[string]struct {
		files map[string]string
		opts  Options
		want  string
	}{
		"none":           {map[string]string{"README.md": "x", ".hidden/web.yaml": configMap}, Options{}, "no manifests in ."},
		"comments":       {map[string]string{"web.yaml": "# nothing\n---\n"}, Options{}, "no manifests in ."},
		"helm":           {map[string]string{"web.yaml": helm}, Options{}, "web.yaml:4: a Helm template that is not rendered: helm template"},
		"helm block":     {map[string]string{"web.yaml": "# x\n{{- if .Values.on }}\nkind: A\n{{- end }}\n"}, Options{}, "web.yaml:2: a Helm template that is not rendered"},
		"helm in quotes": {map[string]string{"web.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: \"{{ .Values.name }}\"\n"}, Options{}, "web.yaml:4: a Helm template"},
		"a chart":        {map[string]string{"chart/Chart.yaml": "name: a\n"}, Options{}, "chart/Chart.yaml:1: a Helm chart is rendered first: helm template RELEASE chart | kready land -"},
		"kustomization":  {map[string]string{"base/kustomization.yaml": "resources: []\n"}, Options{}, "base/kustomization.yaml:1: a kustomization is rendered first: kready land -k base"},
		"wrong text":     {map[string]string{"web.yaml": "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec:\n  template:\n    spec:\n      containers:\n      - name: web\n        env:\n        - {name: LOUD, value: true}\n"}, Options{}, "web.yaml:7: Deployment web does not decode: its spec.template.spec.containers.env.value has a bool where it must have a text: put it in quotes"},
		"no object":      {map[string]string{"web.yaml": "\nreplicas: 3\n"}, Options{}, "web.yaml:2 is no object: it has no apiVersion"},
		"a list":         {map[string]string{"web.yaml": "- a\n"}, Options{}, "web.yaml:1 is no object"},
		"no name":        {map[string]string{"web.yaml": "apiVersion: v1\nkind: Pod\n"}, Options{}, "web.yaml:1 is no object: it has no metadata.name"},
		"no YAML":        {map[string]string{"web.yaml": configMap + "---\na: [\n"}, Options{}, "web.yaml:6 does not parse:"},
		"namespace":      {map[string]string{"web.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  namespace: other\n  name: web\n"}, Options{Namespace: "shop", Enforced: true}, `web.yaml:4: the namespace from the provided object "other" does not match the namespace "shop"`},
		"too large":      {map[string]string{"web.yaml": strings.Repeat("# a line of a comment\n", 2_000_000)}, Options{}, "web.yaml is larger than 32 MiB"},
		"wrong type":     {map[string]string{"web.yaml": "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec:\n  template:\n    spec: {containers: 3}\n"}, Options{}, "web.yaml:6: Deployment web does not decode"},
	} {
		t.Run(name, func(t *testing.T) {
			tt.opts.Dir = write(t, tt.files)
			m, err := Load("web", []string{"."}, tt.opts)
			if err == nil {
				_, err = m.Facts()
			}
			if err == nil || !strings.HasPrefix(err.Error(), tt.want) || strings.Contains(err.Error(), "\n") {
				t.Errorf("got %v, want %s", err, tt.want)
			}
		})
	}
}

// TestTwice: kubectl applies one after the other, so that the last one stays.
func TestTwice(t *testing.T) {
	dir := write(t, map[string]string{"a.yaml": configMap + "---\napiVersion: v1\nkind: Pod\nmetadata: {generateName: web-}\n", "b.yaml": "---\n" + strings.Replace(configMap, "b: x", "c: x", 1)})
	m, err := Load("web", []string{".", "a.yaml", "b.yaml"}, Options{Dir: dir, Namespace: "shop"})
	if err != nil {
		t.Fatal(err)
	}
	got, err := m.Facts()
	if err != nil {
		t.Fatal(err)
	}
	if len(got.ConfigMaps) != 1 || got.ConfigMaps[0].File != "b.yaml" || strings.Join(got.ConfigMaps[0].Keys, " ") != "a c" || len(got.Objects) != 3 {
		t.Errorf("got %+v", got.Objects)
	}
	want := "a.yaml:1: ConfigMap shop/web is there again at b.yaml:2, which is the one that stays and is judged"
	if notes := m.Notes(); len(notes) != 3 || notes[0] != want {
		t.Errorf("got the notes %q", notes)
	}
}

// TestTemplatesInValues: what looks like a template within a value is none of Helm's.
func TestTemplatesInValues(t *testing.T) {
	if _, err := Parse("web", "web.yaml", []byte("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {x: 'instance {{ $labels.instance }}'}\n"), Options{}); err != nil {
		t.Error(err)
	}
}

// TestObjects: lists, several documents and folders give the objects with their lines and namespaces.
func TestObjects(t *testing.T) {
	dir := write(t, map[string]string{
		"a.yaml":   "# first\n" + configMap + "---\napiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: Namespace\n  metadata: {name: new, namespace: x}\n- apiVersion: shop.example/v1\n  kind: Cart\n  metadata: {name: c, namespace: new}\n",
		"b/c.json": "{\n \"apiVersion\": \"rbac.authorization.k8s.io/v1\",\n \"kind\": \"ClusterRole\", \"metadata\": {\"name\": \"r\"}}",
		"b/d.yml":  "apiVersion: shop.example/v1\nkind: Shop\nmetadata: {name: s}\n---\napiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: {name: shops.shop.example}\nspec: {group: shop.example, scope: Cluster, names: {kind: Shop}}\n",
	})
	m, err := Load("web", []string{"a.yaml", "b"}, Options{Dir: dir, Namespace: "shop"})
	if err != nil {
		t.Fatal(err)
	}
	m.Learn([]facts.APIGroup{{Name: "shop.example", Kinds: []facts.APIKind{{Name: "Cart", Namespaced: true}}}})
	got, err := m.Facts()
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, o := range got.Objects {
		lines = append(lines, strings.Join([]string{o.File, o.Kind, o.Namespace, o.Name, o.Scope}, " "))
	}
	want := []string{
		"a.yaml ConfigMap shop web Namespaced", "a.yaml Namespace  new Cluster", "a.yaml Cart new c Namespaced",
		"b/c.json ClusterRole  r Cluster", "b/d.yml Shop  s Cluster", "b/d.yml CustomResourceDefinition  shops.shop.example Cluster",
	}
	if strings.Join(lines, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(lines, "\n"), strings.Join(want, "\n"))
	}
	if first := got.Objects[0].Line; first != 2 {
		t.Errorf("the first object is at line %d, after a comment", first)
	}
	if cart := got.Objects[2].Line; cart != 13 {
		t.Errorf("an element of a list is at line %d", cart)
	}
	if len(got.Namespaces) != 1 || got.Namespaces[0] != "shop" {
		t.Errorf("namespaces: %v", got.Namespaces)
	}
	if keys := got.ConfigMaps[0].Keys; len(keys) != 2 || keys[0] != "a" {
		t.Errorf("keys: %v", keys)
	}
}

// TestGeneratedNames: objects whose names the API server makes are as many as there are.
func TestGeneratedNames(t *testing.T) {
	job := "apiVersion: batch/v1\nkind: Job\nmetadata: {generateName: migrate-}\n"
	got := parsed(t, job+"---\n"+job)
	if len(got.Objects) != 2 {
		t.Errorf("got %d objects", len(got.Objects))
	}
}

// TestTypedLists: the elements of a DeploymentList need not say what they are.
func TestTypedLists(t *testing.T) {
	got := parsed(t, "apiVersion: apps/v1\nkind: DeploymentList\nitems:\n- metadata: {name: web}\n")
	if len(got.Objects) != 1 || got.Objects[0].Kind != "Deployment" || got.Objects[0].Group != "apps" {
		t.Errorf("got %+v", got.Objects)
	}
}

func parsed(t *testing.T, manifests string) facts.Landing {
	t.Helper()
	m, err := Parse("web", "web.yaml", []byte(manifests), Options{Namespace: "shop"})
	if err != nil {
		t.Fatal(err)
	}
	got, err := m.Facts()
	if err != nil {
		t.Fatal(err)
	}
	return got
}
