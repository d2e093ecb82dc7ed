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

// policyEgress tests whether a NetworkPolicy that allows egress to DNS only blocks all else,
// and still allows lookups.
func policyEgress() Probe {
	return Probe{
		Name:            "network/policy-egress-enforced",
		Creates:         "4 client Jobs on up to 2 nodes, a NetworkPolicy on them",
		ExpectedSeconds: 20,
		Consults:        []string{policyEngine},
		Rights:          policyRights(),
		Run:             runPolicyEgress,
	}
}

// dnsPorts are the ports that DNS servers listen on: a policy applies to the pod's port, not
// the Service's. 5353 is OpenShift's, 8053 Gardener's.
func dnsPorts() []int { return []int{53, 5353, 8053} }

func runPolicyEgress(ctx context.Context, s *Session, out *Result) error {
	echo, err := s.EchoServers()
	if err != nil {
		return err
	}
	target := echo.Servers[0]
	results, enforcedAfter, err := s.restrictEgress(ctx, echo, target)
	if err != nil {
		return err
	}
	for _, result := range results {
		out.AddAnswers(result, describeEgress(echo, target))
	}
	if !out.PhaseSucceeded(facts.PhaseBaseline) || !out.PhaseSucceeded(facts.PhaseProof) {
		return nil
	}
	out.Measure(TimeToEnforce, int(enforcedAfter.Milliseconds()), "milliseconds")
	if err := s.deletePolicy(ctx, "dns-only"); err != nil {
		return err
	}
	node := s.Nodes()[0]
	result, err := s.RunClient(ctx, Client{
		Name: "restored", Pod: Pod{Node: node, Labels: map[string]string{labelRole: "egress-client"}}, Limit: 90 * time.Second,
		Script: agent.Script{Steps: []agent.Step{{Phase: facts.PhaseRestored, Trials: prefixNames("restored", policyTrials(s.RunID, target.IP, echo.IP, facts.Answered, enforceSeconds/2))}}},
	})
	if err != nil {
		return err
	}
	out.AddAnswers(result, describeEgress(echo, target))
	return nil
}

// restrictEgress starts the clients, and applies the policy to them once all reach the server.
func (s *Session) restrictEgress(ctx context.Context, echo *EchoServers, target Server) ([]ClientResult, time.Duration, error) {
	lookUp := agent.Trial{Kind: "dns", Target: echo.Service + "." + s.Namespace + ".svc." + "{domain}.", Expected: facts.Answered, Seconds: 20}
	before, after := lookUp, lookUp
	before.Name, after.Name = "before dns", "after dns"
	script := s.baselineThen(target.IP, echo.IP)
	script.Steps[0].Trials = append(script.Steps[0].Trials, before)
	// Names are looked up after the other trials, that is, under the policy.
	script.Steps = append(script.Steps, agent.Step{Phase: facts.PhaseProof, Trials: []agent.Trial{after}})
	var clients []Client
	for i, node := range clientNodes(s.Nodes()) {
		clients = append(clients, Client{
			Name: fmt.Sprintf("egress-client-%d", i), Pod: Pod{Node: node, Labels: map[string]string{labelRole: "egress-client"}}, Script: script, Limit: 2 * time.Minute,
		})
	}
	return s.underPolicy(ctx, clients, func() error { return s.applyPolicy(ctx, "dns-only", s.dnsOnlyPolicy()) })
}

func (s *Session) dnsOnlyPolicy() networkingv1.NetworkPolicySpec {
	var ports []networkingv1.NetworkPolicyPort
	for _, protocol := range []corev1.Protocol{corev1.ProtocolUDP, corev1.ProtocolTCP} {
		for _, port := range dnsPorts() {
			at := intstr.FromInt(port)
			ports = append(ports, networkingv1.NetworkPolicyPort{Protocol: &protocol, Port: &at})
		}
	}
	return networkingv1.NetworkPolicySpec{
		PodSelector: metav1.LabelSelector{MatchLabels: map[string]string{LabelRun: s.RunID, labelRole: "egress-client"}},
		PolicyTypes: []networkingv1.PolicyType{networkingv1.PolicyTypeEgress},
		Egress:      []networkingv1.NetworkPolicyEgressRule{{Ports: ports}},
	}
}

func describeEgress(echo *EchoServers, target Server) func(agent.Trial) facts.Trial {
	return func(try agent.Trial) facts.Trial {
		when, what, _ := strings.Cut(try.Name, " ")
		t := facts.Trial{}
		switch what {
		case "pod":
			t.What, t.ToNode = "HTTP to pod "+target.IP, target.Node
		case "service":
			t.What = "HTTP to Service " + echo.IP
		default:
			t.What = "a lookup of the Service's name"
		}
		t.When = map[string]string{
			"before": "without any policy", "after": "under a policy that lets nothing out but DNS", "restored": "with the policy removed",
		}[when]
		return t
	}
}
