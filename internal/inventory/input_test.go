package inventory

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/kready/kready/internal/facts"
)

func deployment(namespace, name, release, repository, tag string) facts.Workload {
	w := daemonSet(namespace, name, repository, tag)
	w.Kind = facts.Deployment
	w.PodLabels = map[string]string{"app": name}
	if release != "" {
		w.PodLabels["app.kubernetes.io/instance"] = release
	}
	return w
}

func all(in *facts.Input, name string) []facts.Implementation {
	var found []facts.Implementation
	for _, impl := range in.Inventory {
		if impl.Name == name {
			found = append(found, impl)
		}
	}
	return found
}

func TestInstances(t *testing.T) {
	internal := deployment("edge", "internal", "internal", "ingress-nginx/controller", "v1.15.1")
	internal.Containers[0].Args = []facts.Arg{{Name: "controller-class", Value: "example.com/internal"}}
	canary := deployment("istio-system", "istiod-canary", "istio", "istio/pilot", "1.30.3")
	canary.PodLabels["istio.io/rev"] = "canary"
	stable := deployment("istio-system", "istiod", "istio", "istio/pilot", "1.29.1")
	stable.PodLabels["istio.io/rev"] = "default"
	in := shipped(t).Input(&facts.Snapshot{Workloads: []facts.Workload{
		internal, deployment("edge", "public", "public", "ingress-nginx/controller", "v1.14.0"), canary, stable,
	}}, time.Time{})

	nginx := all(in, "ingress-nginx")
	if len(nginx) != 2 || nginx[0].Version != "1.15.1" || nginx[1].Version != "1.14.0" {
		t.Fatalf("two releases of ingress-nginx: %+v", nginx)
	}
	if !slices.Equal(nginx[0].Controllers, []string{"example.com/internal"}) || !slices.Equal(nginx[1].Controllers, []string{"k8s.io/ingress-nginx"}) {
		t.Errorf("controllers %v and %v", nginx[0].Controllers, nginx[1].Controllers)
	}
	if nginx[0].Lifecycle.State != "retired" {
		t.Errorf("lifecycle %+v", nginx[0].Lifecycle)
	}
	if istio := all(in, "istio"); len(istio) != 2 {
		t.Errorf("two revisions of istiod: %+v", istio)
	}
}

func TestRunning(t *testing.T) {
	agent := daemonSet("kube-system", "cilium", "cilium/cilium", "v1.20.2")
	envoy := daemonSet("kube-system", "cilium-envoy", "cilium/cilium-envoy", "v1.34.7")
	s := &facts.Snapshot{Workloads: []facts.Workload{agent, envoy}, CRDs: []facts.CRD{{Name: "ciliumnodes.cilium.io"}, {Name: "ciliumendpoints.cilium.io"}}}
	s.NetworkConfig.Cilium.KubeProxyReplacement = "true"
	in := shipped(t).Input(s, time.Time{})
	impl, ok := find(in, "cilium")
	if !ok || len(in.Inventory) != 1 {
		t.Fatalf("found %+v", in.Inventory)
	}
	if want := []string{"network/cni", "network/policy", "network/service-proxy"}; !slices.Equal(impl.Roles, want) {
		t.Errorf("roles %v", impl.Roles)
	}
	if want := []string{"network"}; !slices.Equal(impl.Batteries, want) {
		t.Errorf("batteries %v", impl.Batteries)
	}
	if impl.Version != "1.20.2" || impl.VersionFrom != "image tag of container cilium of DaemonSet kube-system/cilium" {
		t.Errorf("version %q from %q", impl.Version, impl.VersionFrom)
	}
	if len(impl.Workloads) != 2 || impl.Workloads[0].Name != "cilium" {
		t.Errorf("workloads %v", impl.Workloads)
	}
	for _, says := range []string{
		"DaemonSet kube-system/cilium runs image quay.io/cilium/cilium:v1.20.2",
		"DaemonSet kube-system/cilium-envoy belongs to it",
		"CRD ciliumnodes.cilium.io and 1 more",
		`networkConfig.cilium.kubeProxyReplacement is "true"`,
	} {
		if !strings.Contains(strings.Join(impl.Evidence, "\n"), says) {
			t.Errorf("the evidence does not say %q: %q", says, impl.Evidence)
		}
	}
}

// TestNotAnImplementation holds what looks like a product and is none.
func TestNotAnImplementation(t *testing.T) {
	sidecar := deployment("shop", "web", "", "shop/web", "1")
	sidecar.Containers = append(sidecar.Containers,
		facts.Container{Name: "istio-proxy", Image: facts.Image{Registry: "docker.io", Repository: "istio/proxyv2", Tag: "1.30.3"}},
		facts.Container{Name: "logs", Image: facts.Image{Registry: "docker.io", Repository: "fluent/fluent-bit", Tag: "5.1"}},
		facts.Container{Name: "vault-agent", Image: facts.Image{Registry: "docker.io", Repository: "hashicorp/vault", Tag: "2.0"}},
		facts.Container{Name: "otel", Image: facts.Image{Registry: "docker.io", Repository: "otel/opentelemetry-collector-contrib", Tag: "0.150.0"}})
	sidecar.InitContainers = []facts.Container{{Name: "linkerd-proxy", Sidecar: true, Image: facts.Image{Registry: "cr.l5d.io", Repository: "linkerd/proxy"}}}
	hook := deployment("cert-manager", "startupapicheck", "", "jetstack/cert-manager-controller", "v1.21.1")
	hook.Hook = true
	in := shipped(t).Input(&facts.Snapshot{Workloads: []facts.Workload{sidecar, hook}}, time.Time{})
	if len(in.Inventory) != 0 {
		t.Errorf("found %+v", in.Inventory)
	}
}

func TestRemnants(t *testing.T) {
	s := &facts.Snapshot{
		CRDs:           []facts.CRD{{Name: "certificates.cert-manager.io"}, {Name: "issuers.cert-manager.io"}, {Name: "felixconfigurations.crd.projectcalico.org"}},
		IngressClasses: []facts.IngressClass{{Name: "nginx", Controller: "k8s.io/ingress-nginx"}},
		Workloads: []facts.Workload{{
			Kind: facts.DaemonSet, Namespace: "kube-system", Name: "canal",
			Containers: []facts.Container{
				{Name: "calico-node", Image: facts.Image{Registry: "quay.io", Repository: "calico/node", Tag: "v3.32.1"}},
				{Name: "flannel", Image: facts.Image{Registry: "docker.io", Repository: "flannel/flannel", Tag: "v0.24.4"}},
			},
		}, daemonSet("edge", "envoy-of-contour", "projectcontour/contour", "v1.33.6")},
	}
	s.Workloads[1].Containers = append(s.Workloads[1].Containers, facts.Container{Name: "envoy", Image: facts.Image{Registry: "docker.io", Repository: "envoyproxy/envoy"}})
	in := shipped(t).Input(s, time.Time{})
	states := map[string]string{}
	for _, impl := range in.Inventory {
		states[impl.Name] = impl.State
	}
	want := map[string]string{"canal": "running", "cert-manager": "remnant", "ingress-nginx": "remnant", "contour": "remnant"}
	if len(states) != len(want) {
		t.Errorf("found %v, want %v", states, want)
	}
	for name, state := range want {
		if states[name] != state {
			t.Errorf("%s is %q, want %s", name, states[name], state)
		}
	}
}

func TestDeclared(t *testing.T) {
	cr := facts.OperatorResource{Group: "monitoring.coreos.com", Kind: "Prometheus", Namespace: "monitoring", Name: "k8s", Version: "v3.14.0"}
	s := &facts.Snapshot{OperatorResources: []facts.OperatorResource{cr}}
	impl, ok := find(shipped(t).Input(s, time.Time{}), "prometheus")
	if !ok || impl.State != facts.StateDeclared || impl.Version != "3.14.0" || impl.Namespace != "monitoring" {
		t.Errorf("declared: %+v", impl)
	}
	server := deployment("monitoring", "prometheus-k8s", "k8s", "prometheus/prometheus", "v3.14.1")
	server.Kind = facts.StatefulSet
	s.Workloads = []facts.Workload{server}
	if found := all(shipped(t).Input(s, time.Time{}), "prometheus"); len(found) != 1 || found[0].State != facts.StateRunning {
		t.Errorf("declared and running: %+v", found)
	}
}

// TestRegistration recognises a product whose image says nothing by what the API
// server calls it for.
func TestRegistration(t *testing.T) {
	s := &facts.Snapshot{
		Workloads: []facts.Workload{deployment("certs", "hook", "", "acme/internal-build-7", "1")},
		Backends:  []facts.Backend{{Namespace: "certs", Name: "hook", Exists: true, Selector: map[string]string{"app": "hook"}}},
		Webhooks: []facts.WebhookConfig{{Kind: "MutatingWebhookConfiguration", Name: "x", Webhooks: []facts.Webhook{
			{Name: "vault.hashicorp.com", ServiceNamespace: "certs", ServiceName: "hook"},
			{Name: "unknown.example.com", ServiceNamespace: "certs", ServiceName: "hook"},
		}}},
	}
	in := shipped(t).Input(s, time.Time{})
	if impl, ok := find(in, "vault-injector"); !ok || impl.State != facts.StateRunning {
		t.Errorf("found %+v", in.Inventory)
	}
	s.Webhooks[0].Webhooks = s.Webhooks[0].Webhooks[1:]
	in = shipped(t).Input(s, time.Time{})
	if len(in.Inventory) != 0 || len(in.Unrecognised) != 1 || !strings.Contains(in.Unrecognised[0].Why, "unknown.example.com") {
		t.Errorf("unrecognised: %+v", in.Unrecognised)
	}
}

func TestPlatform(t *testing.T) {
	s := &facts.Snapshot{
		Workloads: []facts.Workload{
			deployment("shop", "web", "", "shop/web", "1"), deployment("kube-system", "thing", "", "acme/thing", "1"),
			deployment("edge", "proxy", "", "mirror/traefik", "v3"), deployment("hooks", "hook", "", "acme/hook", "1"),
		},
		Backends: []facts.Backend{{Namespace: "hooks", Name: "hook", Selector: map[string]string{"app": "hook"}}},
		Webhooks: []facts.WebhookConfig{{Webhooks: []facts.Webhook{{Name: "a.b", ServiceNamespace: "hooks", ServiceName: "hook"}}}},
	}
	var got []string
	for _, ref := range shipped(t).Platform(s) {
		got = append(got, ref.Namespace+"/"+ref.Name)
	}
	if want := []string{"edge/proxy", "hooks/hook", "kube-system/thing"}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

// TestPlainNetwork says that pods have a network which no product gives.
func TestPlainNetwork(t *testing.T) {
	ready := []facts.Condition{{Type: "Ready", Status: "True"}}
	s := &facts.Snapshot{Nodes: []facts.Node{{Name: "a", Conditions: ready}, {Name: "b", Conditions: ready}}}
	in := shipped(t).Input(s, time.Time{})
	if len(in.Unrecognised) != 1 || !strings.Contains(in.Unrecognised[0].Why, "2 ready nodes") {
		t.Errorf("unrecognised: %+v", in.Unrecognised)
	}
	s.Workloads = []facts.Workload{daemonSet("kube-system", "cilium", "cilium/cilium", "v1.20.2")}
	if in := shipped(t).Input(s, time.Time{}); len(in.Unrecognised) != 0 {
		t.Errorf("beside Cilium: %+v", in.Unrecognised)
	}
}

// TestDeployedByLonghorn: the sidecars that Longhorn's manager deploys belong to it, whatever registry they
// come from.
func TestDeployedByLonghorn(t *testing.T) {
	sidecar := daemonSet("longhorn-system", "csi-provisioner", "sig-storage/csi-provisioner", "v2.1.2")
	sidecar.Kind, sidecar.Labels = facts.Deployment, map[string]string{"app": "csi-provisioner", "longhorn.io/managed-by": "longhorn-manager"}
	manager := daemonSet("longhorn-system", "longhorn-manager", "longhornio/longhorn-manager", "v1.2.2")
	s := &facts.Snapshot{Workloads: []facts.Workload{manager, sidecar}}
	if in := shipped(t).Input(s, time.Time{}); len(in.Unrecognised) > 0 {
		t.Errorf("%+v", in.Unrecognised)
	}
	s.Workloads[1].Labels = nil
	if in := shipped(t).Input(s, time.Time{}); len(in.Unrecognised) != 1 {
		t.Errorf("without the label: %+v", in.Unrecognised)
	}
}

// TestIdle: a DaemonSet that is scheduled on no node proves nothing. One for devices that no node has is no
// left-over either.
func TestIdle(t *testing.T) {
	plugin := daemonSet("kube-system", "nvidia-gpu-device-plugin", "nvidia-gpu-device-plugin", "v1")
	idle := daemonSet("kube-system", "fluent-bit", "fluent/fluent-bit", "v1")
	plugin.Status, plugin.Current, idle.Status, idle.Current = true, true, true, true
	in := shipped(t).Input(&facts.Snapshot{Workloads: []facts.Workload{plugin, idle}}, time.Time{})
	if impl, ok := find(in, "gke-nvidia-gpu-device-plugin"); ok || len(in.Unrecognised) > 0 {
		t.Errorf("found %+v, %+v", impl, in.Unrecognised)
	}
	impl, ok := find(in, "fluent-bit")
	if !ok || impl.State != facts.StateRemnant || !strings.Contains(impl.Evidence[0], "scheduled on no node") {
		t.Errorf("found %+v", in.Inventory)
	}
}
