package collect

import (
	"os"
	"path/filepath"
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
