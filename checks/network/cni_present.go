// Package network holds the Go checks of pod networking, NetworkPolicy and Services.
package network

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/kube"
	"github.com/kready/kready/internal/text"
)

// CNIPresent asks whether pods get a network at all.
func CNIPresent() check.Check {
	return check.Check{
		ID:    "network/cni-present",
		Title: "Nodes say that pods have a network",
		Doc: `Kubernetes gives no pod an address: a CNI plugin does. Until one has configured a node,
the node stays NotReady and no ordinary pod starts on it.

The nodes themselves are the evidence: a node without pod networking reports it as a
condition. The check is a gap when no node has it. Single nodes that lack it are the
matter of ` + "`cluster/nodes-ready`" + `. The plugin need not be one that kready knows: some
run inside the kubelet's process, on the host, or out of sight at the provider.

Where the nodes cannot be read, or are virtual as on Fargate, ready pods that do not use their
node's network show that there is one for pods. A cluster that has no node now cannot be judged.

That a node reports a network does not prove that packets arrive at other nodes; only a
probe can.`,
		Level: check.LevelPresent,
		Tier:  check.TierMust,
		// The verdict rests on the nodes. The inventory only lends it names, so that a
		// caller who may not list workloads still learns whether pods have a network.
		Reads: facts.Fields{facts.KindNodes},
		// The products only name who gives the network, or who should.
		OptionalReads: facts.Fields{facts.PartInventory, facts.KindWorkloads},
		StandsWithout: check.StandsWithout{Pass: []facts.Portion{"nodes"}},
		Remediation: `Install one CNI plugin, for example Cilium or Calico, by its own installation guide. Where one runs that
kready does not recognise, see what a waiting node says of it:

    kubectl describe node NODE | grep -A5 Conditions`,
		Remedies: []check.Remedy{{State: stateInstalled, Text: `A plugin is installed: do not add another. Read what its pods on a waiting node say, which write the
plugin's configuration there once they run:

    kubectl describe node NODE | grep -A5 Conditions
    kubectl get pods -A -o wide --field-selector spec.nodeName=NODE`}},
		Links: []string{"https://kubernetes.io/docs/concepts/cluster-administration/addons/#networking-and-network-policy"},
		Since: "0.1.0",
		Run:   runCNIPresent,
	}
}

// stateInstalled is that of a cluster with a plugin that does not work.
const stateInstalled = "installed"

func runCNIPresent(_ context.Context, in *facts.Input) (check.Outcome, error) {
	var with, withoutStatus, virtual int
	var waiting []check.Finding
	for i := range in.Nodes {
		n := &in.Nodes[i]
		switch {
		case n.Virtual:
			virtual++
		case n.WaitsForNetwork():
			waiting = append(waiting, check.Finding{
				Object:  facts.ObjectRef{Kind: "Node", Name: n.Name},
				Message: networkComplaint(n),
			})
		case n.Ready():
			with++
		default:
			withoutStatus++
		}
	}
	judged := with + len(waiting)
	switch {
	case judged+withoutStatus == 0 && len(in.Blind([]facts.Kind{facts.KindNodes})) > 0:
		return withoutNodes(in), nil
	case len(in.Nodes) == 0 && !in.Applied():
		return check.Skip("manifests have no nodes"), nil
	case len(in.Nodes) == 0:
		return check.Unknown("the cluster has no node now: whether pods would get a network cannot be told"), nil
	case judged+withoutStatus == 0:
		return onVirtualNodes(in, virtual), nil
	case judged == 0:
		return check.Unknown("no node is Ready, and none says whether pods have a network"), nil
	case with == 0:
		out := check.Gap(withoutNetwork(in, judged+withoutStatus), append(pluginsDown(in), waiting...)...)
		if len(in.Running("network/cni")) > 0 {
			out = out.In(stateInstalled)
		}
		return out, nil
	}
	say := "say"
	if with == 1 {
		say = "says"
	}
	return check.Pass(fmt.Sprintf("%s; %d of %s %s that pods have a network", plugin(in), with,
		text.Counted(judged+withoutStatus, "node", "nodes"), say)), nil
}

// withoutNodes judges by pods, where no node could be read.
func withoutNodes(in *facts.Input) check.Outcome {
	if shown := shownByPods(in); shown != "" {
		return check.Pass(plugin(in) + "; " + shown)
	}
	return check.Unknown("no node says whether pods have a network, and no pod shows it")
}

// onVirtualNodes judges by pods, where the provider makes the network of each.
func onVirtualNodes(in *facts.Input, nodes int) check.Outcome {
	all := "all nodes are virtual"
	if nodes == 1 {
		all = "the one node is virtual"
	}
	if shown := shownByPods(in); shown != "" {
		return check.Pass(all + ": the provider gives pods their network; " + shown)
	}
	return check.Unknown(all + ", and no pod shows that it has a network")
}

// shownByPods names a workload whose pods are ready in the network of pods; "" when there is none.
func shownByPods(in *facts.Input) string {
	for i := range in.Workloads {
		w := &in.Workloads[i]
		if !w.HostNetwork && w.Ready > 0 && w.Kind != facts.StaticPod && w.Kind != facts.CronJob {
			return fmt.Sprintf("the network of pods has %s of %s %s/%s ready", text.Counted(w.Ready, "pod", "pods"), w.Kind, w.Namespace, w.Name)
		}
	}
	return ""
}

// pluginsDown are findings on the agents of plugins of which no pod is ready: they are to configure the nodes.
func pluginsDown(in *facts.Input) []check.Finding {
	var out []check.Finding
	for _, impl := range in.Running("network/cni") {
		for i := range in.Workloads {
			w := &in.Workloads[i]
			if w.Kind == facts.DaemonSet && w.Status && w.Ready == 0 && slices.Contains(impl.Workloads, kube.Ref(w)) {
				out = append(out, check.Finding{Object: kube.Ref(w), Message: fmt.Sprintf("no pod of %s is ready", impl.Title)})
			}
		}
	}
	return out
}

// withoutNetwork tells a missing plugin from one that is there and does not work.
func withoutNetwork(in *facts.Input, nodes int) string {
	all := "no node has pod networking"
	if nodes == 1 {
		all = "the one node has no pod networking"
	}
	if found := in.Running("network/cni"); len(found) > 0 {
		return fmt.Sprintf("%s is installed, and %s", names(found), all)
	}
	return all + ": no CNI plugin has configured it"
}

// plugin names what gives pods their network.
func plugin(in *facts.Input) string {
	found := in.Running("network/cni")
	switch {
	case len(found) > 0:
		return "the CNI plugin is " + names(found)
	case len(in.Blind([]facts.Kind{facts.KindWorkloads})) > 0:
		return "which CNI plugin this is could not be read"
	}
	return "the CNI plugin is none that kready recognises"
}

// networkComplaint is what the node says about its network.
func networkComplaint(n *facts.Node) string {
	for _, kind := range []string{"NetworkUnavailable", "Ready"} {
		c, ok := n.Condition(kind)
		if !ok || (kind == "Ready") == (c.Status == "True") {
			continue
		}
		message := strings.TrimSpace(c.Message)
		if message == "" {
			message = c.Reason
		}
		return fmt.Sprintf("%s is %s: %s", kind, c.Status, message)
	}
	return "it waits for its network"
}

func names(impls []facts.Implementation) string {
	all := make([]string, 0, len(impls))
	for i := range impls {
		all = append(all, impls[i].TitleAndVersion())
	}
	return strings.Join(all, " and ")
}
