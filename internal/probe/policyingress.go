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

// TimeToEnforce is the measure of how long it took until a policy was enforced.
const TimeToEnforce = "time to enforce"

// policyIngress tests whether a NetworkPolicy that allows no ingress blocks all clients, whether
// one that allows a role admits only that, and whether deleting both restores access.
func policyIngress() Probe {
	return Probe{
		Name:            "network/policy-ingress-enforced",
		Creates:         "a server, a Service, 6 client Jobs on up to 2 nodes, 2 NetworkPolicies on the server",
		ExpectedSeconds: 20,
		Consults:        []string{policyEngine},
		Rights:          policyRights(),
		Run:             runPolicyIngress,
	}
}

// policyServer is the server that the policies select.
type policyServer struct {
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
	g := &policyServer{s: s, labels: map[string]string{LabelRun: s.RunID, "kready.dev/app": "policy-server"}}
	service, err := s.CreateService(ctx, "policy-server-"+s.RunID, g.labels, "")
	if err != nil {
		return err
	}
	servers, err := s.StartServers(ctx, "policy-server", nodes[:1], map[string]string{"kready.dev/app": "policy-server"})
	if err != nil {
		return err
	}
	g.server, g.service = servers[0], service.Spec.ClusterIP
	enforced, err := g.deny(ctx, out, clientNodes(nodes))
	if err != nil || !enforced {
		return err
	}
	return g.allowThenRestore(ctx, out, clientNodes(nodes))
}

// deny proves the baseline, applies the policy that allows nothing, and reports whether it is
// enforced.
func (g *policyServer) deny(ctx context.Context, out *Result, nodes []string) (bool, error) {
	var clients []Client
	for i, node := range nodes {
		clients = append(clients, Client{
			Name: fmt.Sprintf("denied-%d", i), Pod: Pod{Node: node, Labels: map[string]string{labelRole: "denied"}},
			Script: g.s.baselineThen(g.server.IP, g.service), Limit: 2 * time.Minute,
		})
	}
	results, enforcedAfter, err := g.s.underPolicy(ctx, clients, func() error {
		return g.s.applyPolicy(ctx, "deny", networkingv1.NetworkPolicySpec{
			PodSelector: metav1.LabelSelector{MatchLabels: g.labels}, PolicyTypes: []networkingv1.PolicyType{networkingv1.PolicyTypeIngress},
		})
	})
	if err != nil {
		return false, err
	}
	for _, result := range results {
		out.AddAnswers(result, g.describe("under a policy that lets nothing in"))
	}
	if !out.PhaseSucceeded(facts.PhaseBaseline) || !out.PhaseSucceeded(facts.PhaseProof) {
		return false, nil
	}
	out.Measure(TimeToEnforce, int(enforcedAfter.Milliseconds()), "milliseconds")
	return true, nil
}

// allowThenRestore allows one role, and then deletes both policies.
func (g *policyServer) allowThenRestore(ctx context.Context, out *Result, nodes []string) error {
	err := g.s.applyPolicy(ctx, "allow", networkingv1.NetworkPolicySpec{
		PodSelector: metav1.LabelSelector{MatchLabels: g.labels},
		PolicyTypes: []networkingv1.PolicyType{networkingv1.PolicyTypeIngress},
		Ingress: []networkingv1.NetworkPolicyIngressRule{{From: []networkingv1.NetworkPolicyPeer{{
			PodSelector: &metav1.LabelSelector{MatchLabels: map[string]string{LabelRun: g.s.RunID, labelRole: "allowed"}},
		}}}},
	})
	if err != nil {
		return err
	}
	// The allowed client is on the other node, so that being let in crosses the network.
	allowed, denied := nodes[len(nodes)-1], nodes[0]
	results, err := g.s.RunClients(ctx, []Client{
		g.client("allowed-0", allowed, "allowed", facts.PhaseProof, facts.Answered),
		g.client("denied-2", denied, "denied", facts.PhaseProof, facts.Blocked),
	})
	if err != nil {
		return err
	}
	out.AddAnswers(results[0], g.describe("let in by a second policy"))
	out.AddAnswers(results[1], g.describe("not let in by it"))
	for _, name := range []string{"allow", "deny"} {
		if err := g.s.deletePolicy(ctx, name); err != nil {
			return err
		}
	}
	result, err := g.s.RunClient(ctx, g.client("denied-3", denied, "denied", facts.PhaseRestored, facts.Answered))
	if err != nil {
		return err
	}
	out.AddAnswers(result, g.describe("with both policies removed"))
	return nil
}

func (g *policyServer) client(name, node, role, phase, want string) Client {
	return Client{
		Name: name, Pod: Pod{Node: node, Labels: map[string]string{labelRole: role}}, Limit: 90 * time.Second,
		Script: agent.Script{Steps: []agent.Step{{Phase: phase, Trials: policyTrials(g.s.RunID, g.server.IP, g.service, want, enforceSeconds/2)}}},
	}
}

// describe say which address was tried, and under which policies.
func (g *policyServer) describe(circumstances string) func(agent.Trial) facts.Trial {
	return func(try agent.Trial) facts.Trial {
		t := facts.Trial{What: "HTTP to pod " + g.server.IP, ToNode: g.server.Node}
		if strings.HasSuffix(try.Name, "service") {
			t.What, t.ToNode = "HTTP to Service "+g.service, ""
		}
		if strings.HasPrefix(try.Name, "before ") {
			t.When = "without any policy"
			return t
		}
		t.When = circumstances
		return t
	}
}
