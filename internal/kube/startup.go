package kube

import (
	"slices"
	"strings"

	"github.com/kready/kready/internal/facts"
)

// StartupOwner is who takes a taint away that a node has while it starts.
type StartupOwner struct {
	// Name is how a reader knows it: "a cloud controller manager".
	Name string
	// Product is its entry in the catalogue, or Role what such products provide; empty when it is
	// not in the catalogue.
	Product, Role string
}

// startupOwners are the owners of startup taints, by the key or what it begins with.
var startupOwners = []struct {
	key   string
	owner StartupOwner
}{
	// https://kubernetes.io/docs/reference/labels-annotations-taints/
	{CloudUninitialized, StartupOwner{Name: "a cloud controller manager", Role: "cluster/cloud-controller"}},
	// https://cluster-api.sigs.k8s.io/developer/providers/contracts/bootstrap-config
	{"node.cluster.x-k8s.io/uninitialized", StartupOwner{Name: "Cluster API, in the management cluster"}},
	// https://karpenter.sh/docs/concepts/nodepools/
	{"karpenter.sh/unregistered", StartupOwner{Name: "Karpenter", Product: "karpenter"}},
	// https://docs.cilium.io/en/stable/installation/taints/
	{"node.cilium.io/agent-not-ready", StartupOwner{Name: "Cilium's operator", Product: "cilium"}},
	// https://github.com/kubernetes-sigs/aws-ebs-csi-driver/blob/master/docs/install.md
	{"ebs.csi.aws.com/agent-not-ready", StartupOwner{Name: "the node pods of the EBS CSI driver", Product: "aws-ebs-csi-driver"}},
	// https://github.com/kubernetes-sigs/aws-efs-csi-driver/blob/master/docs/README.md
	{"efs.csi.aws.com/agent-not-ready", StartupOwner{Name: "the node pods of the EFS CSI driver", Product: "aws-efs-csi-driver"}},
	// https://github.com/awslabs/mountpoint-s3-csi-driver/blob/main/docs/INSTALL.md
	{"s3.csi.aws.com/agent-not-ready", StartupOwner{Name: "the node pods of the Mountpoint for S3 CSI driver"}},
	// https://istio.io/latest/docs/setup/additional-setup/cni/
	{"cni.istio.io/not-ready", StartupOwner{Name: "istiod's untaint controller", Product: "istio"}},
	// https://github.com/kubernetes-sigs/node-readiness-controller
	{"readiness.k8s.io/", StartupOwner{Name: "the node readiness controller"}},
}

// StartupTaints are the taints that keep pods off a node until something has taken them away
// which does so when the node has started. Taints that repeat a condition, and those of nodes that
// are about to go or shut down, are none.
func StartupTaints(n *facts.Node) []facts.Taint {
	return slices.DeleteFunc(slices.Clone(n.Taints), func(t facts.Taint) bool {
		return !Repels(t) || !Transient(t) || repeatsCondition(t) || slices.Contains(removalKeys, t.Key) || t.Key == cloudShutdown
	})
}

// StartupOwnerOf is who takes a startup taint away; its name is empty when nobody is known to.
func StartupOwnerOf(t facts.Taint) StartupOwner {
	for _, known := range startupOwners {
		if t.Key == known.key || strings.HasSuffix(known.key, "/") && strings.HasPrefix(t.Key, known.key) {
			return known.owner
		}
	}
	return StartupOwner{}
}
