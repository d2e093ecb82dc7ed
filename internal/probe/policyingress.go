package probe

import (
	"context"
	"fmt"
	"strings"
	"time"

	networkingv1 "k8s.io/api/networking/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kready/kready/internal/agent"
	"github.com/kready/kready/internal/facts"
)

// TimeToEnforce is the measure of how long a policy took until it held.
const TimeToEnforce = "time to enforce"

// policyIngress shows whether a NetworkPolicy that lets nothing in keeps everybody out,
// whether one that lets somebody in does just that, and whether both go away again.
func policyIngress() Probe {
	return Probe{
		Name:    "network/policy-ingress-enforced",
		Creates: "a server, a Service, 6 client Jobs on up to 2 nodes, 2 NetworkPolicies on the server",
		About:   70,
		Rights:  policyRights(),
		Run:     runPolicyIngress,
	}
}

// guarded is the server of the probe.
type guarded struct {
	s       *Session
	server  Server
	service string
	labels  map[string]string
}

func runPolicyIngress(ctx context.Context, s *Session, out *Result) error {
	nodes := s.Nodes()
	if len(nodes) == 0 {
		return &ObstacleError{"no ready Linux node takes ordinary pods"}
	}
	g := &guarded{s: s, labels: map[string]string{LabelRun: s.Run, "kready.dev/app": "guarded"}}
	service, err := s.Service(ctx, "guarded-"+s.Run, g.labels, "")
	if err != nil {
		return err
	}
	servers, err := s.Servers(ctx, "guarded", nodes[:1], map[string]string{"kready.dev/app": "guarded"})
	if err != nil {
		return err
	}
	g.server, g.service = servers[0], service.Spec.ClusterIP
	enforced, err := g.deny(ctx, out, places(nodes))
	if err != nil || !enforced {
		return err
	}
	return g.allowThenRestore(ctx, out, places(nodes))
}

// deny proves the baseline and then that nobody gets in; it reports whether so.
func (g *guarded) deny(ctx context.Context, out *Result, nodes []string) (bool, error) {
	var clients []*Started
	for i, node := range nodes {
		c, err := g.s.Start(ctx, Client{
			Name: fmt.Sprintf("stranger-%d", i), Pod: Pod{Node: node, Labels: map[string]string{labelRole: "stranger"}},
			Script: baselineThen(g.s.Run, g.server.IP, g.service), Limit: 2 * time.Minute,
		})
		if err != nil {
			return false, err
		}
		clients = append(clients, c)
	}
	dones, settled, err := change(ctx, clients, func() error {
		return g.s.applyPolicy(ctx, "deny", networkingv1.NetworkPolicySpec{
			PodSelector: metav1.LabelSelector{MatchLabels: g.labels}, PolicyTypes: []networkingv1.PolicyType{networkingv1.PolicyTypeIngress},
		})
	})
	if err != nil {
		return false, err
	}
	for _, done := range dones {
		out.Take(done, g.words("under a policy that lets nothing in"))
	}
	if !out.Met(facts.PhaseBaseline) || !out.Met(facts.PhaseProof) {
		return false, nil
	}
	out.Measure(TimeToEnforce, int(settled.Milliseconds()), "milliseconds")
	return true, nil
}

// allowThenRestore lets one role in, and then removes both policies.
func (g *guarded) allowThenRestore(ctx context.Context, out *Result, nodes []string) error {
	err := g.s.applyPolicy(ctx, "allow", networkingv1.NetworkPolicySpec{
		PodSelector: metav1.LabelSelector{MatchLabels: g.labels},
		PolicyTypes: []networkingv1.PolicyType{networkingv1.PolicyTypeIngress},
		Ingress: []networkingv1.NetworkPolicyIngressRule{{From: []networkingv1.NetworkPolicyPeer{{
			PodSelector: &metav1.LabelSelector{MatchLabels: map[string]string{LabelRun: g.s.Run, labelRole: "friend"}},
		}}}},
	})
	if err != nil {
		return err
	}
	// The friend is on the other node, so that being let in crosses the network.
	friend, stranger := nodes[len(nodes)-1], nodes[0]
	dones, err := g.s.TryAll(ctx, []Client{
		g.client("friend-0", friend, "friend", facts.PhaseProof, facts.Answered),
		g.client("stranger-2", stranger, "stranger", facts.PhaseProof, facts.Blocked),
	})
	if err != nil {
		return err
	}
	out.Take(dones[0], g.words("let in by a second policy"))
	out.Take(dones[1], g.words("not let in by it"))
	for _, name := range []string{"allow", "deny"} {
		if err := g.s.deletePolicy(ctx, name); err != nil {
			return err
		}
	}
	done, err := g.s.Try(ctx, g.client("stranger-3", stranger, "stranger", facts.PhaseRestored, facts.Answered))
	if err != nil {
		return err
	}
	out.Take(done, g.words("with both policies removed"))
	return nil
}

func (g *guarded) client(name, node, role, phase, want string) Client {
	return Client{
		Name: name, Pod: Pod{Node: node, Labels: map[string]string{labelRole: role}}, Limit: 90 * time.Second,
		Script: agent.Script{Steps: []agent.Step{{Phase: phase, Trials: toGuarded(g.s.Run, g.server.IP, g.service, want, enforceSeconds/2)}}},
	}
}

// words say which way the server was tried, and in what circumstances.
func (g *guarded) words(circumstances string) func(agent.Try) facts.Trial {
	return func(try agent.Try) facts.Trial {
		t := facts.Trial{What: "HTTP to pod " + g.server.IP, ToNode: g.server.Node}
		if strings.HasSuffix(try.Name, "service") {
			t.What = "HTTP to Service " + g.service
		}
		if strings.HasPrefix(try.Name, "before ") {
			t.When = "without any policy"
			return t
		}
		t.When = circumstances
		return t
	}
}
