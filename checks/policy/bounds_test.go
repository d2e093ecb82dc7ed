package policy

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
)

func amount(name string, n int64) []facts.Quantity { return []facts.Quantity{{Name: name, Amount: n}} }

func container(role, name string, n int64) facts.LandingContainer {
	return facts.LandingContainer{Name: role, Role: role, Requests: amount(name, n)}
}

// bounded is a cluster whose namespace has these bounds, and a service of one template.
func bounded(b facts.NamespaceBounds, p facts.LandingPods) *facts.Input {
	b.Namespace = "shop"
	p.Manifest = facts.Manifest{Kind: p.Kind, Namespace: "shop", Name: "web", File: "web.yaml", Line: 1}
	p.TemplateLine = 5
	in := &facts.Input{Service: facts.Landing{Pods: []facts.LandingPods{p}}}
	in.Namespaces = []facts.Namespace{{Name: "shop"}}
	in.NamespaceBounds = []facts.NamespaceBounds{b}
	return in
}

func quota(hard []facts.Quantity, used []facts.Quantity, scopes ...facts.QuotaScope) facts.NamespaceBounds {
	return facts.NamespaceBounds{Quotas: []facts.Quota{{Name: "team", Hard: hard, Used: used, Scopes: scopes}}}
}

func TestQuotaHolds(t *testing.T) {
	two := facts.LandingPods{Manifest: facts.Manifest{Kind: "Deployment"}, Replicas: 2, Containers: []facts.LandingContainer{container("container", "cpu", 500)}}
	with := func(change func(*facts.LandingPods)) facts.LandingPods {
		p := two
		p.Containers = slices.Clone(p.Containers)
		change(&p)
		return p
	}
	scope := func(name, operator string, values ...string) facts.QuotaScope {
		return facts.QuotaScope{Name: name, Operator: operator, Values: values}
	}
	none := amount("pods", 0)
	for name, tt := range map[string]struct {
		bounds facts.NamespaceBounds
		pods   facts.LandingPods
		status check.Status
		says   string
	}{
		"exactly":          {quota(amount("requests.cpu", 1000), amount("requests.cpu", 0)), two, check.StatusPass, ""},
		"one more":         {quota(amount("requests.cpu", 1000), amount("requests.cpu", 1)), two, check.StatusGap, "takes 1 of requests.cpu, and ResourceQuota team allows 1, of which 1m is used"},
		"not counted yet":  {quota(amount("pods", 2), nil), two, check.StatusUnknown, "how much of it is used is not counted"},
		"a plain resource": {quota(amount("cpu", 900), amount("cpu", 0)), two, check.StatusGap, "takes 1 of cpu"},
		"no replicas":      {quota(none, none), with(func(p *facts.LandingPods) { p.Replicas = 0 }), check.StatusPass, ""},
		"a sidecar stays": {quota(amount("requests.cpu", 1000), amount("requests.cpu", 0)), with(func(p *facts.LandingPods) {
			p.Containers = append(p.Containers, container("sidecar", "cpu", 100))
		}), check.StatusGap, "takes 1200m of requests.cpu"},
		"an init container does not": {quota(amount("requests.cpu", 1000), amount("requests.cpu", 0)), with(func(p *facts.LandingPods) {
			p.Containers = append([]facts.LandingContainer{container("init", "cpu", 500)}, p.Containers...)
		}), check.StatusPass, ""},
		"a device":      {quota(amount("requests.nvidia.com/gpu", 1), amount("requests.nvidia.com/gpu", 0)), with(func(p *facts.LandingPods) { p.Containers[0].Requests = amount("nvidia.com/gpu", 1) }), check.StatusGap, "takes 2 of requests.nvidia.com/gpu"},
		"storage unset": {quota(amount("requests.ephemeral-storage", 1), amount("requests.ephemeral-storage", 0)), two, check.StatusPass, ""},
		"that end":      {quota(none, none, scope("Terminating", "Exists")), two, check.StatusPass, ""},
		"that stay":     {quota(none, none, scope("NotTerminating", "Exists")), two, check.StatusGap, "takes 2 of pods"},
		"without requests": {
			quota(none, none, scope("BestEffort", "Exists")), with(func(p *facts.LandingPods) { p.Containers = []facts.LandingContainer{{Name: "web", Role: "container"}} }),
			check.StatusGap, "takes 2 of pods",
		},
		"with requests":  {quota(none, none, scope("BestEffort", "Exists")), two, check.StatusPass, ""},
		"not in classes": {quota(none, none, scope("PriorityClass", "NotIn", "batch")), two, check.StatusGap, "takes 2 of pods"},
		"no class":       {quota(none, none, scope("PriorityClass", "Exists")), two, check.StatusPass, ""},
		"a DaemonSet":    {quota(amount("pods", 1), none), with(func(p *facts.LandingPods) { p.Kind, p.Replicas = "DaemonSet", 0 }), check.StatusGap, "takes 2 of pods"},
		"as a whole":     {quota(amount("pods", 9), none), with(func(p *facts.LandingPods) { p.Whole = []string{"cpu"} }), check.StatusUnknown, "as a whole"},
	} {
		t.Run(name, func(t *testing.T) {
			p := tt.pods
			in := bounded(tt.bounds, p)
			in.Nodes = []facts.Node{{Name: "a"}, {Name: "b"}, {Name: "c", Taints: []facts.Taint{{Key: "gpu", Effect: "NoSchedule"}}}}
			expect(t, QuotaHolds(), in, tt.status, tt.says)
		})
	}
}

func expect(t *testing.T, c check.Check, in *facts.Input, status check.Status, says string) {
	t.Helper()
	out, err := c.Run(context.Background(), in)
	if err != nil || out.Status != status {
		t.Fatalf("%v %v, want %v", out, err, status)
	}
	if says != "" && (len(out.Findings) == 0 || !strings.Contains(out.Findings[0].Message, says)) {
		t.Errorf("findings %+v, want %q", out.Findings, says)
	}
}

// A quota that the service brings comes in place of the one that is there, of which it keeps what is used.
func TestQuotaIsReplaced(t *testing.T) {
	in := bounded(quota(amount("pods", 9), amount("pods", 3)), facts.LandingPods{Manifest: facts.Manifest{Kind: "Deployment"}, Replicas: 2})
	in.Service.Quotas = []facts.LandingQuota{{Manifest: facts.Manifest{Namespace: "shop"}, Quota: facts.Quota{Name: "team", Hard: amount("pods", 4)}}}
	expect(t, QuotaHolds(), in, check.StatusGap, "allows 4, of which 3 is used")
}

func TestLimitsAllow(t *testing.T) {
	web := func(requests, limits []facts.Quantity) facts.LandingPods {
		return facts.LandingPods{
			Manifest: facts.Manifest{Kind: "Deployment"}, Replicas: 1,
			Containers: []facts.LandingContainer{{Name: "web", Role: "container", Requests: requests, Limits: limits, Line: 9}},
		}
	}
	ranges := func(items ...facts.LimitItem) facts.NamespaceBounds {
		return facts.NamespaceBounds{Ranges: []facts.LimitRange{{Name: "team", Items: items}}}
	}
	for name, tt := range map[string]struct {
		bounds facts.NamespaceBounds
		pods   facts.LandingPods
		status check.Status
		says   string
	}{
		"the maximum":               {ranges(facts.LimitItem{Type: "Container", Max: amount("cpu", 1000)}), web(amount("cpu", 500), amount("cpu", 1000)), check.StatusPass, ""},
		"more":                      {ranges(facts.LimitItem{Type: "Container", Max: amount("cpu", 1000)}), web(amount("cpu", 500), amount("cpu", 1001)), check.StatusGap, "has the limit 1001m of cpu, and the maximum is 1"},
		"none":                      {ranges(facts.LimitItem{Type: "Container", Max: amount("cpu", 1000)}), web(nil, nil), check.StatusGap, "has no limit of cpu"},
		"a default":                 {ranges(facts.LimitItem{Type: "Container", Max: amount("cpu", 1000), Limits: amount("cpu", 1000)}), web(nil, nil), check.StatusPass, ""},
		"a default below":           {ranges(facts.LimitItem{Type: "Container", Limits: amount("cpu", 100)}), web(amount("cpu", 200), nil), check.StatusGap, "requests 200m of cpu, and gets the limit 100m of LimitRange team"},
		"no request":                {ranges(facts.LimitItem{Type: "Container", Min: amount("cpu", 10)}), web(nil, nil), check.StatusGap, "requests no cpu, and the minimum is 10m"},
		"a limit below":             {ranges(facts.LimitItem{Type: "Pod", Min: amount("cpu", 10)}), web(amount("cpu", 10), amount("cpu", 9)), check.StatusGap, "the pod has the limit 9m of cpu"},
		"a ratio":                   {ranges(facts.LimitItem{Type: "Container", MaxRatio: amount("cpu", 2000)}), web(amount("cpu", 500), amount("cpu", 1000)), check.StatusPass, ""},
		"a ratio without a limit":   {ranges(facts.LimitItem{Type: "Container", MaxRatio: amount("cpu", 2000)}), web(amount("cpu", 500), nil), check.StatusGap, "their ratio is limited"},
		"a claim's are not a pod's": {ranges(facts.LimitItem{Type: "PersistentVolumeClaim", Max: amount("storage", 1)}), web(nil, nil), check.StatusPass, ""},
	} {
		t.Run(name, func(t *testing.T) { expect(t, LimitsAllow(), bounded(tt.bounds, tt.pods), tt.status, tt.says) })
	}
}

// The most replicas of an autoscaler are held against what is left, where there is room for those of the manifests.
func TestQuotaAtPeak(t *testing.T) {
	pods := facts.LandingPods{Manifest: facts.Manifest{Kind: "Deployment", Namespace: "shop", Name: "web"}, Replicas: 2}
	scaler := func(most int) facts.LandingScaler {
		return facts.LandingScaler{
			Manifest:    facts.Manifest{Kind: "HorizontalPodAutoscaler", Namespace: "shop", Name: "web"},
			TargetGroup: "apps", TargetKind: "Deployment", TargetName: "web", Max: most,
		}
	}
	for name, tt := range map[string]struct {
		room   int64
		most   int
		status check.Status
	}{
		"room for all":           {5, 5, check.StatusPass},
		"one too many":           {5, 6, check.StatusGap},
		"none for the manifests": {1, 6, check.StatusSkip},
		"no more than they ask":  {2, 2, check.StatusSkip},
	} {
		t.Run(name, func(t *testing.T) {
			in := bounded(quota(amount("pods", tt.room), amount("pods", 0)), pods)
			in.Service.Scalers = []facts.LandingScaler{scaler(tt.most)}
			in.Service.Objects = []facts.LandingObject{{Manifest: pods.Manifest, Group: "apps"}}
			expect(t, QuotaAtPeak(), in, tt.status, "")
		})
	}
}
