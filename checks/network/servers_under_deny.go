package network

import (
	"context"
	"fmt"
	"slices"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/kube"
	"github.com/kready/kready/internal/text"
)

// ServersUnderDeny asks whether NetworkPolicies shut off what the API server, or the world, calls.
func ServersUnderDeny() check.Check {
	return check.Check{
		ID:    "network/servers-under-deny",
		Title: "No network policy denies everything to a webhook, an aggregated API or an ingress controller",
		Doc: `A default deny in a namespace of the platform is easily forgotten to have an exception. The servers
there stay Ready, since the kubelet on their own node still reaches them, and their callers time out: a
webhook that fails closed then stops all that it judges, metrics and autoscaling end with their API,
and an ingress controller gets no traffic.

kready takes the pods behind the Services of admission and conversion webhooks and of aggregated APIs,
and those of ingress controllers, and puts together the NetworkPolicies that select them. It is a gap
when these restrict ingress and not one of them has a rule. Where there are rules, whether they let the
right caller in is not followed up: the API server comes from an address, a node's or a tunnel's, that
differs from one network to the next. Policies of Cilium, Calico, Antrea and administrators that what runs here
enforces count the same way. Where one may be for these pods and it cannot be told, or a kind of them cannot be read,
the answer is unknown. Cluster DNS is judged by ` + "`dns/reachable-under-deny`" + `; pods in the host's network
are left out.`,
		Level:         check.LevelConfigured,
		Tier:          check.TierMust,
		Reads:         facts.Fields{facts.KindNetworkPolicies, facts.KindBackends, facts.KindWorkloads, facts.PartInventory},
		OptionalReads: append(kube.OtherPolicyReads(), facts.KindNamespaces),
		StandsWithout: check.StandsWithout{Pass: []facts.Portion{"workloads/pods"}, Gap: []facts.Portion{"workloads/pods"}},
		Requires:      []string{"network/policy-engine-on"},
		Remediation: `Let the callers in, beside the policy that denies: a NetworkPolicy in that namespace whose ` + "`podSelector`" + `
selects the server and whose one ingress rule names its port. Leave ` + "`from`" + ` out for what the API server
calls: it is no pod, and no selector matches it. Or take the policy that denies away.`,
		Links: []string{
			"https://kubernetes.io/docs/concepts/services-networking/network-policies/#the-two-sorts-of-pod-isolation",
			"https://kubernetes.io/docs/concepts/services-networking/network-policies/#behavior-of-ipblock-selectors",
		},
		Since: "0.1.0",
		Run:   runServersUnderDeny,
	}
}

func runServersUnderDeny(_ context.Context, in *facts.Input) (check.Outcome, error) {
	var sure, open []check.Finding
	servers, kinds := serversOf(in), kube.NewOtherKinds(in)
	for _, s := range servers {
		finding, certain := shutOff(in, kinds, s)
		switch {
		case finding.Message == "":
		case certain:
			sure = append(sure, finding)
		default:
			open = append(open, finding)
		}
	}
	amount := text.Counted(len(servers), "server", "servers")
	switch {
	case len(servers) == 0:
		return check.Skip("no webhook, aggregated API or ingress controller runs in a pod with a network of its own"), nil
	case len(sure) > 0:
		return check.Gap(fmt.Sprintf("network policies shut %d of %s of the platform off", len(sure), amount), sure...), nil
	case len(open) > 0:
		return check.Unknown(fmt.Sprintf("whether network policies shut %d of %s of the platform off depends on what is not read", len(open), amount), open...), nil
	}
	return check.Pass(fmt.Sprintf("no network policy denies everything to %s of the platform", amount)), nil
}

// shutOff is a finding on a server that nobody may reach, and whether that is certain. It has no message for one that
// somebody may.
func shutOff(in *facts.Input, kinds *kube.OtherKinds, s server) (finding check.Finding, certain bool) {
	w := s.workload
	finding.Object = facts.ObjectRef{Kind: w.Kind, Namespace: w.Namespace, Name: w.Name}
	denying, known := kube.Isolating(in.NetworkPolicies, kube.Ingress, w.Namespace, w.PodLabels)
	ruled := slices.ContainsFunc(denying, func(p *facts.NetworkPolicy) bool { return p.IngressRules > 0 })
	if !known && !ruled {
		finding.Message = "which NetworkPolicies select its pods is not known: the snapshot is of an older kready"
		return finding, false
	}
	passage := kube.Allowed
	if len(denying) > 0 && !ruled {
		passage = kube.Denied
	}
	others := kinds.On(w.Namespace, w.PodLabels)
	decided, by := others.Decide(passage, len(denying) > 0, kube.Ingress)
	letting := others.Letting(kube.Ingress)
	switch {
	case decided == kube.Allowed, ruled && decided == kube.Undecided, letting.AnySure():
		return check.Finding{}, true
	case decided == kube.Undecided && passage == kube.Denied:
		finding.Message = fmt.Sprintf("NetworkPolicy %s lets nobody reach it, as %s, unless policies of another kind do: %s", denying[0].Name, s.role, by.Few())
	case decided == kube.Undecided:
		finding.Message = fmt.Sprintf("whether anybody may reach it, as %s, depends on %s", s.role, by.Few())
	case len(by.All) > 0:
		finding.Message = fmt.Sprintf("%s lets nobody reach it, and it is %s", by.Few(), s.role)
	default:
		finding.Message = fmt.Sprintf("NetworkPolicy %s lets nobody reach it, and it is %s", denying[0].Name, s.role)
	}
	return finding, decided == kube.Denied
}

// server is a workload that others call, and as what.
type server struct {
	workload *facts.Workload
	role     string
}

// serversOf returns the workloads behind webhooks and aggregated APIs, and ingress controllers.
func serversOf(in *facts.Input) []server {
	var servers []server
	for i := range in.Workloads {
		w := &in.Workloads[i]
		if w.HostNetwork {
			continue
		}
		if role := roleOf(in, w); role != "" {
			servers = append(servers, server{w, role})
		}
	}
	return servers
}

// roleOf returns as what a workload is called; "" when it is none of these.
func roleOf(in *facts.Input, w *facts.Workload) string {
	titles := []struct{ role, title string }{
		{"webhook", "the backend of an admission webhook"},
		{"conversion", "the backend of a conversion webhook"},
		{"apiservice", "the backend of an aggregated API"},
	}
	for _, t := range titles {
		called := slices.ContainsFunc(in.Backends, func(b facts.Backend) bool {
			return slices.Contains(b.Roles, t.role) && b.Namespace == w.Namespace && len(b.Selector) > 0 && kube.HasLabels(w.PodLabels, b.Selector)
		})
		if called {
			return t.title
		}
	}
	for _, impl := range in.Running("ingress/controller") {
		if slices.Contains(impl.Workloads, facts.ObjectRef{Kind: w.Kind, Namespace: w.Namespace, Name: w.Name}) {
			return "an ingress controller"
		}
	}
	return ""
}
