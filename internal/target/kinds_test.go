package target

import (
	"testing"

	"k8s.io/apimachinery/pkg/runtime/schema"
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
