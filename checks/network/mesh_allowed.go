package network

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/kube"
	"github.com/kready/kready/internal/text"
)

// Ports by which pods in a mesh reach one another, whatever port the application listens on.
const (
	hbone          = 15008 // of Istio's ambient mesh
	linkerdInbound = 4143
)

// MeshAllowed asks whether NetworkPolicies let the port of the mesh through.
func MeshAllowed() check.Check {
	return check.Check{
		ID:      "network/mesh-allowed",
		Title:   "NetworkPolicies let the port of the mesh through to the service's pods",
		Subject: check.SubjectService,
		Doc: `In Istio's ambient mode, pods of the mesh reach one another by TCP port 15008, whatever port the application listens on, and in
Linkerd by port 4143, or the one of the annotation ` + "`config.linkerd.io/inbound-port`" + `. A policy that lets callers in on the application's port alone stops them once both are in the mesh.

For each pod template that is in such a mesh, by its own label or annotation or its namespace's, kready takes the NetworkPolicies of
the cluster and of the service that select its pods and let somebody in, and asks for a rule among them that lets the mesh's port
through. Pods that nobody is let in to are left as they are. Whom the rule lets in is not compared with whom the other rules
do. Policies of other kinds make the answer unknown where it would be a gap. Istio's sidecars keep the application's ports.`,
		Level:         check.LevelConfigured,
		Tier:          check.TierShould,
		Reads:         facts.Fields{facts.PartService, facts.KindNetworkPolicies, facts.KindNamespaces, facts.KindNodes, facts.KindWorkloads, facts.PartInventory},
		OptionalReads: kube.OtherPolicyReads(),
		StandsWithout: check.StandsWithout{Any: []facts.Portion{"workloads/cronjobs"}},
		Remediation: `Let the port in beside that of the application, from the same peers:

    ports: [{port: 15008, protocol: TCP}] # Istio's ambient mesh
    ports: [{port: 4143, protocol: TCP}] # Linkerd
`,
		Links: []string{"https://istio.io/latest/docs/ambient/usage/networkpolicy/", "https://linkerd.io/2/common-errors/network-policy/"},
		Since: "0.2.0",
		Run:   runMeshAllowed,
	}
}

func runMeshAllowed(_ context.Context, in *facts.Input) (check.Outcome, error) {
	if len(in.Service.Pods) == 0 {
		return check.Skip("the service has no pods"), nil
	}
	t := newTraffic(in)
	runs := meshes{ambient: slices.ContainsFunc(in.Workloads, isZtunnel), linkerd: linkerdRuns(in)}
	if !runs.ambient && !runs.linkerd {
		return check.Pass("neither Istio's ambient mesh nor Linkerd runs here"), nil
	}
	var found check.Found
	meshed := 0
	for i := range in.Service.Pods {
		p := &in.Service.Pods[i]
		m := t.meshOf(runs, p)
		if m.port == 0 {
			continue
		}
		meshed++
		found.Add(t.stopsMesh(p, m))
	}
	templates := text.Counted(meshed, "pod template", "pod templates")
	if meshed == 0 {
		return check.Pass("no pod of the service is in a mesh that has a port of its own"), nil
	}
	return check.ByFindings(found.Gaps, found.Unknowns,
		fmt.Sprintf("NetworkPolicies stop the mesh on its way to %d of %s", len(found.Gaps), templates),
		fmt.Sprintf("whether NetworkPolicies stop the mesh on its way to %d of %s is not known", len(found.Unknowns), templates),
		fmt.Sprintf("%s in a mesh, which NetworkPolicies let its port through to", templates)), nil
}

// meshPort is a mesh, and the port by which its pods reach one another.
type meshPort struct {
	mesh string
	port int
}

// meshes are those of a cluster that have a port of their own.
type meshes struct{ ambient, linkerd bool }

// meshOf is the mesh that pods are in; none where it has no port of its own.
func (t *traffic) meshOf(runs meshes, p *facts.LandingPods) meshPort {
	switch {
	case runs.ambient && t.ambient(p):
		return meshPort{"the ambient mesh", hbone}
	case runs.linkerd && t.byLinkerd(p):
		port, err := strconv.Atoi(t.annotation(p, "config.linkerd.io/inbound-port"))
		if err != nil {
			port = linkerdInbound
		}
		return meshPort{"Linkerd's mesh", port}
	}
	return meshPort{}
}

func linkerdRuns(in *facts.Input) bool {
	return slices.ContainsFunc(in.Inventory, func(i facts.Implementation) bool {
		return i.Name == "linkerd" && (i.State == facts.StateRunning || i.State == facts.StateHidden)
	})
}

// byLinkerd reports whether Linkerd gives pods a proxy: the pod's own annotation comes before its namespace's.
func (t *traffic) byLinkerd(p *facts.LandingPods) bool {
	asked := t.annotation(p, "linkerd.io/inject")
	return (asked == "enabled" || asked == "ingress") && !p.Placement.HostNetwork
}

// annotation is one of pods, or else of their namespace, that the service brings or the cluster has.
func (t *traffic) annotation(p *facts.LandingPods, key string) string {
	if value, own := p.Annotations[key]; own {
		return value
	}
	if o := t.brings.Object("", "Namespace", "", p.Namespace); o != nil && o.Annotations[key] != "" {
		return o.Annotations[key]
	}
	if n := t.seen.Namespace(p.Namespace); n != nil {
		return n.Annotations[key]
	}
	return ""
}

// isZtunnel reports whether a workload is the proxy of the nodes of Istio's ambient mode.
func isZtunnel(w facts.Workload) bool {
	return w.Kind == facts.DaemonSet && slices.ContainsFunc(w.Containers, func(c facts.Container) bool { return strings.HasSuffix(c.Image.Repository, "ztunnel") })
}

// ambient reports whether pods are in the ambient mesh: the pod's own label comes before its namespace's.
func (t *traffic) ambient(p *facts.LandingPods) bool {
	const key = "istio.io/dataplane-mode"
	if mode, own := p.Labels[key]; own {
		return mode == "ambient"
	}
	return t.labelsOf(p.Namespace)[key] == "ambient" && !p.Placement.HostNetwork
}

// stopsMesh is a finding on pods that somebody is let in to, and the mesh's port is not; and whether that is certain. It
// has no message where all is well.
func (t *traffic) stopsMesh(p *facts.LandingPods, m meshPort) (found check.Finding, certain bool) {
	by, known := t.policies.Isolating(kube.Ingress, p.Namespace, p.Labels)
	letsSomebody, whole := false, known
	for _, policy := range by {
		rules, all := kube.RulesOf(policy, kube.Ingress)
		whole = whole && all
		for i := range rules {
			if letsSomebody, whole = true, whole && !rules[i].Cut; kube.LetsPort(&rules[i], "TCP", m.port) {
				return check.Finding{}, true
			}
		}
	}
	if !letsSomebody {
		return check.Finding{}, true
	}
	finding := t.at(by, p.Manifest, p.TemplateLine)
	finding.Message = fmt.Sprintf("%s selects the pods of %s %s, which are in %s, and no rule lets port %d in", t.named(by[0]), p.Kind, p.Name, m.mesh, m.port)
	decided, others := t.ofOtherKinds(p).Decide(kube.Denied, true, kube.Ingress, kube.Port{Protocol: "TCP", Number: m.port, NamesKnown: true})
	brought := t.brought.in(p.Namespace)
	said := brought
	if !others.None() {
		said = said.and(others.Few())
	}
	switch {
	case decided == kube.Allowed:
		return check.Finding{}, true
	case decided != kube.Denied || brought.count > 0:
		finding.Message += fmt.Sprintf("; policies of other kinds (%s) are not followed up", said)
		return finding, false
	case !t.enforced:
		finding.Message += ": whether anything enforces it is not known"
		return finding, false
	}
	return finding, whole
}
