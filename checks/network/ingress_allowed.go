package network

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/kube"
	"github.com/kready/kready/internal/text"
)

// IngressAllowed asks whether NetworkPolicies let ingress controllers reach the pods of a service.
func IngressAllowed() check.Check {
	return check.Check{
		ID:      "network/ingress-allowed",
		Title:   "NetworkPolicies let the ingress controllers reach the pods that the service's Ingresses lead to",
		Subject: check.SubjectService,
		Doc: `Where a policy restricts who may reach pods, the ingress controller needs a rule like anybody else. Without one
it answers every request with 502 or 504, and the pods are Ready: the kubelet on their own node still reaches
them.

For each Ingress of the service, kready takes the pods behind its backends and the controller of its class, and puts
together the NetworkPolicies of the cluster and of the service that select these pods, as Kubernetes does. It is a gap
where no rule lets the pods of the controller reach the port.

Controllers in the host's network, and those that make load balancers outside of the cluster, come from addresses that
the facts do not tell: with a policy, the answer is unknown. So it is where it hangs on the peers of policies of other
kinds (Cilium's, Calico's, Antrea's, ClusterNetworkPolicy), of which whom they select and by which ports are looked at. Gateways are not judged; for
Prometheus and Istio's ambient mesh see ` + "`network/scrape-allowed`" + ` and ` + "`network/mesh-allowed`" + `.`,
		Level:         check.LevelConfigured,
		Tier:          check.TierMust,
		Reads:         facts.Fields{facts.PartService, facts.KindNetworkPolicies, facts.KindNamespaces, facts.KindNodes, facts.KindWorkloads, facts.KindIngressClasses, facts.PartInventory},
		OptionalReads: kube.OtherPolicyReads(),
		StandsWithout: check.StandsWithout{Any: []facts.Portion{"workloads/cronjobs"}},
		Remediation: `Let the controller in, by a rule of the policy or a policy beside it, with the namespace that the controller runs in:

    ingress:
    - from: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: NAMESPACE}}}]
`,
		Links: []string{"https://kubernetes.io/docs/concepts/services-networking/network-policies/"},
		Since: "0.2.0",
		Run:   runIngressAllowed,
	}
}

func runIngressAllowed(_ context.Context, in *facts.Input) (check.Outcome, error) {
	t := newTraffic(in)
	var all []connection
	for i := range in.Service.Ingresses {
		all = append(all, t.fromController(&in.Service.Ingresses[i])...)
	}
	if !t.leadsToPods() {
		return check.Skip("no Ingress of the service leads to its own pods"), nil
	}
	if len(all) == 0 {
		return check.Pass("no controller is seen that would serve its Ingresses: see ingress/class-there"), nil
	}
	gaps, unknowns := t.sorted(all)
	ways := text.Counted(len(all), "way", "ways")
	return check.ByFindings(gaps, unknowns,
		fmt.Sprintf("NetworkPolicies stop %d of %s from an ingress controller to its pods", len(gaps), ways),
		fmt.Sprintf("whether NetworkPolicies stop %d of %s from an ingress controller to its pods is not known", len(unknowns), ways),
		fmt.Sprintf("%s from an ingress controller to its pods, which NetworkPolicies let through", ways)), nil
}

// leadsToPods reports whether an Ingress leads to pods of the service.
func (t *traffic) leadsToPods() bool {
	return slices.ContainsFunc(t.in.Service.Ingresses, func(in facts.LandingIngress) bool {
		return slices.ContainsFunc(in.Backends, func(b facts.LandingBackend) bool { return len(t.behind(b)) > 0 })
	})
}

// behind are the pods of the service that a backend leads to.
func (t *traffic) behind(b facts.LandingBackend) []*facts.LandingPods {
	if own := t.brings.Service(b.Namespace, b.Name); own != nil && b.Kind == "Service" {
		return t.brings.Pods(b.Namespace, own.Selector)
	}
	return nil
}

// fromController are the connections from the controller of an Ingress to the pods behind its backends.
func (t *traffic) fromController(ingress *facts.LandingIngress) []connection {
	var out []connection
	for _, w := range t.controllers(ingress) {
		for _, b := range ingress.Backends {
			own := t.brings.Service(b.Namespace, b.Name)
			for _, pods := range t.behind(b) {
				port := b.Port
				for _, p := range own.Ports {
					if b.PortName != "" && p.Name == b.PortName {
						port = p.Port
					}
				}
				what := fmt.Sprintf("the ingress controller (%s %s/%s)", w.Kind, w.Namespace, w.Name)
				out = append(out, connection{kube.Ingress, pods, t.controllerPeer(w), targetsOf(own, []*facts.LandingPods{pods}, port), what, pods.TemplateLine})
			}
		}
	}
	return out
}

// controllerPeer is a controller as policies see it. What makes load balancers sends nothing itself.
func (t *traffic) controllerPeer(w *facts.Workload) *kube.Peer {
	p := t.workload(w)
	p.Host = p.Host || slices.ContainsFunc(outside(), func(name string) bool { return strings.Contains(w.Name, name) })
	return p
}

// outside are parts of the names of controllers whose load balancers are outside of the cluster.
func outside() []string {
	return []string{"aws-load-balancer", "alb", "l7-", "glbc", "appgw", "application-gateway", "cloudflare"}
}

// controllers are the workloads that serve the class of an Ingress: the first of each implementation, which is what
// the catalogue knows it by.
func (t *traffic) controllers(ingress *facts.LandingIngress) []*facts.Workload {
	controller := ""
	for _, c := range t.in.IngressClasses {
		if c.Name == ingress.Class || ingress.Class == "" && (c.Name == ingress.LegacyClass || ingress.LegacyClass == "" && c.Default) {
			controller = c.Controller
		}
	}
	if known, ok := t.serving[controller]; ok {
		return known
	}
	var out []*facts.Workload
	for _, impl := range t.in.Running("ingress/controller") {
		serves := slices.ContainsFunc(impl.Controllers, func(prefix string) bool { return controller != "" && strings.HasPrefix(controller, prefix) })
		if !serves || len(impl.Workloads) == 0 {
			continue
		}
		i := slices.IndexFunc(t.in.Workloads, func(w facts.Workload) bool {
			return facts.ObjectRef{Kind: w.Kind, Namespace: w.Namespace, Name: w.Name} == impl.Workloads[0]
		})
		if i >= 0 {
			out = append(out, &t.in.Workloads[i])
		}
	}
	t.serving[controller] = out
	return out
}
