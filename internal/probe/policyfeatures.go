package probe

import (
	"context"
	"fmt"
	"strings"
	"time"

	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/kready/kready/internal/agent"
	"github.com/kready/kready/internal/facts"
)

// policyFeatures tests what engines that enforce simple policies may still leave out: selectors of
// namespaces, ports by name, and ranges of ports.
func policyFeatures() Probe {
	return Probe{
		Name:            "network/policy-features",
		Creates:         "4 servers, a second namespace, 3 client Jobs, 4 NetworkPolicies on the servers",
		ExpectedSeconds: 25,
		Consults:        []string{policyEngine},
		Skip: func(s *Session) (string, error) {
			if _, none := s.Gap(policyEngine); none {
				return "nothing is known to enforce NetworkPolicies here", nil
			}
			return "", nil
		},
		Rights: policyRights(),
		Run:    runPolicyFeatures,
	}
}

// endPortMinor is the minor version of Kubernetes 1 since which a policy's endPort is on by default. See
// https://kubernetes.io/docs/concepts/services-networking/network-policies/#targeting-a-range-of-ports.
const endPortMinor = 22

// policyFeature is a part of NetworkPolicy that is tried on a server of its own.
type policyFeature struct {
	// name is that of the server, what describes the policy that it is under.
	name, what string
	rule       networkingv1.NetworkPolicyIngressRule
	// http and udp are the expected outcomes of HTTP and UDP from the probes' namespace; "" for one that is
	// not tried.
	http, udp string
	// friend is set when HTTP from the second namespace is let in.
	friend bool
}

func (s *Session) policyFeatures() []policyFeature {
	tcp := corev1.ProtocolTCP
	ports := func(first intstr.IntOrString, last *int32) networkingv1.NetworkPolicyIngressRule {
		return networkingv1.NetworkPolicyIngressRule{Ports: []networkingv1.NetworkPolicyPort{{Protocol: &tcp, Port: &first, EndPort: last}}}
	}
	features := []policyFeature{
		{
			name: "feature-namespace", what: "under a policy that lets in another namespace by its labels",
			rule: networkingv1.NetworkPolicyIngressRule{From: []networkingv1.NetworkPolicyPeer{{
				NamespaceSelector: &metav1.LabelSelector{MatchLabels: map[string]string{LabelRun: s.RunID, labelRole: "friend"}},
			}}},
			http: facts.Blocked, friend: true,
		},
		{
			name: "feature-name", what: "under a policy that lets in TCP to the port named http",
			rule: ports(intstr.FromString("http"), nil), http: facts.Answered, udp: facts.Blocked,
		},
	}
	if v := s.Input.Version; v.Minor > 0 && v.Minor < endPortMinor {
		return features // the API server drops the field
	}
	end, beyond := int32(agent.PortHTTP), int32(agent.PortHTTP+10)
	return append(features,
		policyFeature{
			name: "feature-range", what: fmt.Sprintf("under a policy that lets in TCP to ports %d to %d", agent.PortHTTP-80, end),
			rule: ports(intstr.FromInt(agent.PortHTTP-80), &end), http: facts.Answered, udp: facts.Blocked,
		},
		policyFeature{
			name: "feature-beyond", what: fmt.Sprintf("under a policy that lets in TCP to ports %d to %d", agent.PortHTTP+1, beyond),
			rule: ports(intstr.FromInt(agent.PortHTTP+1), &beyond), http: facts.Blocked,
		},
	)
}

// featureRun is one run of the probe.
type featureRun struct {
	s        *Session
	features []policyFeature
	servers  map[string]Server
	friend   string
}

func runPolicyFeatures(ctx context.Context, s *Session, out *Result) error {
	if s.Settings.Namespace != "" {
		return &ObstacleError{"it takes a second namespace, and --namespace allows none"}
	}
	nodes := s.Nodes()
	if len(nodes) == 0 {
		return &ObstacleError{"no ready Linux node takes ordinary pods"}
	}
	friend, err := s.CreateExtraNamespace(ctx, "friend", map[string]string{labelRole: "friend"})
	if err != nil {
		return err
	}
	r := &featureRun{s: s, features: s.policyFeatures(), servers: map[string]Server{}, friend: friend}
	for _, f := range r.features {
		servers, err := s.StartServers(ctx, f.name, nodes[:1], map[string]string{"kready.dev/app": f.name})
		if err != nil {
			return err
		}
		r.servers[f.name] = servers[0]
	}
	return r.prove(ctx, out, nodes[len(nodes)-1])
}

// prove tries everything without policies, waits under the policies until what they leave out is blocked, and
// only then tries what they let in.
func (r *featureRun) prove(ctx context.Context, out *Result, node string) error {
	before, err := r.s.RunClient(ctx, Client{
		Name: "features-friend-before", Namespace: r.friend, Pod: Pod{Node: node},
		Script: agent.Script{Steps: []agent.Step{{Phase: facts.PhaseBaseline, Trials: r.friendTrials("before ", facts.Answered)}}},
	})
	if err != nil {
		return err
	}
	out.AddAnswers(before, r.describe)
	closed := Client{
		Name: "features-closed", Pod: Pod{Node: node}, Limit: 2 * time.Minute,
		Script: agent.Script{Steps: []agent.Step{
			{Phase: facts.PhaseBaseline, Signal: true, Trials: r.trials("before ", "", facts.Answered)},
			{Phase: facts.PhaseProof, Trials: r.trials("", facts.Blocked, facts.Blocked)},
		}},
	}
	results, _, err := r.s.underPolicy(ctx, []Client{closed}, func() error { return r.applyPolicies(ctx) })
	if err != nil {
		return err
	}
	for _, result := range results {
		out.AddAnswers(result, r.describe)
	}
	if !out.PhaseSucceeded(facts.PhaseBaseline) {
		return nil
	}
	open := []Client{
		{Name: "features-open", Pod: Pod{Node: node}, Limit: 90 * time.Second, Script: proofOf(r.trials("", facts.Answered, facts.Answered))},
		{Name: "features-friend", Namespace: r.friend, Pod: Pod{Node: node}, Limit: 90 * time.Second, Script: proofOf(r.friendTrials("", facts.Answered))},
	}
	results, err = r.s.RunClients(ctx, open)
	if err != nil {
		return err
	}
	for _, result := range results {
		out.AddAnswers(result, r.describe)
	}
	return nil
}

func proofOf(tries []agent.Trial) agent.Script {
	return agent.Script{Steps: []agent.Step{{Phase: facts.PhaseProof, Trials: tries}}}
}

// trials are those from the probes' namespace whose outcome under the policies is the given one, or all when
// that is ""; want is the outcome that they must have now.
func (r *featureRun) trials(prefix, under, want string) []agent.Trial {
	var tries []agent.Trial
	for _, f := range r.features {
		server := r.servers[f.name]
		if f.http != "" && (under == "" || under == f.http) {
			tries = append(tries, agent.Trial{
				Name: prefix + "http " + f.name, Kind: "http", Target: URL(server.IP, "/"), Params: map[string]string{"contains": r.s.RunID}, Expected: want, Seconds: enforceSeconds / 2,
			})
		}
		if f.udp != "" && (under == "" || under == f.udp) {
			tries = append(tries, agent.Trial{Name: prefix + "udp " + f.name, Kind: "udp", Target: hostPort(server.IP, agent.PortUDP), Expected: want, Seconds: enforceSeconds / 2})
		}
	}
	return tries
}

// friendTrials are those from the second namespace, which the policies let in.
func (r *featureRun) friendTrials(prefix, want string) []agent.Trial {
	var tries []agent.Trial
	for _, f := range r.features {
		if f.friend {
			tries = append(tries, agent.Trial{
				Name: prefix + "friend " + f.name, Kind: "http", Target: URL(r.servers[f.name].IP, "/"), Params: map[string]string{"contains": r.s.RunID}, Expected: want, Seconds: enforceSeconds / 2,
			})
		}
	}
	return tries
}

func (r *featureRun) applyPolicies(ctx context.Context) error {
	for _, f := range r.features {
		err := r.s.applyPolicy(ctx, f.name, networkingv1.NetworkPolicySpec{
			PodSelector: metav1.LabelSelector{MatchLabels: map[string]string{LabelRun: r.s.RunID, "kready.dev/app": f.name}},
			PolicyTypes: []networkingv1.PolicyType{networkingv1.PolicyTypeIngress},
			Ingress:     []networkingv1.NetworkPolicyIngressRule{f.rule},
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// describe says which server was tried, and under which policy.
func (r *featureRun) describe(try agent.Trial) facts.Trial {
	name, before := strings.CutPrefix(try.Name, "before ")
	kind, feature, _ := strings.Cut(name, " ")
	t := facts.Trial{What: map[string]string{"http": "HTTP", "udp": "UDP", "friend": "HTTP from the other namespace"}[kind] + " to a pod", ToNode: r.servers[feature].Node}
	if before {
		t.When = "without any policy"
		return t
	}
	for _, f := range r.features {
		if f.name == feature {
			t.When = f.what
		}
	}
	return t
}
