package collect

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/target"
)

var meshKinds = []facts.Kind{"workloads", "meshConfigs", "peerAuthentications", "namespaces"}

func TestIstio(t *testing.T) {
	s := Snapshot(t.Context(), dump(t, `
apiVersion: apps/v1
kind: Deployment
metadata: {name: istiod-canary, namespace: istio-system}
spec:
  selector: {matchLabels: {app: istiod}}
  template:
    metadata: {labels: {app: istiod, istio.io/rev: canary}}
    spec: {containers: [{name: discovery, image: "docker.io/istio/pilot:1.31.1"}]}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: istio-canary, namespace: istio-system}
data: {mesh: "rootNamespace: mesh-root\ntrustDomain: hunter2\n"}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: istio-ca-root-cert, namespace: istio-system}
data: {root-cert.pem: "no certificate"}
---
apiVersion: security.istio.io/v1
kind: PeerAuthentication
metadata: {name: default, namespace: mesh-root}
spec: {selector: {matchLabels: {}}, mtls: {mode: STRICT}}
---
apiVersion: security.istio.io/v1
kind: PeerAuthentication
metadata: {name: db, namespace: shop}
spec: {selector: {matchLabels: {app: db}}, portLevelMtls: {"5432": {mode: DISABLE}}}
---
apiVersion: v1
kind: Namespace
metadata: {name: shop, annotations: {config.linkerd.io/default-inbound-policy: deny, other: hunter2}}
`, true), meshKinds, Options{Now: moment})
	if blind := s.Blind(meshKinds); len(blind) > 0 {
		t.Fatal(blind)
	}
	assertAbsent(t, s, "hunter2")
	if len(s.MeshConfigs) != 1 || s.MeshConfigs[0].RootNamespace != "mesh-root" || !s.MeshConfigs[0].Roots.Malformed || s.MeshConfigs[0].RootsFrom != istioRoots {
		t.Errorf("%+v", s.MeshConfigs)
	}
	if len(s.PeerAuthentications) != 2 || s.PeerAuthentications[0].Selective || s.PeerAuthentications[0].Mode != "STRICT" {
		t.Errorf("%+v", s.PeerAuthentications)
	}
	if db := s.PeerAuthentications[1]; !db.Selective || db.Mode != "UNSET" || len(db.Ports) != 1 || db.Ports[0] != (facts.Field{Name: "5432", Value: "DISABLE"}) {
		t.Errorf("%+v", db)
	}
	if s.Namespaces[0].Annotations["config.linkerd.io/default-inbound-policy"] != "deny" {
		t.Errorf("%+v", s.Namespaces[0])
	}
}

// TestLinkerd takes Linkerd's own manifests.
func TestLinkerd(t *testing.T) {
	folder := filepath.Join(corpusFolder, "mesh", "linkerd")
	if _, err := os.Stat(folder); err != nil {
		t.Skip("the corpus of install manifests is not beside the repository")
	}
	opened, err := target.Open(yamlOf(t, folder), target.FileOptions{Complete: true})
	if err != nil {
		t.Fatal(err)
	}
	s := Snapshot(t.Context(), opened.Source, meshKinds, Options{Now: moment})
	if len(s.MeshConfigs) != 1 || s.MeshConfigs[0].Namespace != "linkerd" || s.MeshConfigs[0].Kind != "linkerd" {
		t.Fatalf("%+v", s.MeshConfigs)
	}
	if last, ok := s.MeshConfigs[0].Roots.LastExpiry(); !ok || last.NotAfter.Year() != 2030 {
		t.Errorf("%+v", s.MeshConfigs[0].Roots)
	}
	found := false
	for _, w := range s.Workloads {
		for _, c := range w.Containers {
			for _, a := range c.Args {
				found = found || a == facts.Arg{Name: "default-policy", Value: "all-unauthenticated"}
			}
		}
	}
	if !found {
		t.Error("the default policy of Linkerd is not among the arguments")
	}
}

// TestMeshSettings reads what each revision's MeshConfig names, and looks up the Services in it.
func TestMeshSettings(t *testing.T) {
	s := Snapshot(t.Context(), dump(t, `
apiVersion: apps/v1
kind: Deployment
metadata: {name: istiod, namespace: aks-istio-system}
spec:
  selector: {matchLabels: {app: istiod}}
  template:
    metadata: {labels: {app: istiod, istio.io/rev: asm-1-29}}
    spec: {containers: [{name: discovery, image: "mcr.microsoft.com/oss/istio/pilot:1.29.1"}]}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: istiod-new, namespace: aks-istio-system}
spec:
  selector: {matchLabels: {app: istiod}}
  template:
    metadata: {labels: {app: istiod, istio.io/rev: asm-1-30}}
    spec: {containers: [{name: discovery, image: "mcr.microsoft.com/oss/istio/pilot:1.30.1"}]}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: istio-asm-1-29, namespace: aks-istio-system}
data: {mesh: "trustDomain: cluster.local\n"}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: istio-shared-configmap-asm-1-29, namespace: aks-istio-system}
data:
  mesh: |
    outboundTrafficPolicy: {mode: REGISTRY_ONLY}
    extensionProviders:
    - {name: otel, opentelemetry: {service: otel/collector.otel.svc.cluster.local, port: 4317}}
    - {name: gone, zipkin: {service: zipkin.otel.svc.cluster.local, port: 9411}}
    - {name: saas, datadog: {service: traces.example.org, port: 8126}}
    defaultProviders: {tracing: [otel]}
---
apiVersion: v1
kind: Service
metadata: {name: collector, namespace: otel}
spec: {ports: [{port: 4317}]}
`, true), meshKinds, Options{Now: moment})
	if blind := s.Blind(meshKinds); len(blind) > 0 {
		t.Fatal(blind)
	}
	if len(s.MeshConfigs) != 2 {
		t.Fatalf("%d configurations", len(s.MeshConfigs))
	}
	old, next := s.MeshConfigs[0], s.MeshConfigs[1]
	if old.Revision != "asm-1-29" || old.Outbound != "REGISTRY_ONLY" || next.Told || next.Outbound != "" {
		t.Errorf("%+v, %+v", old, next)
	}
	if !slices.Equal(old.DefaultProviders, []facts.Field{{Name: "tracing", Value: "otel"}}) {
		t.Errorf("%+v", old.DefaultProviders)
	}
	for _, p := range old.Providers {
		if p.Missing != (p.Name == "gone") {
			t.Errorf("%+v", p)
		}
	}
	if len(old.Providers) != 6 {
		t.Errorf("%+v", old.Providers)
	}
}
