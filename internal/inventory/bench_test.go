package inventory_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/fixture"
)

// crowd makes a snapshot of a large cluster: applications of many images, and among
// them an instance of every product that the catalogue has an image pattern for.
func crowd(b *testing.B, applications int) *facts.Snapshot {
	s := &facts.Snapshot{CollectedAt: time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)}
	for i := range applications {
		s.Workloads = append(s.Workloads, facts.Workload{
			Kind: facts.Deployment, Namespace: fmt.Sprintf("team-%d", i%300), Name: fmt.Sprintf("app-%d", i),
			Labels:    map[string]string{"app": fmt.Sprint(i), "app.kubernetes.io/name": "app", "team": fmt.Sprint(i % 300)},
			PodLabels: map[string]string{"app": fmt.Sprint(i), "app.kubernetes.io/name": "app"},
			Containers: []facts.Container{
				{Name: "app", Image: facts.Image{Registry: "registry.example.com", Repository: fmt.Sprintf("team-%d/my-app-service-%d", i%300, i%4000), Tag: "v1.2.3"}},
				{Name: "proxy", Image: facts.Image{Registry: "docker.io", Repository: "istio/proxyv2", Tag: "1.30.3"}},
			},
		})
	}
	for _, e := range known(b).Entries {
		for _, r := range e.WorkloadRules {
			if len(r.Images) > 0 {
				s.Workloads = append(s.Workloads, fixture.WorkloadOf(e.Name, r))
			}
		}
		for _, crd := range e.Marks.CRDs {
			s.CRDs = append(s.CRDs, facts.CRD{Name: strings.ReplaceAll(crd, "*", "things")})
		}
	}
	return s
}

func BenchmarkInput(b *testing.B) {
	r, s := recogniser(b), crowd(b, 15000)
	b.ResetTimer()
	for b.Loop() {
		if in := r.Input(s, time.Time{}); len(in.Inventory) < 200 {
			b.Fatalf("%d implementations", len(in.Inventory))
		}
	}
}

func BenchmarkPlatform(b *testing.B) {
	r, s := recogniser(b), crowd(b, 15000)
	b.ResetTimer()
	for b.Loop() {
		r.Platform(s)
	}
}
