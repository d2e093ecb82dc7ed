package collect

import (
	"os"
	"slices"
	"testing"
	"time"

	"github.com/kready/kready/internal/facts"
)

// cluster is the text of a small cluster with a status, as kubectl writes it.
func cluster(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile("testdata/cluster.yaml")
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func collectCluster(t *testing.T) *facts.Snapshot {
	t.Helper()
	return Snapshot(t.Context(), dump(t, cluster(t), true), facts.Kinds(), Options{
		Now: moment, Platform: everything,
		Operators: []OperatorKind{{
			Group: "operator.tigera.io", Kind: "Installation", Resource: "installations",
			Fields: []string{"spec.cni.type", "spec.ports", "spec.absent", "spec.cni"}, VersionField: "status.calicoVersion",
		}},
	})
}

func one[F any](t *testing.T, list []F, is func(F) bool) F {
	t.Helper()
	i := slices.IndexFunc(list, is)
	if i < 0 {
		t.Fatalf("not there: %+v", list)
	}
	return list[i]
}

func TestNodes(t *testing.T) {
	s := collectCluster(t)
	n := one(t, s.Nodes, func(n facts.Node) bool { return n.Name == "cp" })
	if !n.ControlPlane || n.Virtual || n.Provider != "aws" || n.AllocatableCPU != 1930 || n.AllocatableMemory != 3<<30 || n.AllocatablePods != 58 {
		t.Errorf("%+v", n)
	}
	if got, want := n.Annotations["k3s.io/node-args"], `["server","--disable=traefik","--flannel-backend=none","--secrets-encryption=true"]`; got != want {
		t.Errorf("node args %s, want %s", got, want)
	}
	if len(n.Annotations) != 1 {
		t.Errorf("annotations %v", n.Annotations)
	}
	if n := one(t, s.Nodes, func(n facts.Node) bool { return n.Name == "fargate" }); !n.Virtual {
		t.Errorf("%+v", n)
	}
}

func TestWorkloads(t *testing.T) {
	s := collectCluster(t)
	w := one(t, s.Workloads, func(w facts.Workload) bool { return w.Name == "kube-proxy" })
	if w.Kind != facts.DaemonSet || w.Desired != 2 || w.Ready != 1 || !w.Status || w.Current || !w.HostNetwork {
		t.Errorf("%+v", w)
	}
	if !slices.Equal(w.HostPaths, []string{"/lib/modules", "/run/xtables.lock"}) || !slices.Equal(w.ConfigMaps, []string{"kube-proxy"}) {
		t.Errorf("%v, %v", w.HostPaths, w.ConfigMaps)
	}
	if c := w.Containers[0]; !slices.Equal(c.HostMounts, []string{"/lib/modules"}) || c.Image.Tag != "v1.37.2" || c.Image.Registry != "registry.k8s.io" {
		t.Errorf("%+v", c)
	}
	static := one(t, s.Workloads, func(w facts.Workload) bool { return w.Kind == facts.StaticPod })
	if static.Name != "kube-apiserver" || static.Desired != 2 || static.Ready != 1 || static.OwnerKind != "" {
		t.Errorf("%+v", static)
	}
	if slices.ContainsFunc(s.Workloads, func(w facts.Workload) bool { return w.Name == "done" }) {
		t.Error("a pod that has ended is a workload")
	}
	cron := one(t, s.Workloads, func(w facts.Workload) bool { return w.Kind == facts.CronJob })
	if cron.Name != "backup" || cron.Containers[0].Image.Repository != "velero/velero" {
		t.Errorf("%+v", cron)
	}
}

func TestPodSums(t *testing.T) {
	s := collectCluster(t)
	find := func(name, node string) facts.Pods {
		return one(t, s.Pods, func(p facts.Pods) bool { return p.Name == name && p.Node == node })
	}
	dns := find("coredns", "worker")
	if dns.Kind != facts.Deployment || dns.Count != 2 || dns.Ready != 1 || dns.Restarts != 7 || !slices.Equal(dns.Reasons, []string{"CrashLoopBackOff"}) {
		t.Errorf("%+v", dns)
	}
	if !dns.LastRestart.Equal(time.Date(2026, 11, 20, 10, 0, 0, 0, time.UTC)) || dns.OldestNotReady.IsZero() {
		t.Errorf("%+v", dns)
	}
	if waiting := find("web", ""); waiting.Count != 1 || !slices.Equal(waiting.Reasons, []string{"Unschedulable"}) {
		t.Errorf("%+v", waiting)
	}
	if slices.ContainsFunc(s.Pods, func(p facts.Pods) bool { return p.Kind == "Job" || p.Name == "done" }) {
		t.Error("pods of Jobs are summed up")
	}
}

func TestBackends(t *testing.T) {
	s := collectCluster(t)
	dns := one(t, s.Backends, func(b facts.Backend) bool { return b.Name == "kube-dns" })
	if dns.Endpoints != 2 || dns.ReadyEndpoints != 1 || !slices.Equal(dns.Nodes, []string{"worker"}) || !slices.Equal(dns.Roles, []string{"dns"}) {
		t.Errorf("%+v", dns)
	}
	gone := one(t, s.Backends, func(b facts.Backend) bool { return b.Name == "gone" })
	if gone.Exists || !slices.Equal(gone.Roles, []string{"apiservice", "webhook"}) {
		t.Errorf("%+v", gone)
	}
}

func TestConfigs(t *testing.T) {
	s := collectCluster(t)
	if p := s.NetworkConfig.KubeProxy; !p.Found || p.Mode != "ipvs" || p.ClusterCIDR != "10.244.0.0/16" {
		t.Errorf("%+v", p)
	}
	if c := s.NetworkConfig.Cilium; !c.Found || c.ClusterPoolMaskSize != 24 || c.EnablePolicy != "default" {
		t.Errorf("%+v", c)
	}
	if f := s.NetworkConfig.Flannel; !f.Found || f.Backend != "vxlan" {
		t.Errorf("%+v", f)
	}
	if !s.DNSConfig.Found || s.DNSConfig.ConfigMap != "coredns" || len(s.DNSConfig.Servers) != 1 {
		t.Errorf("%+v", s.DNSConfig)
	}
}

func TestExtensions(t *testing.T) {
	s := collectCluster(t)
	hook := s.Webhooks[0].Webhooks[0]
	if hook.FailurePolicy != "Fail" || hook.External || hook.TimeoutSeconds != 10 || !slices.Equal(hook.Resources, []string{"/pods", "apps/deployments"}) {
		t.Errorf("%+v", hook)
	}
	if external := s.Webhooks[0].Webhooks[1]; !external.External || external.ServiceName != "" {
		t.Errorf("%+v", external)
	}
	api := s.APIServices[0]
	if api.Available != "False" || api.Reason != "ServiceNotFound" || api.Local {
		t.Errorf("%+v", api)
	}
	d := s.OperatorResources[0]
	want := []facts.Field{{Name: "spec.cni", Value: "{}"}, {Name: "spec.cni.type", Value: "Calico"}, {Name: "spec.ports", Value: "1,2"}}
	if d.Version != "v3.31.0" || !slices.Equal(d.Fields, want) {
		t.Errorf("%+v", d)
	}
	crd := s.CRDs[0]
	if crd.Group != "gateway.networking.k8s.io" || len(crd.Annotations) != 1 {
		t.Errorf("%+v", crd)
	}
	if g := s.GatewayClasses[0]; g.Accepted != "True" || g.Controller != "example.com/gw" {
		t.Errorf("%+v", g)
	}
	pdb := s.PDBs[0]
	if pdb.MinAvailable != "100%" || !pdb.Observed || pdb.BlockedSince.IsZero() || pdb.DisruptionsAllowed != 0 {
		t.Errorf("%+v", pdb)
	}
	if pdb.Owner != "Kafka.kafka.strimzi.io" || pdb.UnhealthyPodEvictionPolicy != "IfHealthyBudget" {
		t.Errorf("owner %q, policy %q", pdb.Owner, pdb.UnhealthyPodEvictionPolicy)
	}
}

func TestNetworking(t *testing.T) {
	s := collectCluster(t)
	p := s.NetworkPolicies[0]
	if !p.SelectsAll || !p.AllowsDNS || !slices.Equal(p.PolicyTypes, []string{"Ingress", "Egress"}) || p.EgressRules != 1 {
		t.Errorf("%+v", p)
	}
	i := s.Ingresses[0]
	if i.Class != "" || i.LegacyClass != "nginx" || !i.HasAddress || !i.TLS {
		t.Errorf("%+v", i)
	}
	if c := s.StorageClasses[0]; !c.Default || c.ReclaimPolicy != "Delete" || c.BindingMode != "Immediate" {
		t.Errorf("%+v", c)
	}
	if n := s.CSINodes[0]; !slices.Equal(n.Drivers, []string{"ebs.csi.aws.com"}) {
		t.Errorf("%+v", n)
	}
}

// TestNothingSecretIsKept looks for strings of the cluster that no snapshot may hold.
func TestNothingSecretIsKept(t *testing.T) {
	assertAbsent(t, collectCluster(t), "hunter2")
}
