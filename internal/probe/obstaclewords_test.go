package probe

import (
	"context"
	"errors"
	"strings"
	"testing"

	corev1 "k8s.io/api/core/v1"
)

// pod is a pod in one state, on a node or on none.
func podIn(node string, state corev1.ContainerState, last *corev1.ContainerStateTerminated) *corev1.Pod {
	p := &corev1.Pod{}
	p.Spec.NodeName = node
	p.Status.ContainerStatuses = []corev1.ContainerStatus{{Name: "main", Image: "a/b:1", State: state, LastTerminationState: corev1.ContainerState{Terminated: last}}}
	return p
}

func waitingFor(reason, message string) corev1.ContainerState {
	return corev1.ContainerState{Waiting: &corev1.ContainerStateWaiting{Reason: reason, Message: message}}
}

// TestObstacleWords: what keeps a probe from proving anything is a whole sentence, whatever the cluster
// leaves unsaid: a node, a message, a reason.
func TestObstacleWords(t *testing.T) {
	unscheduled := &corev1.Pod{}
	unscheduled.Status.Conditions = []corev1.PodCondition{{Type: corev1.PodScheduled, Status: corev1.ConditionFalse}}
	full := unscheduled.DeepCopy()
	full.Status.Conditions[0].Message = "0/3 nodes are available"
	running := &corev1.Pod{}
	running.Spec.NodeName, running.Status.Phase = "a", corev1.PodRunning
	ended := func(t corev1.ContainerStateTerminated) *corev1.Pod {
		return podIn("a", corev1.ContainerState{Terminated: &t}, nil)
	}
	for got, want := range map[string]string{
		permanentFailure(podIn("a", waitingFor("ImagePullBackOff", "x"), nil)):                                                  "the image a/b:1 of its container main cannot be pulled on node a (ImagePullBackOff)",
		permanentFailure(podIn("", waitingFor("InvalidImageName", ""), nil)):                                                    "the image a/b:1 of its container main cannot be pulled (InvalidImageName)",
		permanentFailure(podIn("a", waitingFor("CreateContainerError", ""), nil)):                                               "it does not start on node a: CreateContainerError",
		permanentFailure(podIn("a", waitingFor("CrashLoopBackOff", "back-off"), &corev1.ContainerStateTerminated{ExitCode: 2})): "it does not start on node a: CrashLoopBackOff: back-off: exit code 2",
		waitingReason(unscheduled): "it was not scheduled",
		waitingReason(full):        "it was not scheduled: 0/3 nodes are available",
		waitingReason(podIn("a", waitingFor("ContainerCreating", ""), nil)):  "it was still waiting on node a: ContainerCreating",
		waitingReason(podIn("", waitingFor("PodInitializing", "soon"), nil)): "it was still waiting: PodInitializing: soon",
		waitingReason(&corev1.Pod{}):                                         "no scheduler chose a node for it",
		waitingReason(running):                                               "it took too long on node a, and is running",
		endReason(&corev1.Pod{}):                                             "nothing says why",
		endReason(ended(corev1.ContainerStateTerminated{ExitCode: 1})):       "exit code 1",
		endReason(ended(corev1.ContainerStateTerminated{ExitCode: 137, Reason: "OOMKilled", Message: "too much"})): "exit code 137: OOMKilled: too much",
		reasonOf(context.DeadlineExceeded):                                 "it took too long",
		reasonOf(errors.New(strings.Repeat("word ", 60))):                  strings.Repeat("word ", 40) + "…",
		endOfMessage("failed to pull: ErrImagePull: not found"):            "ErrImagePull: not found",
		endOfMessage(strings.Repeat("a long message ", 20) + "at the end"): "…" + strings.Repeat(" a long message", 11)[1:] + " at the end",
	} {
		if got != want {
			t.Errorf("got  %q\nwant %q", got, want)
		}
	}
}
