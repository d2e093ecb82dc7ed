package collect

import (
	"context"
	"encoding/json"
	"strings"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/target"
	"github.com/kready/kready/internal/text"
)

func nodesCollector() Collector {
	return Collector{
		Facts:   facts.KindNodes,
		Reads:   []Read{list("", "nodes")},
		Collect: collectNodes,
	}
}

// collectNodes reads all nodes.
func collectNodes(ctx context.Context, r *Run) Fill {
	nodes := each(ctx, r, target.Query{Version: "v1", Resource: "nodes", Reused: true}, distilNode)
	sortBy(nodes, func(n facts.Node) string { return n.Name })
	return func(s *facts.Snapshot) { s.Nodes = nodes }
}

// distilNode distils one node.
func distilNode(n *corev1.Node) facts.Node {
	provider, _, _ := strings.Cut(n.Spec.ProviderID, "://")
	allocatable := n.Status.Allocatable
	out := facts.Node{
		Name: n.Name, Labels: shortenValues(n.Labels), Annotations: nodeAnnotations(n), CreatedAt: truncateToSecond(n.CreationTimestamp.Time),
		Provider: text.Truncate(provider, valueMax), Virtual: isVirtual(n), ControlPlane: isControlPlane(n), Unschedulable: n.Spec.Unschedulable,
		PodCIDRs:        n.Spec.PodCIDRs,
		AllocatablePods: allocatable.Pods().Value(), AllocatableCPU: allocatable.Cpu().MilliValue(),
		AllocatableMemory: allocatable.Memory().Value(), AllocatableOther: otherResources(allocatable),
		KubeletVersion: n.Status.NodeInfo.KubeletVersion, OS: n.Status.NodeInfo.OperatingSystem,
		Architecture: n.Status.NodeInfo.Architecture, OSImage: n.Status.NodeInfo.OSImage,
		KernelVersion: n.Status.NodeInfo.KernelVersion, ContainerRuntime: n.Status.NodeInfo.ContainerRuntimeVersion,
	}
	if out.OS == "" {
		out.OS = n.Labels[corev1.LabelOSStable]
	}
	if len(out.PodCIDRs) == 0 && n.Spec.PodCIDR != "" {
		out.PodCIDRs = []string{n.Spec.PodCIDR}
	}
	for _, a := range n.Status.Addresses {
		if a.Type == corev1.NodeInternalIP {
			out.AddressFamilies = append(out.AddressFamilies, familyOf(a.Address))
		}
	}
	out.AddressFamilies = sorted(out.AddressFamilies)
	for _, t := range n.Spec.Taints {
		if t.Key == corev1.TaintNodeUnschedulable && t.TimeAdded != nil {
			out.CordonedAt = truncateToSecond(t.TimeAdded.Time)
		}
		out.Taints = append(out.Taints, facts.Taint{Key: t.Key, Value: t.Value, Effect: string(t.Effect)})
	}
	for _, c := range n.Status.Conditions {
		out.Conditions = append(out.Conditions,
			condition(string(c.Type), string(c.Status), c.Reason, c.Message, c.LastTransitionTime))
	}
	out.RuntimeHandlers, out.AdmissionConfig = runtimeHandlers(n), admissionConfig(n)
	out.StrictGroups = n.Status.Features != nil && isTrue(n.Status.Features.SupplementalGroupsPolicy)
	sortBy(out.Taints, func(t facts.Taint) string { return t.Key }, func(t facts.Taint) string { return t.Effect })
	sortBy(out.Conditions, func(c facts.Condition) string { return c.Type })
	return out
}

// runtimeHandlersMax is how many handlers of a node are kept: what k3s looks for are a dozen.
const runtimeHandlersMax = 30

// runtimeHandlers are the handlers of the node's container runtime, with what they can do.
func runtimeHandlers(n *corev1.Node) []facts.RuntimeHandler {
	var out []facts.RuntimeHandler
	for _, h := range n.Status.RuntimeHandlers[:min(len(n.Status.RuntimeHandlers), runtimeHandlersMax)] {
		handler := facts.RuntimeHandler{Name: text.Truncate(h.Name, valueMax)}
		if h.Features != nil {
			handler.UserNamespaces, handler.RecursiveReadOnly = isTrue(h.Features.UserNamespaces), isTrue(h.Features.RecursiveReadOnlyMounts)
		}
		out = append(out, handler)
	}
	sortBy(out, func(h facts.RuntimeHandler) string { return h.Name })
	return out
}

func isTrue(b *bool) bool { return b != nil && *b }

// isVirtual reports whether a node is one in name only, on which no DaemonSet runs.
func isVirtual(n *corev1.Node) bool {
	if n.Labels["type"] == "virtual-kubelet" || n.Labels["eks.amazonaws.com/compute-type"] == "fargate" || n.Labels["vcluster.loft.sh/fake-node"] == "true" {
		return true
	}
	for _, t := range n.Spec.Taints {
		if t.Key == "virtual-kubelet.io/provider" {
			return true
		}
	}
	return false
}

// isControlPlane reports whether a node carries one of the labels of control planes.
func isControlPlane(n *corev1.Node) bool {
	_, now := n.Labels["node-role.kubernetes.io/control-plane"]
	_, old := n.Labels["node-role.kubernetes.io/master"]
	return now || old
}

// nodeAnnotations keeps the annotations of a node's setup.
func nodeAnnotations(n *corev1.Node) map[string]string {
	out := pick(n.Annotations, "flannel.alpha.coreos.com/backend-type")
	for _, key := range []string{"k3s.io/node-args", "rke2.io/node-args"} {
		if value, ok := n.Annotations[key]; ok {
			if out == nil {
				out = map[string]string{}
			}
			out[key] = nodeArgs(value)
		}
	}
	return out
}

// nodeFlags are the flags of k3s and RKE2 servers that choose what they bring along.
var nodeFlags = []string{
	"cluster-cidr", "cni", "disable", "disable-cloud-controller", "disable-helm-controller",
	"disable-kube-proxy", "disable-network-policy", "embedded-registry", "flannel-backend", "flannel-iface",
	"ingress-controller", "profile", "secrets-encryption", "secrets-encryption-provider",
	"service-cidr", "snapshotter",
}

// nodeArgs keeps the known flags of a command line that k3s and RKE2 write down as a
// JSON array, as such an array of "--flag=value"; anything else can be a secret.
func nodeArgs(value string) string {
	var args []string
	_ = json.Unmarshal([]byte(value), &args) // what does not parse has nothing to keep
	kept := []string{}
	for _, arg := range (keptArgs{flags: nodeFlags}).args(nil, args) {
		switch {
		case arg.Value != "":
			kept = append(kept, "--"+arg.Name+"="+arg.Value)
		case arg.Name == "server" || arg.Name == "agent":
			kept = append(kept, arg.Name)
		}
	}
	text, _ := json.Marshal(kept)
	return string(text)
}

// condition is a status condition of any object.
func condition(kind, status, reason, message string, since metav1.Time) facts.Condition {
	return facts.Condition{Type: kind, Status: status, Reason: reason, Message: shorten(message), Since: truncateToSecond(since.Time)}
}

// otherResourcesMax is how many resources of a node are kept besides CPU, memory and pods.
const otherResourcesMax = 50

// otherResources are those that a node has some of, besides CPU, memory and pods.
func otherResources(allocatable corev1.ResourceList) []facts.Quantity {
	var out []facts.Quantity
	for name, quantity := range allocatable {
		switch name {
		case corev1.ResourceCPU, corev1.ResourceMemory, corev1.ResourcePods:
			continue
		}
		if quantity.Value() > 0 {
			out = append(out, facts.Quantity{Name: text.Truncate(string(name), valueMax), Amount: quantity.Value()})
		}
	}
	sortBy(out, func(q facts.Quantity) string { return q.Name })
	return out[:min(len(out), otherResourcesMax)]
}

// familyOf is the family of an address.
func familyOf(address string) string {
	if strings.Contains(address, ":") {
		return "IPv6"
	}
	return "IPv4"
}
