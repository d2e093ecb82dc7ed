package kube

import (
	"regexp"
	"slices"
	"testing"

	"github.com/kready/kready/policies"
)

func TestSystemNamespace(t *testing.T) {
	for name, want := range map[string]bool{
		"kube-system": true, "openshift": true, "openshift-ingress": true, "calico-system": true, "cattle-fleet": true,
		"azure-arc": true, "app-routing-system": true, "ibm-systems": false,
		"default": false, "shop": false, "kube": false, "openshiftly": false, "my-kube-app": false,
	} {
		if got := SystemNamespace(name); got != want {
			t.Errorf("%s: %v, want %v", name, got, want)
		}
	}
}

// TestPoliciesNameTheSameNamespaces: lib.system_namespace knows the prefixes and the name that
// SystemNamespace knows, and no other.
func TestPoliciesNameTheSameNamespaces(t *testing.T) {
	source, err := policies.Files.ReadFile("lib/namespaces.rego")
	if err != nil {
		t.Fatal(err)
	}
	var named []string
	for _, quoted := range regexp.MustCompile(`"([^"]*)"`).FindAllStringSubmatch(string(source), -1) {
		named = append(named, quoted[1])
	}
	want := slices.Concat(SystemNamespacePrefixes(), systemNamespaces)
	slices.Sort(named)
	slices.Sort(want)
	if !slices.Equal(named, want) {
		t.Errorf("policies/lib/namespaces.rego names %q, this package %q", named, want)
	}
}
