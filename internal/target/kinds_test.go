package target

import (
	"slices"
	"testing"

	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/kubernetes/scheme"
)

func TestPlural(t *testing.T) {
	for kind, want := range map[string]string{
		"Gateway": "gateways", "Alloy": "alloys", "NetworkPolicy": "networkpolicies", "Ingress": "ingresses",
		"Elasticsearch": "elasticsearches", "Prometheus": "prometheuses", "ThanosRuler": "thanosrulers",
		"HTTPRoute": "httproutes",
	} {
		if got := plural(schema.GroupVersionKind{Kind: kind}); got != want {
			t.Errorf("%s: %s, want %s", kind, got, want)
		}
	}
}

// TestBuiltInGroups holds the list against client-go's, which knows every group.
func TestBuiltInGroups(t *testing.T) {
	var want []string
	for _, version := range scheme.Scheme.PreferredVersionAllGroups() {
		want = append(want, version.Group)
	}
	slices.Sort(want)
	want = slices.Compact(want)
	if got := slices.Sorted(slices.Values(builtInGroups())); !slices.Equal(got, want) {
		t.Errorf("the groups are %q, want %q", got, want)
	}
}
