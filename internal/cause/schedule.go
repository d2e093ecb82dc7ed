package cause

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/kube"
	"github.com/kready/kready/internal/text"
)

// untoleratedTaint matches what the scheduler says of nodes with a taint: "4 node(s) had
// untolerated taint {node.cloudprovider.kubernetes.io/uninitialized: true}", before 1.31 with
// "(s) had" as well.
var untoleratedTaint = regexp.MustCompile(`(\d+) node\(s\) had untolerated taint \{([^:}]+): ?([^}]*)\}`)

// lifters say of taints that somebody takes away again who that is.
var lifters = []struct{ key, remedy, source string }{
	{
		"node.cloudprovider.kubernetes.io/uninitialized",
		"The cloud controller manager takes this taint away when it has initialised a node. Install it, or see why it does not run; where " +
			"there is none on purpose, start kubelets without --cloud-provider=external.",
		"https://kubernetes.io/docs/concepts/architecture/cloud-controller/",
	},
	{
		"node.kubernetes.io/not-ready",
		"The node controller takes this taint away when the node is Ready: see the node's conditions.",
		"https://kubernetes.io/docs/reference/labels-annotations-taints/#node-kubernetes-io-not-ready",
	},
	{
		"node.cilium.io/agent-not-ready",
		"Cilium takes this taint away when its agent is ready on the node: see why the agent is not.",
		"https://docs.cilium.io/en/stable/installation/taints/",
	},
	{
		"node.kubernetes.io/network-unavailable",
		"The CNI plugin, or the cloud's route controller, takes this taint away when the node has a network for pods: see why it has not.",
		"https://kubernetes.io/docs/reference/labels-annotations-taints/#node-kubernetes-io-network-unavailable",
	},
	{
		"node.kubernetes.io/unreachable",
		"The node controller takes this taint away when the node's kubelet answers again: bring the node back, or delete it when it is gone for good.",
		"https://kubernetes.io/docs/reference/labels-annotations-taints/#node-kubernetes-io-unreachable",
	},
	{
		"ebs.csi.aws.com/agent-not-ready",
		"The EBS CSI driver takes this taint away when its pod is ready on the node: install it, or see why the pod is not.",
		"https://github.com/kubernetes-sigs/aws-ebs-csi-driver/blob/master/docs/install.md#configure-node-startup-taint",
	},
	{
		"cni.istio.io/not-ready",
		"istiod takes this taint away when istio-cni is ready on the node: see why it is not.",
		"https://istio.io/latest/docs/setup/additional-setup/cni/#race-condition--mitigation",
	},
	{
		"eks.amazonaws.com/compute-type",
		"Fargate takes only pods that a Fargate profile selects, and a toleration alone does not help: give the cluster a profile with their namespace and labels, " +
			"take the annotation `eks.amazonaws.com/compute-type: ec2` off their template, as CoreDNS has it by default, and restart them; or add nodes.",
		"https://docs.aws.amazon.com/eks/latest/userguide/fargate-getting-started.html",
	},
	{
		"node.kubernetes.io/unschedulable",
		"The nodes are cordoned. When their maintenance is over, uncordon them.",
		"https://kubernetes.io/docs/tasks/administer-cluster/safely-drain-node/",
	},
	{
		"node.kubernetes.io/disk-pressure",
		"Free disk space on the nodes, or give them more: the kubelet then takes the taint away.",
		"https://kubernetes.io/docs/concepts/scheduling-eviction/node-pressure-eviction/",
	},
	{
		"node.kubernetes.io/memory-pressure",
		"Free memory on the nodes, or add nodes: the kubelet then takes the taint away.",
		"https://kubernetes.io/docs/concepts/scheduling-eviction/node-pressure-eviction/",
	},
}

// unschedulable returns why no node takes a workload's pods, by the scheduler's message.
func (c *Causes) unschedulable(w *facts.Workload, message string) check.Cause {
	out := check.Cause{
		Object: kube.Ref(w), Kind: Unschedulable, Source: "https://kubernetes.io/docs/concepts/scheduling-eviction/",
		Message: "no node takes the pods of " + kube.FormatRef(kube.Ref(w)),
	}
	if message != "" {
		fits, _, _ := strings.Cut(message, " preemption:")
		out.Message += ": " + quote(strings.TrimSuffix(fits, "."))
	}
	if taint, ok := c.taint(message); ok {
		return c.tainted(w, taint)
	}
	switch {
	case mentions(message, "PersistentVolumeClaim", "persistent volume", "volume node affinity", "available volume zone"):
		out.Remedy = "A volume that its pods ask for is not there, or is where no node fits. See the claims:\n\n" + command("kubectl -n %s describe pvc", w.Namespace)
	case mentions(message, "Insufficient", "Too many pods"):
		out.Remedy = "Add nodes, raise the autoscaler's limit, or lower the requests of its pods."
	case mentions(message, "free ports"):
		out.Remedy = "Another pod on the node holds the host port that its pods ask for: give one of them another port, or spread them."
	case mentions(message, "affinity", "topology spread", "node selector"):
		out.Remedy = "Give nodes the labels that its nodeSelector and affinity ask for, or change these."
	default:
		out.Remedy = "Read what the scheduler says:\n\n" + describePods(w)
	}
	return out
}

// taint returns the taint that the scheduler names for most nodes, when it keeps pods off more
// nodes than anything else does.
func (c *Causes) taint(message string) (facts.Taint, bool) {
	var found facts.Taint
	most, total := 0, 0
	for _, m := range untoleratedTaint.FindAllStringSubmatch(message, -1) {
		n := len(m[1])*1000 + int(m[1][0]) // longer numbers are larger
		total++
		if controlPlane := strings.HasPrefix(m[2], "node-role.kubernetes.io/"); n > most && !controlPlane {
			most, found = n, facts.Taint{Key: m[2], Value: m[3]}
		}
	}
	others := mentions(message, "Insufficient", "affinity", "free ports", "PersistentVolumeClaim", "volume")
	return found, most > 0 && total > 0 && !others
}

// tainted is the cause of pods that a taint keeps off the nodes.
func (c *Causes) tainted(w *facts.Workload, taint facts.Taint) check.Cause {
	nodes := c.by.tainted[taint.Key]
	name := taint.Key
	if taint.Value != "" {
		name += "=" + taint.Value
	}
	out := check.Cause{
		Object: kube.Ref(w), Kind: NodeTaint,
		Message: fmt.Sprintf("taint %s keeps the pods of %s off the nodes", name, kube.FormatRef(kube.Ref(w))),
	}
	if len(nodes) > 0 {
		out.Message = fmt.Sprintf("taint %s of %s keeps the pods of %s off: %s", name, text.Counted(len(nodes), "node", "nodes"),
			kube.FormatRef(kube.Ref(w)), text.Few(nodes))
	}
	for _, l := range lifters {
		if l.key == taint.Key {
			out.Remedy, out.Source = l.remedy, l.source
		}
	}
	if out.Remedy == "" {
		out.Remedy = fmt.Sprintf("If its pods belong on these nodes, give them a toleration of %s; if nothing needs the taint any more, take it away from the nodes.", prose(name))
		out.Source = "https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/"
	}
	return out
}

// ofNodes says that the pods of a workload that are not ready are on nodes that are not Ready.
func (c *Causes) ofNodes(w *facts.Workload) []check.Cause {
	var out []check.Cause
	for _, p := range c.pods[kube.Ref(w)] {
		if p.Ready == p.Count {
			continue
		}
		n := c.by.nodes[p.Node]
		if n == nil || n.Ready() || n.Virtual || w.HostNetwork && n.WaitsForNetwork() { // its pods run there all the same, and the node may wait for them
			continue
		}
		out = append(out, check.Cause{
			Object: facts.ObjectRef{Kind: "Node", Name: n.Name}, Kind: NodeDown,
			Message: fmt.Sprintf("Node %s, on which pods of %s are, is not Ready", n.Name, kube.FormatRef(kube.Ref(w))),
			Remedy:  "Bring the node back, or delete it when it is gone for good: its pods are then made elsewhere.\n\n" + command("kubectl describe node %s", n.Name),
		})
	}
	return out
}
