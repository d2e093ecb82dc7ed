package collect

import (
	"context"
	"slices"
	"strings"
	"time"

	corev1 "k8s.io/api/core/v1"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/target"
	"github.com/kready/kready/internal/text"
)

// pullFaults are the waiting reasons of a container whose image cannot be pulled. The
// first two alternate.
var pullFaults = []string{
	"ErrImagePull", "ImagePullBackOff", "InvalidImageName", "ErrImageNeverPull", "RegistryUnavailable",
	"ImageInspectError", "SignatureValidationFailed",
}

func pendingPodsCollector() Collector {
	return Collector{
		Facts:   facts.KindPendingPods,
		Reads:   []Read{list("", "pods")},
		Collect: collectPendingPods,
	}
}

// collectPendingPods reads the pods in phase Pending of the whole cluster: those that
// are stuck, and a few that are starting.
func collectPendingPods(ctx context.Context, r *Run) Fill {
	q := target.Query{Version: "v1", Resource: "pods", FieldSelector: "status.phase=" + string(corev1.PodPending)}
	sums := sumPending(each(ctx, r, q, distilPending))
	return func(s *facts.Snapshot) { s.PendingPods = sums }
}

// distilPending returns one pod as a sum of one, with a count of 0 when it is about to
// go.
func distilPending(p *corev1.Pod) facts.PendingPods {
	out := facts.PendingPods{Namespace: p.Namespace, Since: truncateToSecond(p.CreationTimestamp.Time)}
	if p.DeletionTimestamp == nil {
		out.Count = 1
	}
	if out.Kind, out.Name = podOwner(p); out.Kind == "" {
		out.Kind, out.Name = facts.BarePod, p.Name
	}
	if p.Spec.Priority != nil {
		out.Priority = int(*p.Spec.Priority)
	}
	if p.Spec.SchedulerName != corev1.DefaultSchedulerName {
		out.Scheduler = text.Truncate(p.Spec.SchedulerName, valueMax)
	}
	out.Unseen = p.Spec.NodeName == "" && len(p.Status.InitContainerStatuses)+len(p.Status.ContainerStatuses) == 0
	for _, c := range p.Status.Conditions {
		if c.Type != corev1.PodScheduled {
			continue
		}
		out.Unseen = false
		if !c.LastTransitionTime.IsZero() {
			out.Since = truncateToSecond(c.LastTransitionTime.Time)
		}
		if c.Status == corev1.ConditionFalse {
			out.Reason, out.Message = text.Truncate(c.Reason, valueMax), shorten(c.Message)
		}
	}
	if s, ok := waiting(p); ok {
		out.Reason, out.Message = text.Truncate(s.State.Waiting.Reason, valueMax), shorten(redactURLs(s.State.Waiting.Message))
		if slices.Contains(pullFaults, out.Reason) {
			out.Image, out.Message = text.Truncate(s.Image, messageMax), endOfMessage(redactURLs(s.State.Waiting.Message))
		}
	}
	return out
}

// endOfMessage shortens a message from its beginning: kubelet and runtime repeat the image's
// name a few times before they come to what the registry answered.
func endOfMessage(message string) string {
	return text.TruncateStart(strings.TrimSpace(message), messageMax)
}

// waiting returns the first container whose image cannot be pulled, or else the first that is
// waiting.
func waiting(p *corev1.Pod) (corev1.ContainerStatus, bool) {
	var first corev1.ContainerStatus
	var found bool
	for _, s := range slices.Concat(p.Status.InitContainerStatuses, p.Status.ContainerStatuses) {
		if s.State.Waiting == nil {
			continue
		}
		if slices.Contains(pullFaults, s.State.Waiting.Reason) {
			return s, true
		}
		if !found {
			first, found = s, true
		}
	}
	return first, found
}

// sumPending sums up pods by owner, reason and image.
func sumPending(pods []facts.PendingPods) []facts.PendingPods {
	type group struct {
		ref           facts.ObjectRef
		reason, image string
		unseen        bool
	}
	at := map[group]int{}
	var out []facts.PendingPods
	for _, p := range pods {
		if p.Count == 0 {
			continue
		}
		key := group{facts.ObjectRef{Kind: p.Kind, Namespace: p.Namespace, Name: p.Name}, p.Reason, p.Image, p.Unseen}
		if p.Reason == "ErrImagePull" {
			key.reason = "ImagePullBackOff" // the kubelet goes to and fro between the two
		}
		i, ok := at[key]
		if !ok {
			at[key] = len(out)
			out = append(out, p)
			continue
		}
		out[i] = addPending(out[i], p)
	}
	sortBy(out,
		func(p facts.PendingPods) string { return p.Namespace },
		func(p facts.PendingPods) string { return p.Name },
		func(p facts.PendingPods) string { return p.Kind },
		func(p facts.PendingPods) string { return p.Reason },
		func(p facts.PendingPods) string { return p.Image })
	return out
}

// addPending adds one pod to a sum. It keeps the longest message: that of a back-off may lack
// the cause.
func addPending(sum, p facts.PendingPods) facts.PendingPods {
	sum.Count++
	sum.Since = earlier(sum.Since, p.Since)
	sum.Priority = min(sum.Priority, p.Priority)
	if len(p.Message) > len(sum.Message) {
		sum.Message, sum.Reason = p.Message, p.Reason
	}
	return sum
}

// earlier returns the earlier of two moments; one that is not known does not count.
func earlier(a, b time.Time) time.Time {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}
