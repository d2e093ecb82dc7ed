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
)

// labelRole tells the clients of a policy probe apart.
const labelRole = "kready.dev/role"

// policyRights are what the probes of policies do beside talking.
func policyRights() []Right {
	return []Right{{"networking.k8s.io", "networkpolicies", []string{"create", "list", "delete"}}}
}

// enforceSeconds is how long an engine may take until a policy holds.
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

// clientNodes are the nodes that the clients of a policy probe run on: the server's own, and
// another one where there is one. Engines fail for one of the two ways only, too.
func clientNodes(nodes []string) []string { return nodes[:min(len(nodes), 2)] }

// policyTrials are tries of one server by its pod's address and by its Service's.
func policyTrials(run, pod, service, want string, seconds int) []agent.Trial {
	contains := map[string]string{"contains": run}
	return []agent.Trial{
		{Name: "pod", Kind: "http", Target: URL(pod, "/"), Params: contains, Expected: want, Seconds: seconds},
		{Name: "service", Kind: "http", Target: URL(service, "/"), Params: contains, Expected: want, Seconds: seconds},
	}
}

// prefixNames gives the tries of one step names of their own, since answers go by name.
func prefixNames(prefix string, tries []agent.Trial) []agent.Trial {
	for i := range tries {
		tries[i].Name = prefix + " " + tries[i].Name
	}
	return tries
}

// applyChange waits until all clients have their baseline, makes the change, and waits for
// their ends. It returns how long after the change the last of them had settled on what
// it wanted, at most.
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

// confirmationTime is how long before its end a client had met what it wanted: the time of
// the attempts that only confirmed it.
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

// baselineThen is a script that proves what works, signals, and then waits for the
// change to show.
func baselineThen(run, pod, service string) agent.Script {
	return agent.Script{Steps: []agent.Step{
		{Phase: facts.PhaseBaseline, Signal: true, Trials: prefixNames("before", policyTrials(run, pod, service, facts.Answered, 20))},
		{Phase: facts.PhaseProof, Trials: prefixNames("after", policyTrials(run, pod, service, facts.Blocked, enforceSeconds))},
	}}
}
