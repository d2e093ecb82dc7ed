package probe

import (
	"context"
	"fmt"
	"slices"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kready/kready/internal/agent"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/kube"
)

const (
	// scaleUpAnswer is how long an autoscaler may take to ask for a node. Cluster Autoscaler looks every 10 seconds,
	// Karpenter as soon as pods stop coming.
	scaleUpAnswer = 3 * time.Minute
	// scaleUpLimit is how long a pod may wait for a node that was asked for.
	scaleUpLimit = 10 * time.Minute
	// lowestServed is the priority below which Cluster Autoscaler adds no node for a pod, by default
	// (--expendable-pods-priority-cutoff).
	lowestServed = -10
	scaleUpPart  = "scale-up"
	noNodeAdded  = "was not added"
)

// scaleUp makes a pod that shares a node with no pod of a Deployment or a StatefulSet, and waits for a new node that takes it.
func scaleUp() Probe {
	return Probe{
		Name:            "scaling/scale-up",
		Creates:         "a Job whose pod shares a node with no pod of a Deployment or a StatefulSet, so that the autoscaler adds a node for it",
		ExpectedSeconds: 180,
		Limit:           scaleUpLimit + 2*time.Minute,
		Reads:           facts.Fields{facts.KindNodes, facts.KindPriorityClasses, facts.PartInventory},
		Consent:         "allow-scale-up",
		Skip:            skipScaleUp,
		Rights:          kube.Rights("", "events", "list"),
		Run:             runScaleUp,
	}
}

func skipScaleUp(s *Session) (string, error) {
	if len(s.Input.Running("scaling/nodes")) == 0 {
		return "no node autoscaler is known to run here", s.checkReadable(facts.PartInventory)
	}
	if err := s.checkReadable(facts.KindNodes, facts.KindPriorityClasses); err != nil {
		return "", err
	}
	if _, above := s.lowPriority(); above != "" {
		return fmt.Sprintf("its pod could evict pods of a lower priority than its own instead of waiting for a node: %s", above), nil
	}
	return "", nil
}

// lowPriority is the PriorityClass of a pod that evicts no other, "" for pods without one; or why there is none. No pod may
// have a lower priority, and the autoscaler must serve it. Pods that name no class have 0 before there is a default one.
func (s *Session) lowPriority() (class, why string) {
	usual, lowest, name := 0, 0, ""
	for _, c := range s.Input.PriorityClasses {
		if c.Default {
			usual = c.Value
		}
		if c.Value < lowest {
			lowest, name = c.Value, c.Name
		}
	}
	switch {
	case lowest < lowestServed:
		return "", fmt.Sprintf("PriorityClass %s has %d, and Cluster Autoscaler adds no node for such pods by default", name, lowest)
	case lowest < 0:
		return name, ""
	case usual == 0:
		return "", ""
	}
	for _, c := range s.Input.PriorityClasses {
		if c.Value == 0 {
			return c.Name, ""
		}
	}
	return "", fmt.Sprintf("pods that name no PriorityClass have %d, and no class has 0", usual)
}

func runScaleUp(ctx context.Context, s *Session, out *Result) error {
	class, _ := s.lowPriority()
	began := time.Now()
	client, err := s.StartClient(ctx, Client{
		Name: scaleUpPart, Limit: scaleUpLimit + time.Minute, Script: agent.Script{Steps: []agent.Step{}},
		// Pods of DaemonSets and of the kubelet have neither label: those are on new nodes, too.
		Pod: Pod{Alone: []string{"pod-template-hash", "statefulset.kubernetes.io/pod-name"}, PriorityClass: class},
	})
	if err != nil {
		return err
	}
	defer s.dropJob(ctx, scaleUpPart+"-"+s.RunID)
	w := &scaleUpWatch{session: s, began: began, answer: scaleUpAnswer, limit: scaleUpLimit}
	t := facts.Trial{Phase: facts.PhaseProof, What: "a node for a pod that no other node takes", Expected: facts.Answered, Failure: noNodeAdded}
	pod, why, err := w.wait(ctx)
	if err != nil {
		return err
	}
	t.Milliseconds = int(time.Since(began).Milliseconds())
	if why != "" {
		t.Got, t.Detail = facts.Blocked, why
		out.Add(t)
		return nil
	}
	if slices.ContainsFunc(s.Input.Nodes, func(n facts.Node) bool { return n.Name == pod.Spec.NodeName }) {
		return &ObstacleError{fmt.Sprintf("node %s, which was there before, took the pod, because no pod of a Deployment or a StatefulSet runs on it: no node had to be added", pod.Spec.NodeName)}
	}
	done, err := client.Result(ctx)
	if err != nil {
		return err
	}
	said, err := s.scalersSay(ctx, pod)
	if err != nil {
		return err
	}
	t.Got, t.Detail, t.FromNode = facts.Answered, said.message, done.Node
	t.Milliseconds = int(time.Since(began).Milliseconds())
	out.Add(t)
	out.Measure("time to a pod on a new node", t.Milliseconds, "milliseconds")
	if said.asked {
		out.Measure("nodes asked for", 1, "")
	}
	return nil
}

// dropJob begins to remove a Job that its probe no longer needs, while others go on. Cleaning up asks again.
func (s *Session) dropJob(ctx context.Context, name string) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
	defer cancel()
	background := metav1.DeletePropagationBackground
	_ = s.jobs(s.Namespace).delete(ctx, name, metav1.DeleteOptions{PropagationPolicy: &background})
}
