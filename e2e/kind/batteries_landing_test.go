package kind

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// testLandRoute: an Ingress of the class that runs leads to pods of a namespace, and one of a class that does not is not
// tried; nothing stays.
func (p prover) testLandRoute(t *testing.T) {
	const namespace = "prove-route"
	if err := p.Apply("apiVersion: v1\nkind: Namespace\nmetadata: {name: " + namespace + "}\n"); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if _, err := p.Kubectl("delete", "namespace", namespace, "--wait=false"); err != nil {
			t.Error(err)
		}
	})
	for _, c := range []struct{ class, status, says string }{
		{"traefik", "pass", "routes of 1 class or Gateway lead to pods of the namespace"},
		{"other", "unknown", "its class is not there"},
	} {
		path := filepath.Join(t.TempDir(), c.class+".yaml")
		route := object("networking.k8s.io/v1", "Ingress", "web", "spec: {ingressClassName: "+c.class+", rules: [{host: shop.example.com, http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: web, port: {number: 80}}}}]}}]}")
		if err := os.WriteFile(path, []byte(route), 0o600); err != nil {
			t.Fatal(err)
		}
		report := p.proves(t, "land", path, "-n", namespace, "--probe", "--only", "ingress/routes-answer")
		got := report.ByID()["ingress/routes-answer"]
		if said := got.Reason + " " + evidenceOf(got); got.Status != c.status || !strings.Contains(said, c.says) {
			t.Errorf("class %s: %s, want %s with %q: %s", c.class, got.Status, c.status, c.says, said)
		}
	}
	p.nothingLeft(t)
}
