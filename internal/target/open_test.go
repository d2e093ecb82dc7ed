package target

import (
	"slices"
	"strings"
	"testing"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	policyv1 "k8s.io/api/policy/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"

	"github.com/kready/kready/internal/facts"
)

var deployments = Query{Group: "apps", Version: "v1", Resource: "deployments"}

// openManifests opens a text as manifests.
func openManifests(t *testing.T, text string, opts FileOptions) Opened {
	t.Helper()
	opts.Stdin = strings.NewReader(text)
	opened, err := Open("-", opts)
	if err != nil {
		t.Fatal(err)
	}
	return opened
}

// keys lists what a set of objects holds of a resource, as namespace/name.
func keys(t *testing.T, src Source, q Query) []string {
	t.Helper()
	var got []string
	err := src.Each(t.Context(), q, func(o runtime.Object) error {
		if broken, ok := o.(*Malformed); ok {
			got = append(got, "broken "+broken.Name)
			return nil
		}
		object := o.(metav1.Object)
		got = append(got, object.GetNamespace()+"/"+object.GetName())
		return nil
	})
	if err != nil && reasonOf(err) != facts.ReasonPartial {
		t.Fatal(err)
	}
	return got
}

const rendered = `# Source: chart/templates/empty.yaml
---
# only a comment
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec: {replicas: 2}
--- # a comment behind the separator
apiVersion: apps/v1
kind: Deployment
metadata: {name: api, namespace: prod}
spec: {}
---

---
apiVersion: v1
kind: Secret
metadata: {name: keys}
`

func TestRenderedChart(t *testing.T) {
	opened := openManifests(t, rendered, FileOptions{Namespace: "apps"})
	if got := keys(t, opened.Source, deployments); !slices.Equal(got, []string{"apps/web", "prod/api"}) {
		t.Errorf("got %v", got)
	}
	err := opened.Source.Each(t.Context(), Query{Version: "v1", Resource: "secrets"}, nil)
	if reasonOf(err) != facts.ReasonNotContained {
		t.Errorf("a Secret was kept: %v", err)
	}
	if len(opened.Notes) != 0 {
		t.Errorf("notes: %v", opened.Notes)
	}
}

func TestLists(t *testing.T) {
	cases := map[string]string{
		"kubectl get -o yaml":     "apiVersion: v1\nkind: List\nitems:\n- apiVersion: apps/v1\n  kind: Deployment\n  metadata: {name: a, namespace: prod}\n",
		"typed, kinds left out":   `{"apiVersion":"apps/v1","kind":"DeploymentList","items":[{"metadata":{"name":"a","namespace":"prod"}}]}`,
		"comments in a list":      "kind: List\napiVersion: v1\nitems:\n  # the first\n  - apiVersion: apps/v1\n    kind: Deployment\n    metadata:\n#     a comment\n      name: a\n\n      namespace: prod\n",
		"a list without its kind": "items:\n- apiVersion: apps/v1\n  kind: Deployment\n  metadata: {name: a, namespace: prod}\nmetadata: {}\n",
		"lists in a list":         `{"apiVersion":"v1","kind":"List","items":[{"apiVersion":"apps/v1","kind":"DeploymentList","items":[{"metadata":{"name":"a","namespace":"prod"}}]}]}`,
		"bare array":              `[{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"a","namespace":"prod"}}]`,
		"JSON after JSON":         `{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"a","namespace":"prod"}}` + "\n" + `{"apiVersion":"v1","kind":"Node","metadata":{"name":"x"}}`,
		"JSON in YAML":            `{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"a","namespace":"prod"}}` + "\n---\napiVersion: v1\nkind: Node\nmetadata: {name: x}\n",
		"YAML in braces":          "\n{apiVersion: apps/v1, kind: Deployment, metadata: {name: a, namespace: prod}}\n",
		"twice":                   "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a, namespace: prod}\n---\napiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a, namespace: prod}\n",
		"Windows":                 "apiVersion: apps/v1\r\nkind: Deployment\r\nmetadata:\r\n  name: a\r\n  namespace: prod\r\n---\r\n",
	}
	for name, text := range cases {
		t.Run(name, func(t *testing.T) {
			if got := keys(t, openManifests(t, text, FileOptions{}).Source, deployments); !slices.Equal(got, []string{"prod/a"}) {
				t.Errorf("got %v", got)
			}
		})
	}
}

func TestWhatAPileDoesNotHold(t *testing.T) {
	text := `{"apiVersion":"v1","kind":"PersistentVolumeList","items":[]}` + "\n" + `{"apiVersion":"v1","kind":"PodList","items":[]}` + "\n" + `{"apiVersion":"v1","kind":"Node","metadata":{"name":"x"}}`
	part, whole := openManifests(t, text, FileOptions{}).Source, openManifests(t, text, FileOptions{Complete: true}).Source
	none := func(runtime.Object) error { return nil }
	if err := part.Each(t.Context(), Query{Version: "v1", Resource: "persistentvolumes"}, none); err != nil {
		t.Errorf("an empty list is a list: %v", err)
	}
	if err := part.Each(t.Context(), Query{Version: "v1", Resource: "pods"}, none); reasonOf(err) != facts.ReasonPartial {
		t.Errorf("an empty list may be one of a namespace: %v", err)
	}
	if err := part.Each(t.Context(), deployments, none); reasonOf(err) != facts.ReasonNotContained {
		t.Errorf("deployments of a part: %v", err)
	}
	if err := whole.Each(t.Context(), deployments, none); err != nil {
		t.Errorf("deployments of the whole: %v", err)
	}
	if _, err := whole.Get(t.Context(), Query{Version: "v1", Resource: "configmaps", Namespace: "a", Name: "b"}); !IsNotFound(err) {
		t.Errorf("a ConfigMap of the whole: %v", err)
	}
	if _, err := whole.Raw(t.Context(), "/version"); reasonOf(err) != facts.ReasonNotContained {
		t.Errorf("the version: %v", err)
	}
	if _, err := part.Discover(t.Context()); reasonOf(err) != facts.ReasonNotContained {
		t.Errorf("discovery of a part: %v", err)
	}
	if _, err := whole.Discover(t.Context()); err != nil {
		t.Errorf("discovery of the whole: %v", err)
	}
}

func TestSelectors(t *testing.T) {
	text := `{"apiVersion":"v1","kind":"List","items":[
{"apiVersion":"v1","kind":"Pod","metadata":{"name":"a","namespace":"x","labels":{"app":"web"}}},
{"apiVersion":"v1","kind":"Pod","metadata":{"name":"b","namespace":"x"}},
{"apiVersion":"v1","kind":"Pod","metadata":{"name":"a","namespace":"y","labels":{"app":"db"}}}]}`
	src := openManifests(t, text, FileOptions{}).Source
	if got := keys(t, src, Query{Version: "v1", Resource: "pods", LabelSelector: "app in (web,db)", Namespace: "x"}); !slices.Equal(got, []string{"x/a"}) {
		t.Errorf("got %v", got)
	}
	object, err := src.Get(t.Context(), Query{Version: "v1", Resource: "pods", Namespace: "y", Name: "a"})
	if pod, ok := object.(*corev1.Pod); err != nil || !ok || pod.Namespace != "y" {
		t.Errorf("got %v, %v", object, err)
	}
}

func TestOldVersions(t *testing.T) {
	text := `apiVersion: extensions/v1beta1
kind: Deployment
metadata: {name: old}
spec: {template: {metadata: {labels: {app: old}}}}
---
apiVersion: extensions/v1beta1
kind: Ingress
metadata: {name: old}
spec: {rules: [{http: {paths: [{backend: {serviceName: a, servicePort: 80}}]}}], tls: [{hosts: [a]}]}
---
apiVersion: admissionregistration.k8s.io/v1beta1
kind: ValidatingWebhookConfiguration
metadata: {name: old}
webhooks: [{name: a.b.c, clientConfig: {}}]
---
apiVersion: policy/v1beta1
kind: PodDisruptionBudget
metadata: {name: old}
spec: {minAvailable: 50%, selector: {}}
`
	src := openManifests(t, text, FileOptions{}).Source
	object, err := src.Get(t.Context(), Query{Group: "apps", Version: "v1", Resource: "deployments", Namespace: "default", Name: "old"})
	if d, ok := object.(*appsv1.Deployment); err != nil || !ok || d.Spec.Selector.MatchLabels["app"] != "old" {
		t.Errorf("the Deployment: %v, %v", object, err)
	}
	for _, q := range []Query{
		{Group: "networking.k8s.io", Version: "v1", Resource: "ingresses"},
		{Group: "policy", Version: "v1", Resource: "poddisruptionbudgets"},
	} {
		if got := keys(t, src, q); !slices.Equal(got, []string{"default/old"}) {
			t.Errorf("%s: %v", q, got)
		}
	}
	object, err = src.Get(t.Context(), Query{Group: "policy", Version: "v1", Resource: "poddisruptionbudgets", Namespace: "default", Name: "old"})
	if b, ok := object.(*policyv1.PodDisruptionBudget); err != nil || !ok || b.Spec.Selector != nil {
		t.Errorf("an empty selector of v1beta1 selects nothing: %v, %v", object, err)
	}
	webhooks := Query{Group: "admissionregistration.k8s.io", Version: "v1", Resource: "validatingwebhookconfigurations"}
	if got := keys(t, src, webhooks); !slices.Equal(got, []string{"/old"}) {
		t.Errorf("%s: %v", webhooks, got)
	}
}

func TestUnquotedWords(t *testing.T) {
	text := "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a, labels: {on: yes}}\nspec: {template: {spec: {containers: [{name: c, image: i, env: [{name: X, value: y}]}]}}}\n"
	if got := keys(t, openManifests(t, text, FileOptions{}).Source, deployments); !slices.Equal(got, []string{"default/a"}) {
		t.Errorf("got %v", got)
	}
}

func TestMalformedObjectCostsItself(t *testing.T) {
	text := "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: bad}\nspec: {replicas: many}\n---\napiVersion: apps/v1\nkind: Deployment\nmetadata: {name: good}\n"
	got := keys(t, openManifests(t, text, FileOptions{}).Source, deployments)
	if !slices.Equal(got, []string{"broken bad", "default/good"}) {
		t.Errorf("got %v", got)
	}
}

func TestCustomKindsFromTheirDefinitions(t *testing.T) {
	text := `{"apiVersion":"v1","kind":"List","items":[
{"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition","metadata":{"name":"mice.zoo.dev"},
 "spec":{"group":"zoo.dev","scope":"Namespaced","names":{"kind":"Mouse","plural":"mice"},
 "versions":[{"name":"v1alpha1","served":true,"storage":false},{"name":"v1","served":true,"storage":true},{"name":"v0","served":false}]}},
{"apiVersion":"zoo.dev/v1alpha1","kind":"Mouse","metadata":{"name":"jerry"}},
{"apiVersion":"apiregistration.k8s.io/v1","kind":"APIService","metadata":{"name":"v1beta1.metrics.k8s.io"},
 "spec":{"group":"metrics.k8s.io","version":"v1beta1"},"status":{"conditions":[{"type":"Available","status":"True"}]}}]}`
	src := openManifests(t, text, FileOptions{Complete: true}).Source
	apis, err := src.Discover(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if v, ok := apis.Version("zoo.dev", "mice"); !ok || v != "v1" {
		t.Errorf("mice are served in %q, %t", v, ok)
	}
	if !slices.ContainsFunc(apis.Groups, func(g Group) bool { return g.Name == "metrics.k8s.io" }) {
		t.Error("the registered API is not there")
	}
	if got := keys(t, src, Query{Group: "zoo.dev", Version: "v1", Resource: "mice"}); !slices.Equal(got, []string{"default/jerry"}) {
		t.Errorf("got %v", got)
	}
	crds := Query{Group: "apiextensions.k8s.io", Version: "v1", Resource: "customresourcedefinitions", Metadata: true}
	if got := keys(t, src, crds); !slices.Equal(got, []string{"/mice.zoo.dev"}) {
		t.Errorf("got %v", got)
	}
}
