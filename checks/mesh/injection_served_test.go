package mesh

import (
	"context"
	"slices"
	"testing"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
)

// hook is an injection webhook that selects namespaces by these requirements.
func hook(name string, namespaces ...facts.Requirement) facts.WebhookConfig {
	return facts.WebhookConfig{Kind: "MutatingWebhookConfiguration", Name: name, Webhooks: []facts.Webhook{{
		Name: name, Resources: []string{"/pods"}, CA: facts.CABundle{Given: true},
		Namespaces: facts.Selector{Set: true, Requirements: namespaces}, Objects: facts.Selector{Set: true},
	}}}
}

func in(key string, values ...string) facts.Requirement {
	return facts.Requirement{Key: key, Operator: "In", Values: values}
}

func absent(key string) facts.Requirement {
	return facts.Requirement{Key: key, Operator: "DoesNotExist"}
}

// revision are the webhooks of one revision of Istio, or of a tag.
func revision(name string) []facts.WebhookConfig {
	ofPods := hook("rev.object.sidecar-injector.istio.io", absent(revisionLabel), absent(injectionLabel))
	ofPods.Webhooks[0].Objects.Requirements = []facts.Requirement{in(podInjectionLabel, "true"), in(revisionLabel, name)}
	ofPods.Webhooks[0].Narrowed = true
	return []facts.WebhookConfig{hook("rev.namespace.sidecar-injector.istio.io", in(revisionLabel, name), absent(injectionLabel)), ofPods}
}

// byDefault are those of the default injector, which serves istio-injection=enabled.
func byDefault() []facts.WebhookConfig {
	ofPods := hook("object.sidecar-injector.istio.io", absent(revisionLabel), absent(injectionLabel))
	ofPods.Webhooks[0].Objects.Requirements = []facts.Requirement{in(podInjectionLabel, "true"), absent(revisionLabel)}
	ofPods.Webhooks[0].Narrowed = true
	return []facts.WebhookConfig{hook("namespace.sidecar-injector.istio.io", in(injectionLabel, "enabled")), ofPods}
}

// cluster is one in which a mesh runs.
func cluster(mesh string, hooks []facts.WebhookConfig, labels map[string]string, workloads ...facts.Workload) *facts.Input {
	return &facts.Input{
		Snapshot:  facts.Snapshot{Webhooks: hooks, Namespaces: []facts.Namespace{{Name: "shop", Labels: labels}}, Workloads: workloads},
		Inventory: []facts.Implementation{{Name: mesh, Title: mesh, State: facts.StateRunning, Roles: []string{"mesh/control-plane"}}},
	}
}

// annotated gives the namespace annotations.
func annotated(in *facts.Input, annotations map[string]string) *facts.Input {
	in.Namespaces[0].Annotations = annotations
	return in
}

func TestInjectionServed(t *testing.T) {
	enabled := map[string]string{injectionLabel: "enabled"}
	web := facts.Workload{Kind: facts.Deployment, Namespace: "shop", Name: "web", PodLabels: map[string]string{"app": "web"}}
	gateway := facts.Workload{Kind: facts.Deployment, Namespace: "shop", Name: "gateway", PodLabels: map[string]string{podInjectionLabel: "true"}}
	ztunnel := facts.Workload{Kind: facts.DaemonSet, Name: "ztunnel", Containers: []facts.Container{{Image: facts.Image{Repository: "istio/ztunnel"}}}}
	old := revision("1-29-1")
	for i := range old {
		old[i].Webhooks[0].Narrowed, old[i].Webhooks[0].Objects = true, facts.Selector{}
	}
	noCA := byDefault()
	for i := range noCA {
		noCA[i].Webhooks[0].CA.Given = false
	}
	conditional := byDefault()
	conditional[0].Webhooks[0].Conditional = true
	for name, tt := range map[string]struct {
		in     *facts.Input
		status check.Status
		says   string
	}{
		"the default injector": {in: cluster("istio", byDefault(), enabled, web), status: check.StatusPass},
		"an empty namespace":   {in: cluster("istio", byDefault(), enabled), status: check.StatusPass},
		"only a revision": {
			in: cluster("istio", revision("1-29-1"), enabled, web), status: check.StatusGap,
			says: "it says istio-injection=enabled, and no injector of istio selects it; served is istio.io/rev=1-29-1",
		},
		"its revision": {in: cluster("istio", revision("1-29-1"), map[string]string{revisionLabel: "1-29-1"}, web), status: check.StatusPass},
		"a tag":        {in: cluster("istio", slices.Concat(revision("1-29-1"), revision("prod")), map[string]string{revisionLabel: "prod"}, web), status: check.StatusPass},
		"a revision that is gone": {
			in: cluster("istio", revision("1-29-1"), map[string]string{revisionLabel: "1-27-0"}, web), status: check.StatusGap,
			says: "it says istio.io/rev=1-27-0, and no injector of istio selects it; served is istio.io/rev=1-29-1",
		},
		"both labels": {
			in:     cluster("istio", revision("1-29-1"), map[string]string{injectionLabel: "enabled", revisionLabel: "1-29-1"}, web),
			status: check.StatusGap,
			says:   "it says istio-injection=enabled, and no injector of istio selects it; istio.io/rev=1-29-1 does not count beside it; served is istio.io/rev=1-29-1",
		},
		"disabled": {in: cluster("istio", byDefault(), map[string]string{injectionLabel: "disabled", revisionLabel: "x"}, web), status: check.StatusSkip},
		"pods ask, disabled": {
			in: cluster("istio", byDefault(), map[string]string{injectionLabel: "disabled"}, gateway), status: check.StatusGap,
			says: "its pods say sidecar.istio.io/inject=true, and no injector of istio selects it; their namespace says istio-injection=disabled, which comes first",
		},
		"an annotation": {
			in: annotated(cluster("istio", byDefault(), nil, web), map[string]string{injectionLabel: "enabled"}), status: check.StatusGap,
			says: "it has istio-injection=enabled as an annotation, and istio looks for the label alone",
		},
		"an annotation beside the label": {in: annotated(cluster("istio", byDefault(), enabled, web), enabled), status: check.StatusPass},
		"a label for Linkerd": {
			in: cluster("linkerd", nil, map[string]string{linkerdInject: "enabled"}, web), status: check.StatusGap,
			says: "it has linkerd.io/inject=enabled as a label, and linkerd looks for the annotation alone",
		},
		"a label that refuses Linkerd": {in: cluster("linkerd", nil, map[string]string{linkerdInject: "disabled"}, web), status: check.StatusSkip},
		"nobody asks":                  {in: cluster("istio", byDefault(), nil, web), status: check.StatusSkip},
		"a mesh without a label":       {in: cluster("consul", nil, enabled, web), status: check.StatusSkip},
		"pods ask":                     {in: cluster("istio", byDefault(), nil, gateway), status: check.StatusPass},
		"pods ask in vain": {
			in: cluster("istio", revision("1-29-1"), nil, gateway), status: check.StatusGap,
			says: "its pods say sidecar.istio.io/inject=true, and no injector of istio selects it; served is istio.io/rev=1-29-1",
		},
		"no webhook": {
			in: cluster("istio", nil, enabled, web), status: check.StatusGap,
			says: "it says istio-injection=enabled, and no injection webhook of istio is registered",
		},
		"no CA bundle": {
			in: cluster("istio", noCA, enabled, web), status: check.StatusGap,
			says: "it says istio-injection=enabled, and the injection webhook of istio has no CA bundle: the API server cannot call it",
		},
		"no CA bundle, and another label": {
			in: cluster("istio", noCA, map[string]string{revisionLabel: "1-27-0"}, web), status: check.StatusGap,
			says: "it says istio.io/rev=1-27-0, and no injector of istio selects it; served is istio-injection=enabled",
		},
		"match conditions": {in: cluster("istio", conditional, enabled, web), status: check.StatusUnknown},
		"an older snapshot": {
			in: cluster("istio", old, map[string]string{revisionLabel: "1-29-1"}, web), status: check.StatusUnknown,
		},
		"ambient": {in: cluster("istio", nil, map[string]string{ambientLabel: "ambient"}, ztunnel), status: check.StatusPass},
		"ambient without ztunnel": {
			in: cluster("istio", byDefault(), map[string]string{ambientLabel: "ambient"}, web), status: check.StatusGap,
			says: "it says istio.io/dataplane-mode=ambient, and no ztunnel runs",
		},
		"kuma":           {in: cluster("kuma", []facts.WebhookConfig{hook("namespace-kuma-injector.kuma.io", in("kuma.io/sidecar-injection", "enabled", "true"))}, map[string]string{"kuma.io/sidecar-injection": "enabled"}, web), status: check.StatusPass},
		"kuma elsewhere": {in: cluster("kuma", []facts.WebhookConfig{hook("namespace-kuma-injector.kuma.io", in("kuma.io/sidecar-injection", "enabled"))}, map[string]string{"kuma.io/sidecar-injection": "true"}, web), status: check.StatusGap},
	} {
		out, err := InjectionServed().Run(context.Background(), tt.in)
		if err != nil || out.Status != tt.status {
			t.Errorf("%s: %v %+v", name, err, out)
			continue
		}
		if tt.says != "" && out.Findings[0].Message != tt.says {
			t.Errorf("%s: %s", name, out.Findings[0].Message)
		}
	}
}

// TestInjectionOfLinkerd: it is asked by annotations, of the namespace or of pods, and leaves out
// the namespaces that its selector names.
func TestInjectionOfLinkerd(t *testing.T) {
	injector := []facts.WebhookConfig{hook("linkerd-proxy-injector.linkerd.io",
		facts.Requirement{Key: "kubernetes.io/metadata.name", Operator: "NotIn", Values: []string{"kube-system"}})}
	inject := map[string]string{linkerdInject: "enabled"}
	ofPods := facts.Workload{Kind: facts.Deployment, Namespace: "shop", Name: "web", PodAnnotations: inject}
	for name, tt := range map[string]struct {
		hooks     []facts.WebhookConfig
		namespace facts.Namespace
		workloads []facts.Workload
		status    check.Status
	}{
		"the namespace": {hooks: injector, namespace: facts.Namespace{Name: "shop", Annotations: inject}, status: check.StatusPass},
		"no injector":   {namespace: facts.Namespace{Name: "shop", Annotations: inject}, status: check.StatusGap},
		"left out":      {hooks: injector, namespace: facts.Namespace{Name: "kube-system", Annotations: inject}, status: check.StatusGap},
		"pods":          {hooks: injector, namespace: facts.Namespace{Name: "shop"}, workloads: []facts.Workload{ofPods}, status: check.StatusPass},
		"pods in vain":  {namespace: facts.Namespace{Name: "shop"}, workloads: []facts.Workload{ofPods}, status: check.StatusGap},
		"terminating":   {namespace: facts.Namespace{Name: "shop", Annotations: inject, Phase: "Terminating"}, status: check.StatusSkip},
	} {
		in := cluster("linkerd", tt.hooks, nil, tt.workloads...)
		in.Namespaces = []facts.Namespace{tt.namespace}
		if out, err := InjectionServed().Run(context.Background(), in); err != nil || out.Status != tt.status {
			t.Errorf("%s: %v %+v", name, err, out)
		}
	}
}
