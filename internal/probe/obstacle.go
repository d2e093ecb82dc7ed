package probe

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	utilnet "k8s.io/apimachinery/pkg/util/net"

	"github.com/kready/kready/internal/text"
)

// fatal reports whether an error of the API server is permanent.
func fatal(err error) bool {
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return false // the caller checks its context
	}
	if apierrors.IsTooManyRequests(err) || apierrors.IsServerTimeout(err) || apierrors.IsTimeout(err) ||
		apierrors.IsInternalError(err) || apierrors.IsServiceUnavailable(err) {
		return false
	}
	var status apierrors.APIStatus
	if errors.As(err, &status) {
		return true
	}
	// An error without a status is one of the connection, which may recover.
	return !utilnet.IsConnectionRefused(err) && !utilnet.IsConnectionReset(err) && !strings.Contains(err.Error(), "dial tcp")
}

// permanentFailure returns why a pod will never start; "" when it may.
func permanentFailure(pod *corev1.Pod) string {
	for _, c := range pod.Status.ContainerStatuses {
		w := c.State.Waiting
		if w == nil {
			continue
		}
		switch w.Reason {
		case "ImagePullBackOff", "ErrImageNeverPull", "InvalidImageName":
			return fmt.Sprintf("the image %s of its container %s cannot be pulled%s (%s)", c.Image, c.Name, onNode(pod.Spec.NodeName), w.Reason)
		case "CreateContainerConfigError", "CreateContainerError", "RunContainerError", "CrashLoopBackOff":
			return said("it does not start"+onNode(pod.Spec.NodeName), w.Reason, w.Message, lastTermination(c))
		}
	}
	return ""
}

func lastTermination(c corev1.ContainerStatus) string {
	if t := c.LastTerminationState.Terminated; t != nil {
		return strings.TrimSpace(fmt.Sprintf("exit code %d %s", t.ExitCode, t.Message))
	}
	return ""
}

// waitingReason returns what a pod was waiting for when time ran out.
func waitingReason(pod *corev1.Pod) string {
	for _, c := range pod.Status.Conditions {
		if c.Type == corev1.PodScheduled && c.Status == corev1.ConditionFalse {
			return said("it was not scheduled", c.Message)
		}
	}
	for _, c := range pod.Status.ContainerStatuses {
		if w := c.State.Waiting; w != nil {
			return said("it was still waiting"+onNode(pod.Spec.NodeName), w.Reason, w.Message)
		}
	}
	if pod.Spec.NodeName == "" {
		return "no scheduler chose a node for it"
	}
	return fmt.Sprintf("it took too long%s, and is %s", onNode(pod.Spec.NodeName), cmp.Or(strings.ToLower(string(pod.Status.Phase)), "in no phase yet"))
}

// onNode says on which node something is; "" where none has been chosen yet.
func onNode(name string) string {
	if name == "" {
		return ""
	}
	return " on node " + name
}

// said joins what happened with what the cluster says of it, as far as it says anything.
func said(what string, more ...string) string {
	for _, m := range more {
		if m = shorten(m); m != "" {
			what += ": " + m
		}
	}
	return what
}

// shorten returns a message of the cluster as one short line.
func shorten(message string) string {
	const most = 201
	return text.Truncate(text.OneLine(message), most)
}

// reasonOf returns the text of an obstacle for an error.
func reasonOf(err error) string {
	var obstacle *ObstacleError
	switch {
	case errors.As(err, &obstacle):
		return obstacle.Reason
	case errors.Is(err, context.DeadlineExceeded):
		return "it took too long"
	case errors.Is(err, context.Canceled):
		return "it was interrupted"
	}
	return shorten(err.Error())
}
