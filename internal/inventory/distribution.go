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
	api         string
	// apiServer are labels of the API server's static pod.
	apiServer map[string]string
	// workloads are such that no other distribution has, "KIND NAMESPACE/NAME". Nodes tell more, and are not
	// always there to be seen.
	workloads []string
	// guess marks workloads that others can have as well: what they tell is likely, and no more.
	guess bool
	// versionAndProvider demands version and provider together; each alone is not enough.
	versionAndProvider bool
}

// signatures are tried in this order: a distribution that builds on another comes first.
var signatures = []signature{
	{name: "openshift", title: "OpenShift", api: "config.openshift.io", labels: []string{"node.openshift.io/os_id"}, workloads: []string{"Deployment openshift-cluster-version/cluster-version-operator", "Deployment openshift-apiserver/apiserver"}},
	{name: "rke2", title: "RKE2", version: []string{"+rke2"}, annotations: []string{"rke2.io/node-args"}},
	{name: "k3s", title: "K3s", version: []string{"+k3s"}, provider: []string{"k3s"}},
	{name: "k0s", title: "k0s", version: []string{"+k0s"}},
	{name: "gke", title: "Google Kubernetes Engine", managed: true, version: []string{"-gke."}, labels: []string{"cloud.google.com/gke-nodepool"}},
	{name: "aks", title: "Azure Kubernetes Service", managed: true, labels: []string{"kubernetes.azure.com/cluster", "kubernetes.azure.com/managedby=aks"}},
	{name: "eks", title: "Amazon EKS", managed: true, labels: []string{"eks.amazonaws.com/*", "alpha.eksctl.io/cluster-name"}},
	{name: "eks", title: "Amazon EKS", managed: true, version: []string{"-eks-"}, provider: []string{"aws"}, versionAndProvider: true},
	{name: "eks-anywhere", title: "Amazon EKS Anywhere", version: []string{"-eks-"}},
	{name: "kind", title: "kind", provider: []string{"kind"}},
	{name: "minikube", title: "minikube", labels: []string{"minikube.k8s.io/name"}},
	{name: "microk8s", title: "MicroK8s", labels: []string{"microk8s.io/cluster"}},
	{name: "docker-desktop", title: "Docker Desktop", labels: []string{"kubernetes.io/hostname=docker-desktop"}},
	{name: "talos", title: "Talos Linux", osImage: "Talos", annotations: []string{"talos.dev/*", "cluster.talos.dev/*"}},
	{name: "doks", title: "DigitalOcean Kubernetes", managed: true, labels: []string{"doks.digitalocean.com/node-id"}},
	{name: "lke", title: "Linode Kubernetes Engine", managed: true, labels: []string{"lke.linode.com/pool-id"}},
	{name: "oke", title: "Oracle Kubernetes Engine", managed: true, labels: []string{"oke.oraclecloud.com/*"}},
	{name: "ack", title: "Alibaba Cloud Container Service", managed: true, version: []string{"-aliyun."}, labels: []string{"alibabacloud.com/nodepool-id"}},
	{name: "tke", title: "Tencent Kubernetes Engine", managed: true, version: []string{"-tke."}, labels: []string{"tke.cloud.tencent.com/*"}},
	{name: "iks", title: "IBM Cloud Kubernetes Service", managed: true, version: []string{"+IKS"}, labels: []string{"ibm-cloud.kubernetes.io/worker-id"}},
	{name: "kapsule", title: "Scaleway Kapsule", managed: true, labels: []string{"k8s.scaleway.com/*"}},
	{name: "vke", title: "Vultr Kubernetes Engine", managed: true, labels: []string{"vke.vultr.com/*"}},
	{name: "gardener", title: "Gardener", managed: true, labels: []string{"worker.gardener.cloud/pool"}},
	{name: "vks", title: "VMware vSphere Kubernetes Service", version: []string{"+vmware"}},
	{name: "kops", title: "kOps", labels: []string{"kops.k8s.io/instancegroup"}},
	// kind's static pods are kubeadm's; only its nodes' provider ID, which old ones lack, tells it for certain.
	{name: "kind", title: "kind", guess: true, workloads: []string{"DaemonSet kube-system/kindnet"}},
	{
		name: "kubeadm", title: "kubeadm", annotations: []string{"kubeadm.alpha.kubernetes.io/cri-socket"},
		apiServer: map[string]string{"component": "kube-apiserver", "tier": "control-plane"},
	},
}

// features are parts of a distribution that change what can be seen, by node label.
var features = []struct{ distribution, label, title string }{
	{"eks", "eks.amazonaws.com/compute-type=auto", "Auto Mode"},
	{"eks", "eks.amazonaws.com/compute-type=fargate", "Fargate"},
	{"eks", "eks.amazonaws.com/compute-type=hybrid", "Hybrid Nodes"},
	{"aks", "kubernetes.azure.com/ebpf-dataplane=cilium", "Azure CNI powered by Cilium"},
	{"aks", "type=virtual-kubelet", "virtual nodes"},
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
	for _, sig := range signatures {
		seen := sig.evidence(s)
		if len(seen) == 0 {
			continue
		}
		d := facts.Distribution{Name: sig.name, Title: sig.title, Managed: sig.managed, Guess: sig.guess, Evidence: seen}
		d.Features, seen = featuresOf(s, sig.name)
		d.Evidence = append(d.Evidence, seen...)
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
func (sig signature) evidence(s *facts.Snapshot) []string {
	version, provider := sig.versionEvidence(s), []string(nil)
	if n := firstNode(s, func(n *facts.Node) bool { return slices.Contains(sig.provider, n.Provider) }); n != nil {
		provider = append(provider, fmt.Sprintf("the provider of node %s is %s", n.Name, n.Provider))
	}
	if sig.versionAndProvider && (len(version) == 0 || len(provider) == 0) {
		return nil
	}
	return slices.Concat(version, provider, sig.nodeEvidence(s), sig.clusterEvidence(s))
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

func (sig signature) nodeEvidence(s *facts.Snapshot) (seen []string) {
	if n := firstNode(s, func(n *facts.Node) bool { return sig.osImage != "" && strings.HasPrefix(n.OSImage, sig.osImage) }); n != nil {
		seen = append(seen, fmt.Sprintf("node %s runs %s", n.Name, n.OSImage))
	}
	for _, want := range sig.labels {
		if n := firstNode(s, func(n *facts.Node) bool { return hasLabelOrPrefix(n.Labels, want) }); n != nil {
			seen = append(seen, fmt.Sprintf("node %s has the label %s", n.Name, want))
		}
	}
	for _, want := range sig.annotations {
		if n := firstNode(s, func(n *facts.Node) bool { return hasLabelOrPrefix(n.Annotations, want) }); n != nil {
			seen = append(seen, fmt.Sprintf("node %s has the annotation %s", n.Name, want))
		}
	}
	return seen
}

func (sig signature) clusterEvidence(s *facts.Snapshot) (seen []string) {
	if sig.api != "" && slices.ContainsFunc(s.APIs, func(g facts.APIGroup) bool { return g.Name == sig.api }) {
		seen = append(seen, "the API group "+sig.api+" is served")
	}
	for i := range s.Workloads {
		if w := &s.Workloads[i]; slices.Contains(sig.workloads, workloadName(w)) {
			seen = append(seen, workloadName(w)+" is there")
		}
		if w := &s.Workloads[i]; len(sig.apiServer) > 0 && w.Kind == facts.StaticPod && kube.HasLabels(w.PodLabels, sig.apiServer) {
			seen = append(seen, fmt.Sprintf("%s is labelled as %s labels it", workloadName(w), sig.title))
		}
	}
	return seen
}

// hasLabelOrPrefix reports whether the labels hold "key", "key=value" or one of "prefix*".
func hasLabelOrPrefix(labels map[string]string, want string) bool {
	key, value, exact := strings.Cut(want, "=")
	for have, v := range labels {
		if glob(key, have) && (!exact || glob(value, v)) {
			return true
		}
	}
	return false
}

func firstNode(s *facts.Snapshot, is func(*facts.Node) bool) *facts.Node {
	for i := range s.Nodes {
		if is(&s.Nodes[i]) {
			return &s.Nodes[i]
		}
	}
	return nil
}

func featuresOf(s *facts.Snapshot, name string) (found, seen []string) {
	for _, feature := range features {
		node := firstNode(s, func(n *facts.Node) bool { return hasLabelOrPrefix(n.Labels, feature.label) })
		if feature.distribution == name && node != nil {
			found = append(found, feature.title)
			seen = append(seen, fmt.Sprintf("%s: node %s has the label %s", feature.title, node.Name, feature.label))
		}
	}
	// Autopilot names its nodes gk3-…, where Standard names them gke-….
	node := firstNode(s, func(n *facts.Node) bool { return strings.HasPrefix(n.Name, "gk3-") })
	if name == "gke" && node != nil && !slices.Contains(found, "Autopilot") {
		found = append(found, "Autopilot")
		seen = append(seen, fmt.Sprintf("Autopilot: node %s is named as its nodes are", node.Name))
	}
	return found, seen
}
