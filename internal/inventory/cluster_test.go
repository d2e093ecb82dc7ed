package inventory

import (
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/kready/kready/internal/catalog"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/policies"
)

// loadShipped is shared by all tests, so that the catalogue is read once.
var loadShipped = sync.OnceValues(func() (*Recogniser, error) {
	c, err := catalog.Load(policies.Files)
	if err != nil {
		return nil, err
	}
	return NewRecogniser(c), nil
})

// shipped returns the recogniser of kready's own catalogue.
func shipped(t *testing.T) *Recogniser {
	t.Helper()
	r, err := loadShipped()
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func labelledNode(labels ...string) facts.Node {
	n := facts.Node{Name: "node-1", Labels: map[string]string{}}
	for i := 0; i < len(labels); i += 2 {
		n.Labels[labels[i]] = labels[i+1]
	}
	return n
}

func TestDistribution(t *testing.T) {
	eks := labelledNode("eks.amazonaws.com/compute-type", "auto")
	for name, tc := range map[string]struct {
		version  string
		node     facts.Node
		api      string
		want     string
		managed  bool
		features []string
		pod      bool
		workload string
		guess    bool
		blind    bool
		none     bool
		labels   map[string]string
	}{
		"eks by version":       {version: "v1.35.4-eks-1a2b3c", node: facts.Node{Provider: "aws"}, want: "eks", managed: true},
		"eks auto mode":        {version: "v1.35.4-eks-1a2b3c", node: eks, want: "eks", managed: true, features: []string{"Auto Mode"}},
		"eks anywhere":         {version: "v1.35.4-eks-1-35-4", node: facts.Node{Provider: "vsphere"}, want: "eks-anywhere"},
		"own, on aws":          {version: "v1.36.4", node: facts.Node{Provider: "aws"}, want: ""},
		"gke":                  {version: "v1.35.3-gke.1389000", want: "gke", managed: true},
		"gke autopilot":        {version: "v1.35.3-gke.1389000", node: facts.Node{Name: "gk3-a-b"}, want: "gke", managed: true, features: []string{"Autopilot"}},
		"aks":                  {version: "v1.35.1", node: labelledNode("kubernetes.azure.com/cluster", "MC_x"), want: "aks", managed: true},
		"openshift":            {version: "v1.34.2", api: "config.openshift.io", want: "openshift"},
		"openshift, hosted":    {version: "v1.34.2", node: labelledNode("hypershift.openshift.io/managed", "true"), api: "config.openshift.io", want: "openshift", managed: true, features: []string{facts.HostedControlPlane}},
		"openshift of IBM":     {version: "v1.34.2", node: labelledNode("ibm-cloud.kubernetes.io/worker-id", "x"), api: "config.openshift.io", want: "openshift", managed: true, features: []string{facts.HostedControlPlane}},
		"eks without nodes":    {version: "v1.35.4-eks-1a2b3c", none: true, api: "metrics.eks.amazonaws.com", want: "eks", managed: true},
		"auto, without nodes":  {version: "v1.35.4-eks-1a2b3c", none: true, api: "eks.amazonaws.com", want: "eks", managed: true, features: []string{"Auto Mode"}},
		"k3s":                  {version: "v1.36.1+k3s1", want: "k3s"},
		"rke2":                 {version: "v1.36.1+rke2r1", want: "rke2"},
		"kind":                 {version: "v1.37.2", node: facts.Node{Provider: "kind"}, want: "kind"},
		"minikube":             {version: "v1.36.0", node: labelledNode("minikube.k8s.io/name", "minikube"), want: "minikube"},
		"talos":                {version: "v1.36.0", node: facts.Node{OSImage: "Talos (v1.13.0)"}, want: "talos"},
		"kubeadm":              {version: "v1.36.0", node: facts.Node{Annotations: map[string]string{"kubeadm.alpha.kubernetes.io/cri-socket": "x"}}, want: "kubeadm"},
		"kubeadm's pod":        {version: "v1.37.0", pod: true, want: "kubeadm"},
		"openshift's operator": {workload: "Deployment openshift-cluster-version/cluster-version-operator", want: "openshift"},
		"kindnet":              {pod: true, workload: "DaemonSet kube-system/kindnet", want: "kind", guess: true},
		"kindnet of minikube":  {node: labelledNode("minikube.k8s.io/name", "minikube"), workload: "DaemonSet kube-system/kindnet", want: "minikube"},
		"nothing tells it":     {version: "v1.36.0", want: ""},
		// A dump of objects has no version of the API server.
		"k3s by kubelet":  {node: facts.Node{KubeletVersion: "v1.31.4+k3s1"}, want: "k3s"},
		"rke2 by kubelet": {node: facts.Node{KubeletVersion: "v1.31.4+rke2r1"}, want: "rke2"},
		"k0s by kubelet":  {node: facts.Node{KubeletVersion: "v1.31.4+k0s"}, want: "k0s"},
		"vcluster":        {node: labelledNode("vcluster.loft.sh/fake-node", "true"), want: "vcluster", managed: true},
		"vks by kubelet":  {node: facts.Node{KubeletVersion: "v1.31.4+vmware.1"}, want: "vks"},
		"gke by kubelet":  {node: facts.Node{KubeletVersion: "v1.31.4-gke.1183000"}, want: "gke", managed: true},
		"eks by kubelet":  {node: facts.Node{KubeletVersion: "v1.31.4-eks-aeac579", Provider: "aws"}, want: "eks", managed: true},
		// Whoever may not list nodes sees workloads, the version and the groups of the API.
		"rke2 by a workload":               {blind: true, workload: "Deployment kube-system/rke2-coredns-rke2-coredns", want: "rke2"},
		"gke by a workload":                {blind: true, workload: "Deployment kube-system/event-exporter-gke", want: "gke", managed: true},
		"aks by labels of pods":            {blind: true, workload: "Deployment kube-system/coredns", labels: map[string]string{"kubernetes.azure.com/managedby": "aks"}, want: "aks", managed: true},
		"eks by labels of pods":            {blind: true, workload: "Deployment kube-system/coredns", labels: map[string]string{"eks.amazonaws.com/component": "coredns"}, want: "eks", managed: true},
		"vcluster by labels of pods":       {workload: "Deployment kube-system/coredns", labels: map[string]string{"k8s-app": "vcluster-kube-dns"}, want: "vcluster", managed: true},
		"what runs a vcluster":             {workload: "Pod team/coredns-x-kube-system-x-one", labels: map[string]string{"k8s-app": "vcluster-kube-dns"}, want: ""},
		"eks or eks anywhere":              {blind: true, version: "v1.31.4-eks-aeac579", want: "eks-anywhere", guess: true},
		"oke by a workload":                {blind: true, workload: "DaemonSet kube-system/proxymux-client", want: "oke", managed: true},
		"machines":                         {blind: true, api: "machine.openshift.io", want: "openshift"},
		"routes":                           {blind: true, api: "route.openshift.io", want: "openshift", guess: true},
		"the VPC CNI":                      {blind: true, workload: "DaemonSet kube-system/aws-node", want: "eks", managed: true, guess: true},
		"the VPC CNI of an own cluster":    {blind: true, pod: true, workload: "DaemonSet kube-system/aws-node", want: "kubeadm", guess: true},
		"a provisioner, by version no k3s": {blind: true, version: "v1.36.0", workload: "Deployment kube-system/local-path-provisioner", want: ""},
		"a provisioner":                    {blind: true, workload: "Deployment kube-system/local-path-provisioner", want: "k3s", guess: true},
		"a provisioner beside nodes":       {workload: "Deployment kube-system/local-path-provisioner", want: ""},
		"kubeadm's pod alone":              {version: "v1.37.0", pod: true, blind: true, want: "kubeadm", guess: true},
		"a virtual node":                   {version: "v1.36.0", node: facts.Node{KubeletVersion: "v1.31.4+k3s1", Virtual: true}, want: ""},
	} {
		t.Run(name, func(t *testing.T) {
			s := &facts.Snapshot{Version: facts.Version{GitVersion: tc.version}, Nodes: []facts.Node{tc.node}}
			if tc.blind {
				s.Nodes = nil
				s.BlindSpots = []facts.BlindSpot{{Facts: facts.KindNodes, Verb: "list", Resource: "nodes", Reason: facts.ReasonForbidden}}
			}
			if tc.none {
				s.Nodes = nil
			}
			if tc.api != "" {
				s.APIs = []facts.APIGroup{{Name: tc.api}}
			}
			if tc.pod {
				s.Workloads = []facts.Workload{{Kind: facts.StaticPod, Namespace: "kube-system", Name: "kube-apiserver", PodLabels: map[string]string{"component": "kube-apiserver", "tier": "control-plane"}}}
			}
			if kind, place, ok := strings.Cut(tc.workload, " "); ok {
				namespace, name, _ := strings.Cut(place, "/")
				s.Workloads = append(s.Workloads, facts.Workload{Kind: kind, Namespace: namespace, Name: name, PodLabels: tc.labels})
			}
			d := distribution(s)
			if d.Guess != tc.guess {
				t.Errorf("a guess: %v", d.Guess)
			}
			if d.Name != tc.want || d.Managed != tc.managed || !slices.Equal(d.Features, tc.features) {
				t.Errorf("got %+v", d)
			}
			if v := tc.node.KubeletVersion; tc.want != "" && v != "" && !slices.Contains(d.Evidence, "the kubelet of node "+tc.node.Name+" is "+v) {
				t.Errorf("the evidence does not name the kubelet: %v", d.Evidence)
			}
			if tc.want != "" && len(d.Evidence) == 0 {
				t.Error("without evidence")
			}
		})
	}
}

func find(in *facts.Input, name string) (facts.Implementation, bool) {
	for _, impl := range in.Inventory {
		if impl.Name == name {
			return impl, true
		}
	}
	return facts.Implementation{}, false
}

func TestHidden(t *testing.T) {
	c := shipped(t)
	k3s := facts.Snapshot{
		Version: facts.Version{GitVersion: "v1.36.1+k3s1"},
		Nodes:   []facts.Node{{Name: "a", Annotations: map[string]string{"k3s.io/node-args": `["server","--disable=traefik"]`}}},
	}
	without := k3s
	without.Nodes = []facts.Node{{Name: "a", Annotations: map[string]string{"k3s.io/node-args": `["server","--disable-network-policy","--flannel-backend","none","--disable=servicelb,traefik"]`}}}
	gke := facts.Snapshot{Version: facts.Version{GitVersion: "v1.35.3-gke.1"}}
	// Of a file without Deployments nobody knows whether a DNS server runs.
	gkeInPart := gke
	gkeInPart.BlindSpots = []facts.BlindSpot{{Facts: facts.KindWorkloads, Verb: "list", Resource: "deployments.apps", Reason: facts.ReasonNotContained}}
	aks := func(reason string) facts.Snapshot {
		n := labelledNode("kubernetes.azure.com/cluster", "mc")
		n.Conditions = []facts.Condition{{Type: "NetworkUnavailable", Status: "False", Reason: reason}}
		return facts.Snapshot{Nodes: []facts.Node{n}}
	}
	nap := aks("CiliumIsUp")
	nap.CRDs = []facts.CRD{{Name: "aksnodeclasses.karpenter.azure.com", Group: "karpenter.azure.com"}}
	auto := facts.Snapshot{
		Version: facts.Version{GitVersion: "v1.35.3-eks-1"}, Nodes: []facts.Node{labelledNode("eks.amazonaws.com/compute-type", "auto")},
		CSIDrivers: []facts.CSIDriver{{Name: "ebs.csi.eks.amazonaws.com"}},
		CRDs:       []facts.CRD{{Name: "volumesnapshots.snapshot.storage.k8s.io", Group: "snapshot.storage.k8s.io"}},
	}
	for name, tc := range map[string]struct {
		snapshot     facts.Snapshot
		hidden, none []string
	}{
		"k3s":          {k3s, []string{"flannel", "kube-router", "kube-proxy", "servicelb"}, []string{"traefik", "coredns"}},
		"k3s without":  {without, []string{"kube-proxy"}, []string{"flannel", "kube-router", "servicelb"}},
		"microk8s":     {facts.Snapshot{Nodes: []facts.Node{labelledNode("microk8s.io/cluster", "true")}}, []string{"kube-proxy"}, nil},
		"gke, in part": {gkeInPart, []string{"gke-ingress"}, []string{"cloud-dns", "cluster-autoscaler", "gke-cni", "kube-proxy"}},
		"azure cni":    {aks("NoRouteCreated"), []string{"azure-cni"}, []string{"kubenet"}},
		"kubenet":      {aks("RouteCreated"), []string{"kubenet"}, []string{"azure-cni"}},
		"aks":          {aks("CiliumIsUp"), []string{"cluster-autoscaler"}, []string{"karpenter"}},
		"aks's nap":    {nap, []string{"karpenter"}, []string{"cluster-autoscaler"}},
		"iks":          {facts.Snapshot{Version: facts.Version{GitVersion: "v1.34.1+IKS"}}, []string{"kube-proxy"}, nil},
		"gke":          {gke, []string{"cloud-dns", "gke-ingress", "cluster-autoscaler", "gke-cni"}, []string{"coredns", "karpenter"}},
		"auto mode":    {auto, []string{"karpenter", "aws-vpc-cni", "coredns", "aws-ebs-csi-driver", "aws-load-balancer-controller", "eks-pod-identity-webhook"}, []string{"metrics-server", "external-snapshotter"}},
	} {
		t.Run(name, func(t *testing.T) {
			in := c.Input(&tc.snapshot, time.Time{})
			for _, want := range tc.hidden {
				if impl, ok := find(in, want); !ok || impl.State != facts.StateHidden || len(impl.Evidence) == 0 || len(impl.Roles) == 0 {
					t.Errorf("%s: %+v", want, impl)
				}
			}
			for _, not := range tc.none {
				if impl, ok := find(in, not); ok && impl.State != facts.StateRemnant {
					t.Errorf("%s is %s", not, impl.State)
				}
			}
		})
	}
}

func TestHiddenGivesWayToWhatRuns(t *testing.T) {
	s := &facts.Snapshot{
		Version:   facts.Version{GitVersion: "v1.36.1+k3s1"},
		Workloads: []facts.Workload{daemonSet("kube-system", "cilium", "cilium/cilium", "v1.20.2")},
	}
	in := shipped(t).Input(s, time.Time{})
	if _, ok := find(in, "flannel"); ok {
		t.Error("flannel is said to hide beside Cilium")
	}
}

func daemonSet(namespace, name, repository, tag string) facts.Workload {
	return facts.Workload{
		Kind: facts.DaemonSet, Namespace: namespace, Name: name,
		Containers: []facts.Container{{Name: name, Image: facts.Image{Registry: "quay.io", Repository: repository, Tag: tag}}},
	}
}

func TestCoverage(t *testing.T) {
	now := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	ready := []facts.Condition{{Type: "Ready", Status: "True"}}
	node := func(name, os string, age time.Duration, conditions []facts.Condition) facts.Node {
		return facts.Node{Name: name, OS: os, CreatedAt: now.Add(-age), Conditions: conditions}
	}
	fargate := node("fargate", "linux", time.Hour, ready)
	fargate.Virtual = true
	windows := daemonSet("kube-system", "win", "example/win", "v1")
	windows.NodeSelector = map[string]string{"kubernetes.io/os": "windows"}
	idle := daemonSet("kube-system", "idle", "example/idle", "v1")
	idle.Status = true
	unread := daemonSet("team", "agent", "example/agent", "v1")
	s := &facts.Snapshot{
		CollectedAt: now,
		Nodes: []facts.Node{
			node("a", "linux", time.Hour, ready), node("b", "linux", time.Hour, ready), node("down", "linux", time.Hour, nil),
			node("new", "linux", time.Minute, nil), node("w", "windows", time.Hour, ready), fargate,
		},
		Workloads: []facts.Workload{daemonSet("kube-system", "cilium", "cilium/cilium", "v1.20.2"), windows, idle, unread},
		Pods: []facts.Pods{
			{Kind: facts.DaemonSet, Namespace: "kube-system", Name: "cilium", Node: "a", Count: 1, Ready: 1},
			{Kind: facts.DaemonSet, Namespace: "kube-system", Name: "cilium", Node: "b", Count: 1},
			{Kind: facts.DaemonSet, Namespace: "kube-system", Name: "win", Node: "w", Count: 1, Ready: 1},
		},
	}
	in := shipped(t).Input(s, time.Time{})
	want := map[string]facts.Coverage{
		"cilium": {Covered: 1, Of: 3, Missing: []string{"b", "down"}},
		"win":    {Covered: 1, Of: 1, Missing: []string{}},
		"idle":   {Covered: 0, Of: 3, Missing: []string{"a", "b", "down"}},
	}
	if len(in.Coverage) != len(want) {
		t.Errorf("coverage of %d DaemonSets: %+v", len(in.Coverage), in.Coverage)
	}
	for _, c := range in.Coverage {
		w := want[c.Name]
		if c.Covered != w.Covered || c.Of != w.Of || !slices.Equal(c.Missing, w.Missing) {
			t.Errorf("%s: %+v, want %+v", c.Name, c.Coverage, w)
		}
	}
	if impl, _ := find(in, "cilium"); impl.Nodes.Covered != 1 || impl.Nodes.Of != 3 {
		t.Errorf("cilium's nodes: %+v", impl.Nodes)
	}
}
