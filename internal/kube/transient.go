package kube

import (
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"

	"github.com/kready/kready/internal/facts"
)

// Transient reports whether a taint comes and goes by itself: Kubernetes, a cloud
// provider, an autoscaler or an agent sets it while a node starts, is in trouble, or is
// about to be removed. One that is stuck is still transient; TakesPods tells them apart by
// the age of the node.
func Transient(t facts.Taint) bool {
	return repeatsCondition(t) || slices.Contains(startupKeys, t.Key) || slices.Contains(removalKeys, t.Key) ||
		slices.ContainsFunc(transientPrefixes, func(prefix string) bool { return strings.HasPrefix(t.Key, prefix) }) ||
		slices.ContainsFunc(transientSuffixes, func(suffix string) bool { return strings.HasSuffix(t.Key, suffix) })
}

// repeatsCondition reports whether Kubernetes sets and removes a taint with a condition of the
// node, or with its being cordoned.
func repeatsCondition(t facts.Taint) bool { return slices.Contains(conditionKeys, t.Key) }

// conditionKeys: https://kubernetes.io/docs/reference/labels-annotations-taints/
var conditionKeys = []string{
	corev1.TaintNodeNotReady,
	corev1.TaintNodeUnreachable,
	corev1.TaintNodeUnschedulable,
	corev1.TaintNodeMemoryPressure,
	corev1.TaintNodeDiskPressure,
	corev1.TaintNodePIDPressure,
	corev1.TaintNodeNetworkUnavailable,
	corev1.TaintNodeOutOfService,
}

// CloudUninitialized is the taint of a node that no cloud controller manager has set up yet:
// https://kubernetes.io/docs/reference/labels-annotations-taints/
const CloudUninitialized = "node.cloudprovider.kubernetes.io/uninitialized"

// cloudShutdown is the taint of a node whose machine the cloud says is shut down.
const cloudShutdown = "node.cloudprovider.kubernetes.io/shutdown"

// startupKeys are set until a node is ready for pods, or while it is shut down.
var startupKeys = []string{
	// https://kubernetes.io/docs/reference/labels-annotations-taints/
	CloudUninitialized,
	cloudShutdown,
	// https://cluster-api.sigs.k8s.io/developer/providers/contracts/bootstrap-config
	"node.cluster.x-k8s.io/uninitialized",
	// https://karpenter.sh/docs/concepts/nodepools/
	"karpenter.sh/unregistered",
}

// removalKeys are set by what is about to remove or to stop a node.
var removalKeys = []string{
	// https://github.com/kubernetes/autoscaler/blob/master/cluster-autoscaler/FAQ.md
	"ToBeDeletedByClusterAutoscaler",
	"DeletionCandidateOfClusterAutoscaler",
	// https://karpenter.sh/docs/concepts/disruption/, the second one before 1.0.
	"karpenter.sh/disrupted",
	"karpenter.sh/disruption",
	"cloud.google.com/impending-node-termination",
	// https://github.com/aws/aws-node-termination-handler
	"aws-node-termination-handler/spot-itn",
	"aws-node-termination-handler/scheduled-maintenance",
	"aws-node-termination-handler/asg-lifecycle-termination",
	"aws-node-termination-handler/rebalance-recommendation",
}

// transientPrefixes are the domains of taints that a controller takes away.
var transientPrefixes = []string{
	// The Cluster Autoscaler's marks for what others set and take away; the last one is old.
	"startup-taint.cluster-autoscaler.kubernetes.io/",
	"status-taint.cluster-autoscaler.kubernetes.io/",
	"ignore-taint.cluster-autoscaler.kubernetes.io/",
	// The node readiness controller: https://github.com/kubernetes-sigs/node-readiness-controller
	"readiness.k8s.io/",
}

// transientSuffixes are how agents name the taint that they take away when they are ready:
// node.cilium.io/agent-not-ready, ebs.csi.aws.com/agent-not-ready, cni.istio.io/not-ready.
var transientSuffixes = []string{"/agent-not-ready", "/not-ready"}
