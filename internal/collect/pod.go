package collect

import (
	"strings"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kready/kready/internal/facts"
)

// podFact is one pod; the snapshot holds sums of them.
type podFact struct {
	namespace, name string
	// ownerKind and ownerName are the workload's: StaticPod for mirrors, Deployment for
	// pods of its ReplicaSets, "" for pods without a controller.
	ownerKind, ownerName string
	node                 string
	created              time.Time
	// terminated marks pods that ended or are being deleted, which do not count.
	terminated  bool
	ready       bool
	restarts    int
	lastRestart time.Time
	reasons     []string
	troubles    []facts.Trouble
}

// distilPod distils one pod.
func distilPod(p *corev1.Pod) podFact {
	f := podFact{
		namespace: p.Namespace, name: p.Name, node: p.Spec.NodeName,
		created:    truncateToSecond(p.CreationTimestamp.Time),
		terminated: p.DeletionTimestamp != nil || p.Status.Phase == corev1.PodSucceeded || p.Status.Phase == corev1.PodFailed,
	}
	f.ownerKind, f.ownerName = podOwner(p)
	for _, c := range p.Status.Conditions {
		switch {
		case c.Type == corev1.PodReady && c.Status == corev1.ConditionTrue:
			f.ready = true
		case c.Type == corev1.PodScheduled && c.Status == corev1.ConditionFalse && c.Reason != "":
			f.reasons = append(f.reasons, c.Reason)
		}
	}
	for _, statuses := range [][]corev1.ContainerStatus{p.Status.InitContainerStatuses, p.Status.ContainerStatuses} {
		for _, s := range statuses {
			f.restarts += int(s.RestartCount)
			if s.State.Waiting != nil {
				f.reasons = append(f.reasons, s.State.Waiting.Reason)
			}
			if ended := s.LastTerminationState.Terminated; ended != nil && ended.FinishedAt.After(f.lastRestart) {
				f.lastRestart = truncateToSecond(ended.FinishedAt.Time)
			}
		}
	}
	f.reasons = sorted(f.reasons)
	f.troubles = troubles(p)
	return f
}

// podOwner returns the workload that a pod belongs to.
func podOwner(p *corev1.Pod) (kind, name string) {
	if _, mirror := p.Annotations[corev1.MirrorPodAnnotationKey]; mirror {
		return facts.StaticPod, staticName(p)
	}
	owner := metav1.GetControllerOfNoCopy(p)
	switch {
	case owner == nil:
		return "", ""
	case owner.Kind != "ReplicaSet":
		return owner.Kind, owner.Name
	}
	// A Deployment names its ReplicaSets by itself and a hash, which is on the pods too.
	name, ok := strings.CutSuffix(owner.Name, "-"+p.Labels["pod-template-hash"])
	if !ok {
		return owner.Kind, owner.Name
	}
	return facts.Deployment, name
}
