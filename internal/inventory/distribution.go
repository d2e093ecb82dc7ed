package inventory

import (
	"fmt"
	"slices"
	"strings"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/kube"
)

// signature is what a distribution is recognised by. Any of its fields is enough.
type signature struct {
	name, title string
	managed     bool
	// version are parts of the version of the API server, or of a kubelet.
	version []string
	// provider is the scheme of the nodes' provider ID.
	provider []string
	// labels and annotations are of nodes, "*" at the end for any that begin so.
	labels      []string
	annotations []string
	osImage     string
	apis        []string
	// apiServer are labels of the API server's static pod.
	apiServer map[string]string
	// workloads are such that no other distribution has, "KIND NAMESPACE/NAME", and podLabels labels of their
	// pods. Nodes tell more, and are not always there to be seen.
	workloads []string
	podLabels map[string]string
	// guess marks what others can have as well: what it tells is likely, and no more.
	guess bool
	// withoutNodes marks a guess that is of use only where nodes, which would tell, were not read.
	withoutNodes bool
	// onceNodesAreRead marks one that is certain only where nodes could show another.
	onceNodesAreRead bool
	// versionAndProvider demands version and provider together; each alone is not enough.
	versionAndProvider bool
}

// autoModeAPI is the group of what EKS Auto Mode is set up by. It may be left from a time when it was on.
// https://docs.aws.amazon.com/eks/latest/userguide/create-node-class.html
const autoModeAPI = "eks.amazonaws.com"

// features are parts of a distribution that change what can be seen, by node label.
var features = []struct{ distribution, label, title string }{
	{"eks", "eks.amazonaws.com/compute-type=auto", "Auto Mode"},
	{"eks", "eks.amazonaws.com/compute-type=fargate", "Fargate"},
	{"eks", "eks.amazonaws.com/compute-type=hybrid", "Hybrid Nodes"},
	{"aks", "kubernetes.azure.com/ebpf-dataplane=cilium", "Azure CNI powered by Cilium"},
	{"aks", "type=virtual-kubelet", "virtual nodes"},
	// https://github.com/openshift/hypershift labels the nodes of its clusters, and IBM Cloud all that it makes.
	{"openshift", "hypershift.openshift.io/managed=true", facts.HostedControlPlane},
	{"openshift", "ibm-cloud.kubernetes.io/worker-id", facts.HostedControlPlane},
}

// distributionReads says what distribution is derived from. It rests on the nodes alone: they
// carry most signatures, and their kubelets' versions have the same suffixes as the API server's,
// so that a dump of objects is enough.
func distributionReads() Reads {
	return Reads{
		Needs:    []facts.Kind{facts.KindNodes},
		Optional: []facts.Kind{facts.KindAPIs, facts.KindVersion, facts.KindWorkloads},
	}
}

// distribution returns the distribution of a snapshot's cluster.
func distribution(s *facts.Snapshot) facts.Distribution {
	nodes := len(s.Blind([]facts.Kind{facts.KindNodes})) == 0
	named := nameNodes(s.Nodes)
	for _, sig := range signatures {
		seen := sig.evidence(s, named)
		if len(seen) == 0 || sig.withoutNodes && (nodes || sig.ruledOut(s)) {
			continue
		}
		guess := sig.guess || sig.onceNodesAreRead && !nodes
		d := facts.Distribution{Name: sig.name, Title: sig.title, Managed: sig.managed, Guess: guess, Evidence: seen}
		d.Features, seen = featuresOf(s, named, sig.name)
		d.Evidence = append(d.Evidence, seen...)
		d.Managed = d.Managed || slices.Contains(d.Features, facts.HostedControlPlane)
		return d
	}
	return facts.Distribution{}
}

// Distributions returns all that can be recognised, by name and title, and whether a provider runs
// their control plane. None of it is of a cluster.
func Distributions() []facts.Distribution {
	var all []facts.Distribution
	for _, sig := range signatures {
		if !slices.ContainsFunc(all, func(d facts.Distribution) bool { return d.Name == sig.name }) {
			all = append(all, facts.Distribution{Name: sig.name, Title: sig.title, Managed: sig.managed})
		}
	}
	return all
}

// evidence returns a sentence for each part of the signature that is there.
func (sig signature) evidence(s *facts.Snapshot, named nodeNames) []string {
	version, provider := sig.versionEvidence(s), []string(nil)
	if n := firstNode(s, func(n *facts.Node) bool { return slices.Contains(sig.provider, n.Provider) }); n != nil {
		provider = append(provider, fmt.Sprintf("the provider of node %s is %s", n.Name, n.Provider))
	}
	if sig.versionAndProvider && (len(version) == 0 || len(provider) == 0) {
		return nil
	}
	return slices.Concat(version, provider, sig.nodeEvidence(s, named), sig.clusterEvidence(s))
}

// versionEvidence looks for the signature in the API server's version and, where that does not show
// it, in those of the kubelets: a dump of objects has no other. Virtual nodes are left out, as
// their kubelets may be those of another cluster.
func (sig signature) versionEvidence(s *facts.Snapshot) (seen []string) {
	for _, part := range sig.version {
		if strings.Contains(s.Version.GitVersion, part) {
			seen = append(seen, "the API server's version is "+s.Version.GitVersion)
			continue
		}
		if n := firstNode(s, func(n *facts.Node) bool { return !n.Virtual && strings.Contains(n.KubeletVersion, part) }); n != nil {
			seen = append(seen, fmt.Sprintf("the kubelet of node %s is %s", n.Name, n.KubeletVersion))
		}
	}
	return seen
}

func (sig signature) nodeEvidence(s *facts.Snapshot, named nodeNames) (seen []string) {
	if n := firstNode(s, func(n *facts.Node) bool { return sig.osImage != "" && strings.HasPrefix(n.OSImage, sig.osImage) }); n != nil {
		seen = append(seen, fmt.Sprintf("node %s runs %s", n.Name, n.OSImage))
	}
	for _, want := range sig.labels {
		if n := named.labels.first(s, want); n != nil {
			seen = append(seen, fmt.Sprintf("node %s has the label %s", n.Name, want))
		}
	}
	for _, want := range sig.annotations {
		if n := named.annotations.first(s, want); n != nil {
			seen = append(seen, fmt.Sprintf("node %s has the annotation %s", n.Name, want))
		}
	}
	return seen
}

func (sig signature) clusterEvidence(s *facts.Snapshot) (seen []string) {
	for _, api := range sig.apis {
		if slices.ContainsFunc(s.APIs, func(g facts.APIGroup) bool { return g.Name == api }) {
			seen = append(seen, "the API group "+api+" is served")
		}
	}
	for i := range s.Workloads {
		if w := &s.Workloads[i]; slices.Contains(sig.workloads, workloadName(w)) {
			seen = append(seen, workloadName(w)+" is there")
		}
		if w := &s.Workloads[i]; len(sig.podLabels) > 0 && len(seen) == 0 && w.Kind != facts.BarePod && kube.HasLabels(w.PodLabels, sig.podLabels) {
			seen = append(seen, fmt.Sprintf("the pods of %s are labelled as %s labels them", workloadName(w), sig.title))
		}
		if w := &s.Workloads[i]; len(sig.apiServer) > 0 && w.Kind == facts.StaticPod && kube.HasLabels(w.PodLabels, sig.apiServer) {
			seen = append(seen, fmt.Sprintf("%s is labelled as %s labels it", workloadName(w), sig.title))
		}
	}
	return seen
}

func firstNode(s *facts.Snapshot, is func(*facts.Node) bool) *facts.Node {
	for i := range s.Nodes {
		if is(&s.Nodes[i]) {
			return &s.Nodes[i]
		}
	}
	return nil
}

func featuresOf(s *facts.Snapshot, named nodeNames, name string) (found, seen []string) {
	for _, feature := range features {
		if feature.distribution != name {
			continue
		}
		if node := named.labels.first(s, feature.label); node != nil && !slices.Contains(found, feature.title) {
			found = append(found, feature.title)
			seen = append(seen, fmt.Sprintf("%s: node %s has the label %s", feature.title, node.Name, feature.label))
		}
	}
	if name == "eks" && len(s.Nodes) == 0 && slices.ContainsFunc(s.APIs, func(g facts.APIGroup) bool { return g.Name == autoModeAPI }) {
		found = append(found, "Auto Mode")
		seen = append(seen, "Auto Mode: there is no node, and the API group "+autoModeAPI+" is served")
	}
	// Autopilot names its nodes gk3-…, where Standard names them gke-….
	node := firstNode(s, func(n *facts.Node) bool { return strings.HasPrefix(n.Name, "gk3-") })
	if name == "gke" && node != nil && !slices.Contains(found, "Autopilot") {
		found = append(found, "Autopilot")
		seen = append(seen, fmt.Sprintf("Autopilot: node %s is named as its nodes are", node.Name))
	}
	return found, seen
}
