package probe

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kready/kready/internal/facts"
)

// scaleUpWatch waits for a node for the pod of the probe.
type scaleUpWatch struct {
	session *Session
	began   time.Time
	// answer is how long an autoscaler may take to ask for a node, limit how long the pod may wait for it.
	answer, limit time.Duration
}

// wait waits until a node takes the pod, and returns the pod; or why no node was added. An error is an obstacle.
func (w *scaleUpWatch) wait(ctx context.Context) (*corev1.Pod, string, error) {
	s := w.session
	for {
		pods, err := s.podCache(s.Namespace).current(ctx)
		if err != nil && fatal(err) {
			return nil, "", err
		}
		var pod *corev1.Pod
		if i := slices.IndexFunc(pods, func(p corev1.Pod) bool { return p.Labels[LabelPart] == scaleUpPart }); i >= 0 {
			pod = &pods[i]
		}
		if pod != nil && pod.Spec.NodeName != "" {
			return pod, "", nil
		}
		if waited := time.Since(w.began); err == nil && waited >= w.answer && ctx.Err() == nil {
			said, err := s.scalersSay(ctx, pod)
			if err != nil {
				return nil, "", err
			}
			if !said.asked || waited >= w.limit {
				why, err := w.verdict(pod, said)
				return nil, why, err
			}
		}
		select {
		case <-ctx.Done():
			if errors.Is(context.Cause(ctx), context.Canceled) {
				return nil, "", context.Canceled
			}
			return nil, "", &ObstacleError{fmt.Sprintf("time was up after %s, before a node was there: --probe-timeout 15m leaves enough", time.Since(w.began).Round(time.Second))}
		case <-time.After(slowPollInterval):
		}
	}
}

// scalersSaid is what autoscalers say of a pod, in events about it.
type scalersSaid struct {
	// asked is set when one asked for a node; message is what was said last, of asking or of declining.
	asked   bool
	message string
}

// scalersSay reads what Cluster Autoscaler (TriggeredScaleUp, NotTriggerScaleUp) and Karpenter (Nominated, and
// FailedScheduling with words of its own) say of the pod.
func (s *Session) scalersSay(ctx context.Context, pod *corev1.Pod) (scalersSaid, error) {
	var said scalersSaid
	if pod == nil {
		return said, nil
	}
	events, err := s.events(s.Namespace).list(ctx, metav1.ListOptions{FieldSelector: "involvedObject.name=" + pod.Name})
	if err != nil {
		return said, fmt.Errorf("reading what the autoscaler says of the pod: %w", err)
	}
	events = slices.DeleteFunc(events, func(e corev1.Event) bool { return e.InvolvedObject.Name != pod.Name })
	slices.SortStableFunc(events, func(a, b corev1.Event) int { return happened(&a).Compare(happened(&b)) })
	for _, e := range events {
		asks := e.Reason == "TriggeredScaleUp" || e.Reason == "Nominated" && strings.Contains(e.Message, "nodeclaim/")
		declines := e.Reason == "NotTriggerScaleUp" || e.Reason == "FailedScheduling" && strings.HasPrefix(e.Message, "Failed to schedule pod")
		if asks || declines && !said.asked {
			said = scalersSaid{asked: asks, message: shorten(e.Message)}
		}
	}
	return said, nil
}

// happened is when an event was last seen, by whichever field says so.
func happened(e *corev1.Event) time.Time {
	for _, at := range []time.Time{e.LastTimestamp.Time, e.EventTime.Time} {
		if !at.IsZero() {
			return at
		}
	}
	return e.CreationTimestamp.Time
}

// verdict says why no node was added. What is meant to be so, or of which nobody says anything that must, is an obstacle.
func (w *scaleUpWatch) verdict(pod *corev1.Pod, said scalersSaid) (string, error) {
	s := w.session
	limit := time.Since(w.began).Round(time.Second)
	switch low := strings.ToLower(said.message); {
	case pod == nil:
		return "", &ObstacleError{"no pod was made" + s.createFailure(s.Namespace, scaleUpPart)}
	case said.asked:
		return fmt.Sprintf("an autoscaler asked for it, and no new node took the pod in %s: %s", limit, said.message), nil
	case strings.Contains(low, "backoff"): // it tried, whatever else it says
		return said.message, nil
	case atLimit(low):
		return "", &ObstacleError{"the autoscaler is at a limit: " + said.message}
	case strings.Contains(low, "anti-affinity"):
		return "", &ObstacleError{"the autoscaler expects pods on a new node beside which the probe's pod may not run: " + said.message}
	case said.message != "":
		return said.message, nil
	case !waitsForNode(pod):
		return "", &ObstacleError{waitingReason(pod)}
	}
	if !s.scalerSeen() {
		return "", &ObstacleError{fmt.Sprintf("no autoscaler said anything of the pod in %s, and whether the provider runs one for any of the node pools cannot be seen", limit)}
	}
	return fmt.Sprintf("no autoscaler said anything of the pod in %s", limit), nil
}

// atLimit reports whether an autoscaler says that it may add no more: "max node group size reached", "max total nodes in
// cluster reached", "max cluster cpu limit reached", "all available instance types exceed limits for nodepool".
func atLimit(message string) bool {
	return strings.Contains(message, "max") && strings.Contains(message, "reached") || strings.Contains(message, "exceed limits")
}

// waitsForNode reports whether the scheduler found no node for the pod: autoscalers look at no other pods.
func waitsForNode(pod *corev1.Pod) bool {
	return slices.ContainsFunc(pod.Status.Conditions, func(c corev1.PodCondition) bool {
		return c.Type == corev1.PodScheduled && c.Status == corev1.ConditionFalse && c.Reason == corev1.PodReasonUnschedulable
	})
}

// scalerSeen reports whether an autoscaler is seen to run, or always does out of sight.
func (s *Session) scalerSeen() bool {
	for _, feature := range s.Input.Distribution.Features {
		if feature == "Auto Mode" || feature == "Autopilot" {
			return true
		}
	}
	return slices.ContainsFunc(s.Input.Running("scaling/nodes"), func(i facts.Implementation) bool { return i.State == facts.StateRunning })
}
