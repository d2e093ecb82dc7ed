package kube

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/kready/kready/internal/facts"
)

// kindLabels are the labels that kinds of node keep.
func kindLabels() []string {
	return []string{
		"topology.kubernetes.io/zone", "iam.gke.io/gke-metadata-server-enabled",
		"node.kubernetes.io/exclude-from-external-load-balancers", "node-role.kubernetes.io/etcd", "nvidia.com/gpu.present",
	}
}

// NodeKinds returns the kinds of node, in the order of their first nodes.
func NodeKinds(nodes []facts.JudgedNode) []facts.NodeKind {
	var kinds []facts.NodeKind
	known := map[string]int{}
	labels := kindLabels()
	var key []byte
	for i := range nodes {
		kind := nodeKind(&nodes[i], labels)
		key = appendKind(key[:0], &kind)
		at, ok := known[string(key)]
		if !ok {
			at = len(kinds)
			known[string(key)] = at
			kinds = append(kinds, kind)
		}
		kinds[at].Names = append(kinds[at].Names, nodes[i].Name)
		kinds[at].Count++
	}
	return kinds
}

// nodeKind returns the kind of one node, without its name.
func nodeKind(n *facts.JudgedNode, labels []string) facts.NodeKind {
	kind := facts.NodeKind{
		OS: n.OS, Architecture: n.Architecture, KubeletVersion: n.KubeletVersion, KernelVersion: n.KernelVersion,
		ContainerRuntime: n.ContainerRuntime, Provider: n.Provider, AllocatableCPU: n.AllocatableCPU,
		PodFamilies: families(n.PodCIDRs), AddressFamilies: n.AddressFamilies, AdmissionConfig: n.AdmissionConfig,
		Annotations: n.Annotations, Taints: n.Taints, Virtual: n.Virtual, ControlPlane: n.ControlPlane, Unschedulable: n.Unschedulable,
		Young: n.Young, TakesPods: n.TakesPods, Cordoned: n.Cordoned, KeptForControlPlane: n.KeptForControlPlane,
		TakesAgents: takesAgents(n),
	}
	for _, name := range labels {
		if value, ok := n.Labels[name]; ok {
			if kind.Labels == nil {
				kind.Labels = map[string]string{}
			}
			kind.Labels[name] = value
		}
	}
	for _, q := range n.AllocatableOther {
		kind.Resources = append(kind.Resources, q.Name)
	}
	types := map[string]bool{}
	for _, c := range n.Conditions {
		types[c.Type] = true
	}
	kind.ConditionTypes = slices.Sorted(maps.Keys(types))
	kind.Watched = slices.ContainsFunc(kind.ConditionTypes, detects)
	return kind
}

// appendKind appends a text that two kinds have in common only where they are equal.
func appendKind(to []byte, k *facts.NodeKind) []byte {
	for _, text := range []string{k.OS, k.Architecture, k.KubeletVersion, k.KernelVersion, k.ContainerRuntime, k.Provider, k.AdmissionConfig} {
		to = appendText(to, text)
	}
	to = strconv.AppendInt(to, k.AllocatableCPU, 10)
	for _, flag := range []bool{k.Virtual, k.ControlPlane, k.Unschedulable, k.Young, k.TakesPods, k.Cordoned, k.KeptForControlPlane, k.TakesAgents, k.Watched} {
		to = strconv.AppendBool(append(to, ' '), flag)
	}
	for _, texts := range [][]string{k.Resources, k.ConditionTypes, k.PodFamilies, k.AddressFamilies} {
		to = strconv.AppendInt(append(to, ' '), int64(len(texts)), 10)
		for _, text := range texts {
			to = appendText(to, text)
		}
	}
	for _, texts := range []map[string]string{k.Labels, k.Annotations} {
		to = strconv.AppendInt(append(to, ' '), int64(len(texts)), 10)
		for _, name := range slices.Sorted(maps.Keys(texts)) {
			to = appendText(appendText(to, name), texts[name])
		}
	}
	for _, t := range k.Taints {
		to = appendText(appendText(appendText(to, t.Key), t.Value), t.Effect)
	}
	return to
}

// appendText appends a text behind its length.
func appendText(to []byte, text string) []byte {
	to = strconv.AppendInt(append(to, ' '), int64(len(text)), 10)
	return append(append(to, ' '), text...)
}

// families are those of ranges of addresses, sorted.
func families(ranges []string) []string {
	var v4, v6 []string
	for _, r := range ranges {
		if strings.Contains(r, ":") {
			v6 = []string{"IPv6"}
		} else {
			v4 = []string{"IPv4"}
		}
	}
	return append(v4, v6...)
}

// takesAgents reports whether an agent can be expected on a node by now.
func takesAgents(n *facts.JudgedNode) bool {
	is := func(condition string) bool {
		return slices.ContainsFunc(n.Conditions, func(c facts.Condition) bool { return c.Type == condition && c.Status == "True" })
	}
	return !n.Virtual && !n.JustJoined && is("Ready") && !is("NetworkUnavailable")
}

// PodPlaces returns on which nodes pods are, by workload.
func PodPlaces(pods []facts.Pods) []facts.PodPlaces {
	var all []facts.PodPlaces
	at := map[facts.ObjectRef]int{}
	for i := range pods {
		p := &pods[i]
		if p.Node == "" || p.Count == 0 {
			continue
		}
		of := facts.ObjectRef{Kind: p.Kind, Namespace: p.Namespace, Name: p.Name}
		j, ok := at[of]
		if !ok {
			j = len(all)
			at[of], all = j, append(all, facts.PodPlaces{Kind: p.Kind, Namespace: p.Namespace, Name: p.Name})
		}
		all[j].Nodes = append(all[j].Nodes, p.Node)
		all[j].Ready += p.Ready
		if p.Ready == 0 {
			all[j].Unready = append(all[j].Unready, facts.UnreadyPods{Node: p.Node, Reasons: p.Reasons})
		}
	}
	return all
}
