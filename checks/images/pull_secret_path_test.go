package images

import (
	"testing"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
)

// TestPullSecretPath: the ways to a registry that asks for credentials.
func TestPullSecretPath(t *testing.T) {
	const ecr, redHat = "123456789012.dkr.ecr.eu-west-1.amazonaws.com", "registry.redhat.io"
	ref := facts.ObjectRef{Kind: facts.Deployment, Namespace: "monitoring", Name: "grafana"}
	for name, one := range map[string]struct {
		registry, provider, distribution string
		secrets                          []string
		waits                            bool
		want                             check.Status
	}{
		"a public registry":                   {registry: "quay.io", want: check.StatusSkip},
		"a secret of the pods":                {registry: ecr, secrets: []string{"ecr"}, want: check.StatusPass},
		"nodes of AWS":                        {registry: ecr, provider: "aws", want: check.StatusPass},
		"nodes of AWS, and Red Hat":           {registry: redHat, provider: "aws", want: check.StatusUnknown},
		"OpenShift, and Red Hat":              {registry: redHat, distribution: "openshift", want: check.StatusPass},
		"nodes elsewhere, and pods that run":  {registry: ecr, provider: "azure", want: check.StatusUnknown},
		"nodes elsewhere, and pods that wait": {registry: ecr, provider: "azure", waits: true, want: check.StatusGap},
	} {
		in := &facts.Input{Distribution: facts.Distribution{Name: one.distribution}}
		in.Nodes = []facts.Node{{Name: "a", Provider: one.provider}}
		in.Inventory = []facts.Implementation{{Name: "grafana", State: facts.StateRunning, Workloads: []facts.ObjectRef{ref}}}
		in.Workloads = []facts.Workload{{
			Kind: ref.Kind, Namespace: ref.Namespace, Name: ref.Name, Status: true, ImagePullSecrets: one.secrets,
			Containers: []facts.Container{{Image: facts.Image{Registry: one.registry, Repository: "grafana/grafana"}}},
		}}
		if one.waits {
			in.Pods = []facts.Pods{{Kind: ref.Kind, Namespace: ref.Namespace, Name: ref.Name, Reasons: []string{"ErrImagePull"}}}
		}
		got, err := PullSecretPath().Run(t.Context(), in)
		if err != nil || got.Status != one.want {
			t.Errorf("%s: %s (%s), %v; want %s", name, got.Status, got.Reason, err, one.want)
		}
	}
}
