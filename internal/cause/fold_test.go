package cause

import (
	"slices"
	"strings"
	"testing"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
)

// on is a gap of a check on objects.
func on(id string, tier check.Tier, objects ...facts.ObjectRef) check.Result {
	r := check.Result{Check: check.Check{ID: id, Tier: tier, Level: check.LevelHealthy, Remediation: "general"}, Outcome: check.Gap("something is wrong")}
	for _, o := range objects {
		r.Outcome.Findings = append(r.Outcome.Findings, check.Finding{Object: o, Message: "it is not well"})
	}
	return r
}

// service is that of the Deployment, other one that is not well either.
func service() facts.ObjectRef {
	return facts.ObjectRef{Kind: "Service", Namespace: "web-system", Name: "web"}
}

func other() facts.ObjectRef {
	return facts.ObjectRef{Kind: facts.StatefulSet, Namespace: "web-system", Name: "db"}
}

// twoDown is a cluster with two workloads that are not well.
func twoDown() *facts.Input {
	in := cluster()
	in.Workloads[0].Desired = 0
	in.Workloads = append(in.Workloads, facts.Workload{Kind: facts.StatefulSet, Namespace: "web-system", Name: "db", Status: true, Desired: 1})
	return in
}

// TestFold: what is listed under what.
func TestFold(t *testing.T) {
	waived := on("mesh/control-plane", check.TierMust, web())
	waived.Waiver = &check.Waiver{}
	for name, tt := range map[string]struct {
		results []check.Result
		want    []string
	}{
		"a product's own check leads":             {[]check.Result{on("cluster/system-workloads", "must", web()), on("mesh/control-plane", "must", web()), on("policy/webhook-backends", "must", service())}, []string{"cluster/system-workloads < mesh/control-plane", "policy/webhook-backends < mesh/control-plane"}},
		"never under a lesser tier":               {[]check.Result{on("cluster/system-workloads", "must", web()), on("policy/engine", "should", web())}, []string{"policy/engine < cluster/system-workloads"}},
		"never under a waived gap":                {[]check.Result{waived, on("cluster/system-workloads", "must", web())}, nil},
		"never a waived gap":                      {[]check.Result{waived, on("metrics/pipeline", "must", web())}, nil},
		"all findings must follow":                {[]check.Result{on("mesh/control-plane", "must", web()), on("cluster/system-workloads", "must", web(), other())}, nil},
		"two gaps report all of it":               {[]check.Result{on("mesh/control-plane", "must", web()), on("metrics/pipeline", "must", other()), on("cluster/system-workloads", "must", web(), other())}, []string{"cluster/system-workloads < mesh/control-plane"}},
		"what rests on nothing stays":             {[]check.Result{on("mesh/control-plane", "must", web()), on("cluster/system-workloads", "must", web(), facts.ObjectRef{Kind: "Service", Namespace: "web-system", Name: "gone"})}, nil},
		"another matter of the same object stays": {[]check.Result{on("mesh/control-plane", "must", web()), on("scaling/addon-pdb", "should", web()), on("images/dockerhub", "should", web())}, nil},
		"a gap about nothing stays":               {[]check.Result{on("mesh/control-plane", "must", web()), on("metrics/pipeline", "must")}, nil},
		"what has another cause stays":            {[]check.Result{on("mesh/control-plane", "must", web()), on("metrics/pipeline", "must", other())}, nil},
	} {
		c := Find(twoDown())
		var got []string
		for _, r := range c.Fold(c.Explain(tt.results)) {
			if r.Folded {
				got = append(got, r.Check.ID+" < "+r.Because)
				if r.Outcome.Status != check.StatusSkip || len(r.Outcome.Findings) == 0 || !strings.Contains(r.Outcome.Reason, "; that follows from ") {
					t.Errorf("%s: %+v", name, r.Outcome)
				}
			}
		}
		slices.Sort(got)
		if !slices.Equal(got, tt.want) {
			t.Errorf("%s: got %q, want %q", name, got, tt.want)
		}
	}
}

// TestFollowers: a gap that its check puts under another one goes there, and no further.
func TestFollowers(t *testing.T) {
	after := func(id string, tier check.Tier, lead string) check.Result {
		r := on(id, tier, facts.ObjectRef{Kind: "Node", Name: "a"})
		r.Outcome.Follows = lead
		return r
	}
	waived := after("network/ingress", check.TierMust, "")
	waived.Waiver = &check.Waiver{}
	for name, tt := range map[string]struct {
		results []check.Result
		want    string
	}{
		"under the one that explains it": {[]check.Result{after("network/ingress", "must", ""), after("network/egress", "should", "network/ingress")}, "network/egress < network/ingress"},
		"under the first of a chain":     {[]check.Result{after("dns/latency", "should", "dns/internal"), after("dns/internal", "must", "network/pods"), after("network/pods", "must", "")}, "dns/latency < network/pods, dns/internal < network/pods"},
		"not under a lesser tier":        {[]check.Result{after("network/ingress", "should", ""), after("network/egress", "must", "network/ingress")}, ""},
		"not under a waived gap":         {[]check.Result{waived, after("network/egress", "must", "network/ingress")}, ""},
		"not under what was not judged":  {[]check.Result{after("network/egress", "must", "network/ingress")}, ""},
	} {
		var got []string
		for _, r := range Find(cluster()).Fold(tt.results) {
			if r.Folded && r.Outcome.Status == check.StatusSkip && len(r.Outcome.Findings) == 1 {
				got = append(got, r.Check.ID+" < "+r.Because)
			}
		}
		if strings.Join(got, ", ") != tt.want {
			t.Errorf("%s: got %q, want %q", name, got, tt.want)
		}
	}
}

// TestNodesLead: what is on a node that is not Ready follows from that.
func TestNodesLead(t *testing.T) {
	in := cluster()
	in.Nodes[0].Conditions[0].Status = "Unknown"
	pods()(in)
	c := Find(in)
	results := c.Fold(c.Explain([]check.Result{on("dns/present", "must", service()), on("cluster/nodes-ready", "must", facts.ObjectRef{Kind: "Node", Name: "a"})}))
	if !results[0].Folded || results[0].Because != "cluster/nodes-ready" || results[1].Folded {
		t.Errorf("%+v", results)
	}
}

// TestRemedyOfCauses: it takes the place of the check's where every finding has one.
func TestRemedyOfCauses(t *testing.T) {
	c := Find(twoDown())
	for _, tt := range []struct {
		objects  []facts.ObjectRef
		own, all bool
	}{
		{[]facts.ObjectRef{web()}, true, false},
		{[]facts.ObjectRef{service()}, true, false},
		{[]facts.ObjectRef{web(), other()}, true, true},
		{[]facts.ObjectRef{other()}, false, true},
	} {
		r := c.Explain([]check.Result{on("cluster/system-workloads", "must", tt.objects...)})[0]
		remedy := r.RemedyFor(check.Place{})
		if strings.Contains(remedy, "kubectl -n web-system scale") != tt.own || strings.Contains(remedy, "general") != tt.all {
			t.Errorf("%v: %s", tt.objects, remedy)
		}
	}
}

// TestExplainKeepsItsInput: results are values that others hold as well.
func TestExplainKeepsItsInput(t *testing.T) {
	before := []check.Result{on("mesh/control-plane", "must", web())}
	after := Find(twoDown()).Explain(before)
	if before[0].Outcome.Findings[0].Cause != "" || after[0].Outcome.Findings[0].Cause == "" {
		t.Errorf("%+v, %+v", before[0].Outcome, after[0].Outcome)
	}
}

// TestRestsOn: the ways from an object to the workloads that it rests on.
func TestRestsOn(t *testing.T) {
	in := cluster()
	in.APIServices = []facts.APIService{{Name: "v1.web", ServiceNamespace: "web-system", ServiceName: "web"}}
	in.Webhooks = []facts.WebhookConfig{{Kind: "MutatingWebhookConfiguration", Name: "web", Webhooks: []facts.Webhook{{ServiceNamespace: "web-system", ServiceName: "web"}}}}
	in.CRDs = []facts.CRD{{Name: "webs.acme.org", Conversion: facts.Conversion{ServiceNamespace: "web-system", ServiceName: "web"}}}
	in.IngressClasses = []facts.IngressClass{{Name: "web", Controller: "acme.org/web"}}
	in.StorageClasses = []facts.StorageClass{{Name: "web", Provisioner: "web.acme.org"}}
	in.Inventory = []facts.Implementation{{Controllers: []string{"acme.org/"}, Provisioners: []string{"web.acme.org"}, Workloads: []facts.ObjectRef{web()}}}
	in.Workloads[0].OwnerKind, in.Workloads[0].OwnerName = "Web", "main"
	c := Find(in)
	for _, object := range []facts.ObjectRef{
		web(), service(),
		{Kind: "APIService", Name: "v1.web"},
		{Kind: "MutatingWebhookConfiguration", Name: "web"},
		{Kind: "CustomResourceDefinition", Name: "webs.acme.org"},
		{Kind: "Pod", Namespace: "web-system", Name: "web-6c5f7d9b8-x2x4z"},
		{Kind: "ReplicaSet", Namespace: "web-system", Name: "web-6c5f7d9b8"},
		{Kind: "IngressClass", Name: "web"},
		{Kind: "StorageClass", Name: "web"},
		{Kind: "Web", Namespace: "web-system", Name: "main"},
	} {
		if refs := c.restsOn(object); !slices.Equal(refs, []facts.ObjectRef{web()}) {
			t.Errorf("%v rests on %v", object, refs)
		}
	}
	for _, object := range []facts.ObjectRef{{}, {Kind: "Node", Name: "a"}, {Kind: "IngressClass", Name: "other"}, {Kind: "Service", Namespace: "web-system", Name: "other"}} {
		if refs := c.restsOn(object); len(refs) > 0 {
			t.Errorf("%v rests on %v", object, refs)
		}
	}
}
