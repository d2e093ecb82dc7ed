package network

import (
	"strings"
	"testing"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
)

// denied is a cluster with a webhook's server in the namespace guard, and these policies there.
func denied(policies ...facts.NetworkPolicy) *facts.Input {
	labels := map[string]string{"app": "guard"}
	in := &facts.Input{Snapshot: facts.Snapshot{
		NetworkPolicies: policies,
		Backends:        []facts.Backend{{Namespace: "guard", Name: "guard", Roles: []string{"webhook"}, Selector: labels}},
		Workloads:       []facts.Workload{{Kind: facts.Deployment, Namespace: "guard", Name: "guard", PodLabels: labels}},
	}}
	for _, name := range []string{
		"adminnetworkpolicies.policy.networking.k8s.io", "baselineadminnetworkpolicies.policy.networking.k8s.io",
		"clusternetworkpolicies.policy.networking.k8s.io", "ciliumclusterwidenetworkpolicies.cilium.io", "ciliumnetworkpolicies.cilium.io",
		"clusternetworkpolicies.crd.antrea.io", "networkpolicies.crd.antrea.io",
		"globalnetworkpolicies.crd.projectcalico.org", "networkpolicies.crd.projectcalico.org",
	} {
		in.ProductResources = append(in.ProductResources, facts.ProductResource{Name: name, Read: true})
	}
	return in
}

func TestServersUnderDeny(t *testing.T) {
	denyAll := facts.NetworkPolicy{Namespace: "guard", Name: "deny", PolicyTypes: []string{"Ingress"}, SelectsAll: true, Pods: facts.Selector{Set: true}}
	egress := denyAll
	egress.PolicyTypes = []string{"Egress"}
	allow := denyAll
	allow.Name, allow.IngressRules, allow.Ingress = "allow", 1, []facts.PolicyRule{{}}
	older := facts.NetworkPolicy{Namespace: "guard", Name: "some", PolicyTypes: []string{"Ingress"}}
	for name, tt := range map[string]struct {
		in     *facts.Input
		change func(*facts.Input)
		status check.Status
		says   string
	}{
		"no policy":        {in: denied(), status: check.StatusPass},
		"egress":           {in: denied(egress), status: check.StatusPass},
		"deny all":         {in: denied(denyAll), status: check.StatusGap, says: "NetworkPolicy deny lets nobody reach it, and it is the backend of an admission webhook"},
		"a rule beside it": {in: denied(denyAll, allow), status: check.StatusPass},
		"older snapshot":   {in: denied(older), status: check.StatusUnknown, says: "older kready"},
		"other kinds":      {in: denied(denyAll), change: func(in *facts.Input) { in.ProductResources = nil }, status: check.StatusUnknown, says: "could not be read"},
		"host network":     {in: denied(denyAll), change: func(in *facts.Input) { in.Workloads[0].HostNetwork = true }, status: check.StatusSkip},
		"ingress controller": {
			in: denied(denyAll), status: check.StatusGap, says: "it is an ingress controller",
			change: func(in *facts.Input) {
				in.Backends = nil
				in.Inventory = []facts.Implementation{{
					State: facts.StateRunning, Roles: []string{"ingress/controller"},
					Workloads: []facts.ObjectRef{{Kind: facts.Deployment, Namespace: "guard", Name: "guard"}},
				}}
			},
		},
	} {
		if tt.change != nil {
			tt.change(tt.in)
		}
		out, err := ServersUnderDeny().Run(t.Context(), tt.in)
		if err != nil || out.Status != tt.status {
			t.Errorf("%s: %v %+v", name, err, out)
		} else if tt.says != "" && !strings.Contains(out.Findings[0].Message, tt.says) {
			t.Errorf("%s: %s", name, out.Findings[0].Message)
		}
	}
}
