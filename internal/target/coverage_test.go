package target

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/kready/kready/internal/facts"
)

// ofList writes a List as kubectl does, of objects "apiVersion Kind namespace/name label=value".
func ofList(objects ...string) string {
	var b strings.Builder
	b.WriteString("apiVersion: v1\nkind: List\nitems:\n")
	for i, object := range objects {
		words := strings.Fields(object)
		namespace, name, _ := strings.Cut(words[2], "/")
		fmt.Fprintf(&b, "- apiVersion: %s\n  kind: %s\n  metadata: {uid: u%d, namespace: %q, name: %q, labels: {", words[0], words[1], i, namespace, name)
		for _, label := range words[3:] {
			b.WriteString(strings.Replace(label, "=", ": ", 1) + ", ")
		}
		b.WriteString("}}\n")
	}
	return b.String()
}

// howMuch is the reason for which a resource is not known as a whole; "whole" when it is.
func howMuch(src Source, q Query) string {
	err := src.Each(context.Background(), q, func(runtime.Object) error { return nil })
	if err == nil {
		return "whole"
	}
	return reasonOf(err)
}

func TestHowMuchAListHolds(t *testing.T) {
	const everywhere = "apps/v1 Deployment kube-system/dns"
	pods, statefulSets := Query{Version: "v1", Resource: "pods"}, Query{Group: "apps", Version: "v1", Resource: "statefulsets"}
	bindings := Query{Group: "rbac.authorization.k8s.io", Version: "v1", Resource: "clusterrolebindings"}
	running := []string{"v1 Pod kube-system/a", "v1 Pod shop/b", everywhere, "apps/v1 DaemonSet kube-system/proxy", "v1 Service shop/web"}
	cases := []struct {
		name, text string
		q          Query
		want       string
	}{
		{"all namespaces", ofList(everywhere, "apps/v1 Deployment shop/web"), deployments, "whole"},
		{"by what another kind of the list shows", ofList(everywhere, "v1 Pod shop/a", "v1 Pod kube-system/b"), deployments, "whole"},
		{"one namespace", ofList(everywhere, "apps/v1 Deployment kube-system/x"), deployments, facts.ReasonPartial},
		{"another kind", ofList(everywhere, "apps/v1 Deployment shop/web"), statefulSets, facts.ReasonNotContained},
		{"another kind, none of which has pods", ofList(running...), statefulSets, "whole"},
		{"another kind, where pods were not asked for", ofList(running[2:]...), statefulSets, facts.ReasonNotContained},
		{"another kind that can be without pods", ofList(running...) + headless, statefulSets, facts.ReasonNotContained},
		{"another kind that pods name", ofList(running...) + ofStatefulSet, statefulSets, facts.ReasonPartial},
		{"without the system's namespace", ofList("v1 Pod a/a", "v1 Pod b/b"), pods, facts.ReasonPartial},
		{"a selector", ofList("v1 Pod kube-system/a app=x", "v1 Pod shop/b app=x"), pods, facts.ReasonPartial},
		{"manifests", strings.ReplaceAll(ofList(everywhere, "apps/v1 Deployment shop/web"), "uid: ", "y: "), deployments, facts.ReasonPartial},
		{"one document", "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a, uid: u}\n", deployments, facts.ReasonPartial},
		{"a page", `{"kind":"NodeList","apiVersion":"v1","metadata":{"continue":"x"},"items":[{"metadata":{"name":"a","uid":"u"}}]}`, nodes, facts.ReasonPartial},
		{"all nodes", ofList("v1 Node /a", "v1 Namespace /b"), nodes, "whole"},
		{"a label without a value", ofList("v1 Node /a role=''", "v1 Namespace /b"), nodes, "whole"},
		{"a node that is named", ofList("v1 Node /a", "v1 Namespace /b") + "---\n" + onNode("b"), nodes, facts.ReasonPartial},
		{"some of what every cluster has", ofList("rbac.authorization.k8s.io/v1 ClusterRoleBinding /a", "rbac.authorization.k8s.io/v1 ClusterRoleBinding /cluster-admin"), bindings, facts.ReasonPartial},
		{"all of what every cluster has", ofList("rbac.authorization.k8s.io/v1 ClusterRoleBinding /system:node-proxier", "rbac.authorization.k8s.io/v1 ClusterRoleBinding /cluster-admin"), bindings, "whole"},
		{"a namespace whose pods are there, and another whose are not", withPods(ofList(everywhere, "v1 Pod a/a", "v1 Pod kube-system/b")), Query{Version: "v1", Resource: "pods", Namespace: "a"}, "whole"},
		{"a namespace whose pods are not there", withPods(ofList(everywhere, "v1 Pod a/a", "v1 Pod kube-system/b")), Query{Version: "v1", Resource: "pods", Namespace: "kube-system"}, facts.ReasonPartial},
		{"workloads whose pods are not there", withPods(ofList(everywhere, "apps/v1 Deployment shop/web", "v1 Pod a/a", "v1 Pod kube-system/b")), pods, facts.ReasonPartial},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if got := howMuch(openManifests(t, c.text, FileOptions{}).Source, c.q); got != c.want {
				t.Errorf("%s, want %s", got, c.want)
			}
			if got := howMuch(openManifests(t, c.text, FileOptions{Complete: true}).Source, c.q); got != "whole" {
				t.Errorf("said to be complete: %s", got)
			}
			whole := []schema.GroupResource{{Group: c.q.Group, Resource: c.q.Resource}}
			if got := howMuch(openManifests(t, c.text, FileOptions{Whole: whole}).Source, c.q); got != "whole" {
				t.Errorf("said to be whole: %s", got)
			}
		})
	}
}

func onNode(node string) string {
	return "apiVersion: v1\nkind: Pod\nmetadata: {name: p, namespace: b}\nspec: {nodeName: " + node + "}\n"
}

const (
	headless      = "- {apiVersion: v1, kind: Service, metadata: {name: db, namespace: shop, uid: s}, spec: {clusterIP: None, selector: {app: db}}}\n"
	ofStatefulSet = "- {apiVersion: v1, kind: Pod, metadata: {name: db-0, namespace: shop, uid: p, ownerReferences: [{apiVersion: apps/v1, kind: StatefulSet, name: db, uid: o, controller: true}]}}\n"
)

// withPods gives workloads of a list ready pods.
func withPods(list string) string {
	return strings.ReplaceAll(list, "kind: Deployment\n", "kind: Deployment\n  status: {readyReplicas: 1}\n")
}

// TestInferredAreAPart: owners that only pods name are not all owners.
func TestInferredAreAPart(t *testing.T) {
	src := openManifests(t, orphans, FileOptions{}).Source
	if got := howMuch(src, deployments); got != facts.ReasonPartial {
		t.Errorf("Deployments: %s", got)
	}
}

func TestParseKinds(t *testing.T) {
	for names, want := range map[string]string{
		"deploy,DS, sts":               "deployments.apps daemonsets.apps statefulsets.apps",
		"CronJob,daemonsets.apps":      "cronjobs.batch daemonsets.apps",
		"certificates.cert-manager.io": "certificates.cert-manager.io",
		"all":                          "pods replicationcontrollers services daemonsets.apps deployments.apps replicasets.apps statefulsets.apps horizontalpodautoscalers.autoscaling cronjobs.batch jobs.batch",
		"pod":                          "pods",
		"widgets":                      `error: invalid --kinds: "widgets" is not a kind of Kubernetes`,
		"":                             `error: invalid --kinds: "" is not a kind`,
		".x":                           `error: invalid --kinds: ".x" is not a kind`,
	} {
		resources, err := ParseKinds(strings.Split(names, ","))
		var got []string
		for _, r := range resources {
			got = append(got, resourceName(r))
		}
		text := strings.Join(got, " ")
		if err != nil {
			text = "error: " + err.Error()
		}
		if text != want && (err == nil || !strings.HasPrefix(text, want)) {
			t.Errorf("%s: %s, want %s", names, text, want)
		}
	}
}
