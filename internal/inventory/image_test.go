package inventory

import (
	"testing"

	"github.com/kready/kready/internal/facts"
)

func TestPattern(t *testing.T) {
	cases := []struct {
		pattern, registry, repository string
		want                          bool
	}{
		{"cilium/cilium", "quay.io", "cilium/cilium", true},
		{"cilium/cilium", "registry.internal", "mirror/quay.io/cilium/cilium", true},
		{"cilium/cilium", "docker.io", "rancher/mirrored-cilium-cilium", true},
		{"cilium/cilium", "registry.internal", "mirror/quay-io-cilium-cilium", true},
		{"cilium/cilium", "quay.io", "cilium/cilium-envoy", false},
		{"cilium/cilium", "docker.io", "rancher/mirrored-cilium-cilium-envoy", false},
		{"cilium/cilium", "quay.io", "cilium/tetragon", false},
		{"cilium/cilium", "quay.io", "notcilium/cilium", false},
		{"traefik", "docker.io", "library/traefik", true},
		{"traefik", "docker.io", "rancher/mirrored-library-traefik", true},
		{"traefik", "docker.io", "rancher/hardened-traefik", true},
		{"traefik", "registry.internal", "mirror/library-traefik", true},
		{"traefik", "registry.internal", "mirror/docker.io-library-traefik", true},
		{"traefik", "registry.internal", "docker.io_library_traefik", true},
		{"traefik", "registry.internal", "docker.io__library__traefik", true},
		{"hardened-traefik", "registry.internal", "mirror/rancher-hardened-traefik", true},
		{"cilium/cilium", "registry.internal", "quay.io__cilium__cilium", true},
		{"fluent-bit", "registry.internal", "fluent-fluent-bit", true},
		{"calico/node", "registry.internal", "mirror/k0sproject-calico-node", true},
		{"traefik", "docker.io", "acme/my-traefik", false},
		{"traefik", "docker.io", "acme/my_traefik", false},
		{"cert-manager-webhook", "docker.io", "acme/acme-cert-manager-webhook", false},
		{"traefik", "docker.io", "acme/traefik-forward-auth", false},
		{"cert-manager-controller", "registry.internal", "mirror/quay-io-jetstack-cert-manager-controller", true},
		{"metallb/controller", "docker.io", "bitnami/metallb-controller", true},
		{"metallb/controller", "docker.io", "acme/controller", false},
		{"bitnami/cilium", "docker.io", "bitnamilegacy/cilium", true},
		{"cilium/operator-*", "quay.io", "cilium/operator-generic", true},
		{"cilium/operator-*", "docker.io", "rancher/mirrored-cilium-operator-generic", true},
		{"openshift-release-dev/*", "quay.io", "openshift-release-dev/ocp-v4.0-art-dev", true},
		{"registry.datadoghq.com/agent", "registry.datadoghq.com", "agent", true},
		{"registry.datadoghq.com/agent", "docker.io", "acme/agent", false},
		{"*flannel", "docker.io", "rancher/hardened-flannel", true},
		{"heapster", "k8s.gcr.io", "heapster-amd64", true},
		{"heapster", "k8s.gcr.io", "heapster-exporter", false},
		{"a/b/c/d", "quay.io", "c/d", false},
	}
	for _, tc := range cases {
		of := pathOf(facts.Image{Registry: tc.registry, Repository: tc.repository})
		if got := patternOf(tc.pattern).matches(of); got != tc.want {
			t.Errorf("%s on %s/%s: %v", tc.pattern, tc.registry, tc.repository, got)
		}
	}
}

// TestWord checks that the word by which a pattern is indexed is in all it matches.
func TestWord(t *testing.T) {
	for s, want := range map[string]string{
		"azuredisk-csi-*": "azuredisk", "*/oneagent": "oneagent", "filebeat*": "", "spinnaker*/*": "",
		"beats/filebeat*": "beats", "*ovn-kubernetes*": "", "openshift-release-dev/*": "openshift", "*-exporter": "exporter",
	} {
		if got := patternOf(s).word(); got != want {
			t.Errorf("%s: %q, want %q", s, got, want)
		}
	}
}

func TestReference(t *testing.T) {
	for _, tc := range []struct {
		image facts.Image
		want  string
	}{
		{facts.Image{Registry: "docker.io", Repository: "library/traefik", Tag: "v3.7.11"}, "traefik:v3.7.11"},
		{facts.Image{Registry: "quay.io", Repository: "a/b", Digest: "sha256:0123456789abcdef0123"}, "quay.io/a/b@sha256:0123456789ab"},
		{facts.Image{Registry: "quay.io", Repository: "a/b"}, "quay.io/a/b"},
	} {
		if got := reference(tc.image); got != tc.want {
			t.Errorf("got %s, want %s", got, tc.want)
		}
	}
}

func TestSatisfies(t *testing.T) {
	for _, tc := range []struct {
		want   string
		values []string
		ok     bool
	}{
		{"true", []string{"true"}, true},
		{"true", nil, false},
		{"!false", nil, true},
		{"!false", []string{"false"}, false},
		{"*", []string{""}, true},
		{"*", nil, false},
		{"!*", nil, true},
		{"!*", []string{"x"}, false},
		{"a|b", []string{"c", "b"}, true},
		{"!a|b", []string{"b"}, false},
		{"webapprouting.*", []string{"webapprouting.kubernetes.azure.com/nginx"}, true},
		{"a*b*c", []string{"a-b-c"}, true},
		{"a*b*c", []string{"a-c"}, false},
	} {
		if got := satisfies(tc.want, tc.values...); got != tc.ok {
			t.Errorf("%q on %q: %v", tc.want, tc.values, got)
		}
	}
}
