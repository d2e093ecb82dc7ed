package collect

import (
	"testing"

	corev1 "k8s.io/api/core/v1"

	"github.com/kready/kready/internal/yaml"
)

// TestStaticToken tells tokens from other Secrets.
func TestStaticToken(t *testing.T) {
	for name, c := range map[string]struct {
		spec string
		want bool
	}{
		"as Kubernetes mounts it": {`{containers: [{volumeMounts: [{name: kube-api-access-x, mountPath: /var/run/secrets/kubernetes.io/serviceaccount}]}], volumes: [{name: kube-api-access-x, projected: {sources: [{serviceAccountToken: {path: token}}]}}]}`, false},
		"a Secret in its place":   {`{containers: [{volumeMounts: [{name: t, mountPath: /var/run/secrets/kubernetes.io/serviceaccount/}]}], volumes: [{name: t, secret: {secretName: mine}}]}`, true},
		"in an init container":    {`{initContainers: [{volumeMounts: [{name: t, mountPath: /var/run/secrets/kubernetes.io/serviceaccount}]}], volumes: [{name: t, secret: {secretName: mine}}]}`, true},
		"a generated name":        {`{volumes: [{name: t, secret: {secretName: web-token-x7k2p}}]}`, true},
		"in a variable":           {`{containers: [{env: [{name: TOKEN, valueFrom: {secretKeyRef: {name: web-token-x7k2p, key: token}}}]}]}`, true},
		"of another account":      {`{volumes: [{name: t, secret: {secretName: deploy-token-x7k2p}}]}`, false},
		"some other token":        {`{volumes: [{name: t, secret: {secretName: web-token}}, {name: u, secret: {secretName: web-token-github}}]}`, false},
	} {
		var spec corev1.PodSpec
		if err := yaml.Unmarshal([]byte(c.spec), &spec); err != nil {
			t.Fatal(err)
		}
		if got := hasStaticToken(&spec, "web"); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}
