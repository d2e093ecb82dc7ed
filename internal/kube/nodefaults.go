package kube

import (
	"slices"

	"github.com/kready/kready/internal/facts"
)

// faultConditions are the conditions by which detectors say that a node has a fault, and goodConditions those by which
// they say that it has none: of node-problem-detector, of AKS, and of EKS's node monitoring agent. What announces an event
// that is to come, such as AKS's VMEventScheduled, is neither.
//
// https://github.com/kubernetes/node-problem-detector/tree/master/config
// https://learn.microsoft.com/en-us/azure/aks/node-problem-detector
// https://docs.aws.amazon.com/eks/latest/userguide/node-health.html
var (
	faultConditions = []string{
		"ContainerRuntimeProblem", "ContainerRuntimeUnhealthy", "CorruptDockerOverlay2", "FilesystemCorruptionProblem",
		"FrequentContainerdRestart", "FrequentDockerRestart", "FrequentKubeletRestart", "FrequentUnregisterNetDevice",
		"KernelDeadlock", "KubeletProblem", "KubeletUnhealthy", "ReadonlyFilesystem", "XfsShutdown",
	}
	goodConditions = []string{"AcceleratedHardwareReady", "ContainerRuntimeReady", "KernelReady", "NetworkingReady", "StorageReady"}
)

// detects reports whether a condition of this type is a detector's.
func detects(conditionType string) bool {
	return slices.Contains(faultConditions, conditionType) || slices.Contains(goodConditions, conditionType)
}

// DetectedFaults returns the conditions by which a detector says that a node has a fault, and whether the node has any
// condition of a detector.
func DetectedFaults(n *facts.Node) (faults []facts.Condition, watched bool) {
	for _, c := range n.Conditions {
		watched = watched || detects(c.Type)
		if c.Status == "True" && slices.Contains(faultConditions, c.Type) || c.Status == "False" && slices.Contains(goodConditions, c.Type) {
			faults = append(faults, c)
		}
	}
	return faults, watched
}
