package inventory

import (
	"strings"
	"testing"

	"github.com/kready/kready/internal/facts"
)

// TestCandidatesByName: what is called as a product is, and whose image is not known, may be it.
func TestCandidatesByName(t *testing.T) {
	called := func(of func(*facts.Workload)) facts.Snapshot {
		w := stranger(facts.Deployment, "front", "")
		of(&w)
		return facts.Snapshot{Workloads: []facts.Workload{w}}
	}
	for name, c := range map[string]struct {
		s    facts.Snapshot
		role string
		want string // "" for no candidate
	}{
		"its own name":        {called(func(w *facts.Workload) { w.Name = "traefik" }), "ingress/controller", "Deployment traefik: it is named as Traefik is"},
		"in RKE2":             {called(func(w *facts.Workload) { w.Name = "rke2-traefik" }), "ingress/controller", "Deployment rke2-traefik: it is named as Traefik is"},
		"its label":           {called(func(w *facts.Workload) { w.Labels = map[string]string{"app.kubernetes.io/name": "kyverno"} }), "policy/engine", "Deployment front: it is named as Kyverno is"},
		"its container":       {called(func(w *facts.Workload) { w.Containers[0].Name = "metrics-server" }), "metrics/resource-api", "Deployment front: it is named as metrics-server is"},
		"another role":        {called(func(w *facts.Workload) { w.Name = "traefik" }), "policy/engine", ""},
		"a name much like it": {called(func(w *facts.Workload) { w.Name = "traefik-demo" }), "ingress/controller", ""},
		"an image's word":     {called(func(w *facts.Workload) { w.Name = "agent" }), "metrics/pipeline", ""},
		"a hook":              {called(func(w *facts.Workload) { w.Name, w.Hook = "traefik", true }), "ingress/controller", ""},
	} {
		t.Run(name, func(t *testing.T) {
			if got := candidateFor(t, c.role, &c.s); c.want == "" && got != "" || !strings.HasPrefix(got, c.want) {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}
