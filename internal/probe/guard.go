package probe

import (
	"context"
	"fmt"
	"time"

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

// enforceSeconds is how long an engine may take to enforce a policy.
const enforceSeconds = 60

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

// applyChange waits until the baseline of all clients succeeded, makes the change, and waits
// for their results. It returns at most how long after the change the last client had the
// expected outcome.
func applyChange(ctx context.Context, clients []*RunningClient, apply func() error) ([]ClientResult, time.Duration, error) {
	all := true
	for _, c := range clients {
		signalled, err := c.WaitReady(ctx)
		if err != nil {
			return nil, 0, err
		}
		all = all && signalled
	}
	began := time.Now()
	if all {
		if err := apply(); err != nil {
			return nil, 0, err
		}
	}
	var results []ClientResult
	var enforcedAfter time.Duration
	for _, c := range clients {
		result, err := c.Result(ctx)
		if err != nil {
			return nil, 0, err
		}
		enforcedAfter = max(enforcedAfter, time.Since(began)-confirmationTime(result))
		results = append(results, result)
	}
	return results, enforcedAfter, nil
}

// confirmationTime is how long before its end a client first had the expected outcome: the
// time of the attempts that only confirmed it.
func confirmationTime(result ClientResult) time.Duration {
	var least time.Duration
	last := len(result.Script.Steps) - 1
	for _, try := range result.Script.Steps[last].Trials {
		if a, ok := result.Answer(try.Name); ok {
			confirming := time.Duration(a.Milliseconds-a.SteadyAfter) * time.Millisecond
			if least == 0 || confirming < least {
				least = confirming
			}
		}
	}
	return least
}

// baselineThen returns a script that proves that the server can be reached, signals, and then
// waits until it cannot.
func baselineThen(run, pod, service string) agent.Script {
	return agent.Script{Steps: []agent.Step{
		{Phase: facts.PhaseBaseline, Signal: true, Trials: prefixNames("before", policyTrials(run, pod, service, facts.Answered, 20))},
		{Phase: facts.PhaseProof, Trials: prefixNames("after", policyTrials(run, pod, service, facts.Blocked, enforceSeconds))},
	}}
}
