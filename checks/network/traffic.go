package network

import (
	"fmt"
	"maps"
	"net/netip"
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/kube"
)

// traffic decides on connections of a service's pods.
type traffic struct {
	in       *facts.Input
	brings   *kube.Brought
	seen     *kube.Seen
	policies *kube.Policies
	kinds    *kube.OtherKinds
	// own are the policies of the service, by namespace and name, and ownCilium those of Cilium among them, where it runs.
	own, ownCilium map[[2]string]*facts.LandingPolicy
	// written are the objects that policies are written in, of those of the service.
	written map[*facts.NetworkPolicy]*facts.Manifest
	// pods are the ranges of the cluster's pods; none where nodes do not say.
	pods             []netip.Prefix
	cilium, enforced bool
	// labels are those of namespaces that were asked for.
	labels map[string]map[string]string
	// brought are the policies of other kinds that come with the service.
	brought *broughtOthers
	// dns is cluster DNS, or what stands for it, servers those that scrape, and serving the ingress controllers by the
	// controller of a class, as far as they were asked for.
	dns     *kube.Peer
	servers map[*facts.Prometheus]*kube.Peer
	serving map[string][]*facts.Workload
}

// newTraffic puts the policies of the cluster and of the service together. One of the service replaces that of the
// cluster with its name.
func newTraffic(in *facts.Input) *traffic {
	t := &traffic{
		in: in, brings: kube.NewBrought(&in.Service), seen: kube.NewSeen(&in.Snapshot), kinds: kube.NewOtherKinds(in),
		own: map[[2]string]*facts.LandingPolicy{}, ownCilium: map[[2]string]*facts.LandingPolicy{}, written: map[*facts.NetworkPolicy]*facts.Manifest{}, labels: map[string]map[string]string{}, servers: map[*facts.Prometheus]*kube.Peer{}, serving: map[string][]*facts.Workload{},
	}
	running := in.Running("network/policy")
	t.enforced = len(running) > 0
	t.cilium = slices.ContainsFunc(running, func(i facts.Implementation) bool { return strings.HasPrefix(i.Name, "cilium") })
	var policies []facts.NetworkPolicy
	var manifests []*facts.Manifest
	for i := range in.Service.Policies {
		p := &in.Service.Policies[i]
		t.own[[2]string{p.Policy.Namespace, p.Policy.Name}] = p
		policies, manifests = append(policies, p.Policy), append(manifests, &p.Manifest)
	}
	for i := range in.Service.CiliumPolicies {
		if p := &in.Service.CiliumPolicies[i]; t.cilium {
			t.ownCilium[[2]string{p.Policy.Namespace, p.Policy.Name}] = p
			policies, manifests = append(policies, p.Policy), append(manifests, &p.Manifest)
		}
	}
	for _, p := range in.NetworkPolicies {
		if t.own[[2]string{p.Namespace, p.Name}] == nil {
			policies = append(policies, p)
		}
	}
	for i, manifest := range manifests {
		t.written[&policies[i]] = manifest
	}
	t.policies, t.brought = kube.NewPolicies(policies), newBroughtOthers(&in.Service, t.ownCilium)
	for i := range in.Nodes {
		for _, cidr := range in.Nodes[i].PodCIDRs {
			if prefix, err := netip.ParsePrefix(cidr); err == nil {
				t.pods = append(t.pods, prefix)
			}
		}
	}
	return t
}

// labelsOf are the labels of a namespace, of the cluster or of the service; nil where they are not known.
func (t *traffic) labelsOf(namespace string) map[string]string {
	with, known := t.labels[namespace]
	if known {
		return with
	}
	if o := t.brings.Object("", "Namespace", "", namespace); o != nil {
		with = map[string]string{corev1.LabelMetadataName: namespace}
		maps.Copy(with, o.Labels)
	} else if n := t.seen.Namespace(namespace); n != nil {
		with = kube.NamespaceLabels(n)
	}
	t.labels[namespace] = with
	return with
}

// peer is a pod with these labels.
func (t *traffic) peer(namespace string, labels map[string]string) *kube.Peer {
	return &kube.Peer{Namespace: namespace, NamespaceLabels: t.labelsOf(namespace), Labels: labels, Networks: t.pods, Excluded: t.cilium}
}

// workload is a pod of a workload of the platform.
func (t *traffic) workload(w *facts.Workload) *kube.Peer {
	p := t.peer(w.Namespace, w.PodLabels)
	p.Host = w.HostNetwork
	return p
}

// ofOtherKinds are the policies of other kinds in the cluster that can bear on pods.
func (t *traffic) ofOtherKinds(pods *facts.LandingPods) kube.OtherPolicies {
	others := t.kinds.OnLabelled(pods.Namespace, t.labelsOf(pods.Namespace), pods.Labels)
	if len(t.ownCilium) > 0 { // one of the service replaces that of the cluster with its name
		others.All = slices.DeleteFunc(slices.Clone(others.All), func(p kube.OtherPolicy) bool {
			return p.Kind == "ciliumnetworkpolicies.cilium.io" && t.ownCilium[[2]string{p.Namespace, p.Name}] != nil
		})
	}
	return others
}

// at is the finding on a policy where it is one of the service, or else on something of the service that it is for.
func (t *traffic) at(by []*facts.NetworkPolicy, or facts.Manifest, line int) check.Finding {
	if len(by) > 0 && t.written[by[0]] != nil {
		return check.OfManifest(*t.written[by[0]], 0, check.ByService, "")
	}
	return check.OfManifest(or, line, check.ByService, "")
}

// named names a policy, with its kind.
func (t *traffic) named(p *facts.NetworkPolicy) string {
	if at := t.written[p]; at != nil {
		return at.Kind + " " + p.Name
	}
	return "NetworkPolicy " + p.Name
}

// connection is one that the pods of a template need.
type connection struct {
	direction string
	pods      *facts.LandingPods
	other     *kube.Peer
	ports     []kube.Port
	// what says it for a message: "ask cluster DNS (UDP, port 53)".
	what string
	line int
}

// refusal is a finding on a connection that does not pass, and whether that is certain. It has no message for one that
// passes.
func (t *traffic) refusal(c connection) (found check.Finding, certain bool) {
	if c.pods.Placement.HostNetwork {
		return check.Finding{}, true // policies do not reach pods in the network of their node
	}
	pod := &kube.Peer{Namespace: c.pods.Namespace, Labels: c.pods.Labels}
	passage, by := t.policies.Passes(c.direction, pod, c.other, c.ports...)
	decided, others := t.ofOtherKinds(c.pods).Decide(passage, len(by) > 0, c.direction, c.ports...)
	brought := t.brought.in(c.pods.Namespace)
	if decided == kube.Allowed && brought.count == 0 {
		return check.Finding{}, true
	}
	finding := t.at(by, c.pods.Manifest, c.line)
	if decided == kube.Denied && brought.count == 0 {
		finding.Message, certain = t.denial(c, by, others)
		return finding, certain
	}
	finding.Message = t.doubt(c, by, others, brought)
	return finding, false
}

// denial says which policies do not let a connection through, and whether it is certain that they are enforced.
func (t *traffic) denial(c connection, by []*facts.NetworkPolicy, others kube.OtherPolicies) (message string, certain bool) {
	deny := map[string]string{kube.Egress: "lets them " + c.what, kube.Ingress: "lets " + c.what + " reach them"}[c.direction]
	if len(others.All) > 0 {
		return fmt.Sprintf("%s selects the pods of %s %s, and no rule %s", others.Few(), c.pods.Kind, c.pods.Name, deny), true
	}
	message = fmt.Sprintf("%s selects the pods of %s %s, and no rule %s", t.named(by[0]), c.pods.Kind, c.pods.Name, deny)
	if !t.enforced {
		return message + ": whether anything enforces it is not known", false
	}
	return message, true
}

// doubt says on what it depends whether a connection passes.
func (t *traffic) doubt(c connection, by []*facts.NetworkPolicy, others kube.OtherPolicies, brought fewPolicies) string {
	verb := map[string]string{kube.Egress: "they can " + c.what, kube.Ingress: c.what + " can reach them"}[c.direction]
	if !others.None() {
		brought = brought.and(others.Few())
	}
	switch {
	case brought.count > 0:
		return fmt.Sprintf("whether %s depends on policies of other kinds (%s), which kready does not follow up", verb, brought)
	case len(by) > 0:
		return fmt.Sprintf("whether %s depends on what rules of %s stand for here", verb, t.named(by[0]))
	}
	return fmt.Sprintf("whether %s is not known: the snapshot is of an older kready", verb)
}

// sorted judges connections, each finding once.
func (t *traffic) sorted(all []connection) (gaps, unknowns []check.Finding) {
	type said struct {
		at, message string
		certain     bool
	}
	known := map[said]bool{}
	for _, c := range all {
		finding, certain := t.refusal(c)
		this := said{finding.At.String(), finding.Message, certain}
		switch {
		case finding.Message == "" || known[this]:
		case certain:
			gaps = append(gaps, finding)
		default:
			unknowns = append(unknowns, finding)
		}
		known[this] = true
	}
	return gaps, unknowns
}
