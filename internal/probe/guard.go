package probe

import (
	"context"
	"fmt"

	networkingv1 "k8s.io/api/networking/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kready/kready/internal/agent"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/kube"
)

// labelRole is the label that a policy's selectors match clients by.
const labelRole = "kready.dev/role"

// policyRights are what the probes of NetworkPolicies need besides BaseRights.
func policyRights() []kube.Right {
	return kube.Rights("networking.k8s.io", "networkpolicies", "create", "list", "delete")
}

// policyEngine is the check whose gap says that nothing runs here that could enforce a policy.
const policyEngine = "network/policy-engine"

const (
	// enforceSeconds is how long an engine may take to enforce a policy.
	enforceSeconds = 60
	// giveUpSeconds is how long a client goes on that no policy blocks, where no engine is known.
	// It begins before the policy is created, a second or two as a rule.
	giveUpSeconds = 13
)

// applyPolicy creates a NetworkPolicy in the session's namespace.
func (s *Session) applyPolicy(ctx context.Context, name string, spec networkingv1.NetworkPolicySpec) error {
	_, err := s.networkPolicies(s.Namespace).create(ctx, &networkingv1.NetworkPolicy{
		ObjectMeta: metav1.ObjectMeta{Name: name + "-" + s.RunID, Namespace: s.Namespace, Labels: s.labels(nil)},
		Spec:       spec,
	})
	if err != nil {
		return fmt.Errorf("creating the NetworkPolicy %s: %w", name, err)
	}
	return nil
}

func (s *Session) deletePolicy(ctx context.Context, name string) error {
	err := s.networkPolicies(s.Namespace).delete(ctx, name+"-"+s.RunID, metav1.DeleteOptions{})
	if err != nil && !apierrors.IsNotFound(err) {
		return fmt.Errorf("deleting the NetworkPolicy %s: %w", name, err)
	}
	return nil
}

// clientNodes are the nodes that the clients of a policy probe run on: the server's, and
// another one if there is one. Some engines fail on one of the two paths only.
func clientNodes(nodes []string) []string { return nodes[:min(len(nodes), 2)] }

// policyTrials are trials of one server by its pod's address and by its Service's.
func policyTrials(run, pod, service, want string, seconds int) []agent.Trial {
	contains := map[string]string{"contains": run}
	return []agent.Trial{
		{Name: "pod", Kind: "http", Target: URL(pod, "/"), Params: contains, Expected: want, Seconds: seconds},
		{Name: "service", Kind: "http", Target: URL(service, "/"), Params: contains, Expected: want, Seconds: seconds},
	}
}

// prefixNames makes the names of a step's trials unique: answers are found by name.
func prefixNames(prefix string, tries []agent.Trial) []agent.Trial {
	for i := range tries {
		tries[i].Name = prefix + " " + tries[i].Name
	}
	return tries
}

// baselineThen returns a script that proves that the server can be reached, signals, and then
// waits until it cannot.
func (s *Session) baselineThen(pod, service string) agent.Script {
	after := prefixNames("after", policyTrials(s.RunID, pod, service, facts.Blocked, enforceSeconds))
	if _, none := s.Gap(policyEngine); none {
		for i := range after {
			after[i].GiveUp = giveUpSeconds
		}
	}
	return agent.Script{Steps: []agent.Step{
		{Phase: facts.PhaseBaseline, Signal: true, Trials: prefixNames("before", policyTrials(s.RunID, pod, service, facts.Answered, 20))},
		{Phase: facts.PhaseProof, Trials: after},
	}}
}
