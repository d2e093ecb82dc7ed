package inventory_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/fixture"
)

// TestEveryRule makes of each rule of the shipped catalogue a workload that should
// satisfy it, and asks whether the product is recognised: no rule is dead.
func TestEveryRule(t *testing.T) {
	c := known(t)
	for _, e := range c.Entries {
		for i, r := range e.WorkloadRules {
			s := &facts.Snapshot{Workloads: []facts.Workload{fixture.WorkloadOf(e.Name, r)}}
			if r.APIService != "" && !strings.HasPrefix(r.APIService, "!") {
				fixture.Serve(s, r.APIService)
			}
			if r.ClusterDNS != nil && !*r.ClusterDNS {
				s.Backends = append(s.Backends, facts.Backend{Namespace: "kube-system", Name: "kube-dns", Roles: []string{"dns"}, Selector: map[string]string{"k8s-app": "other"}})
				s.Workloads = append(s.Workloads, facts.Workload{Kind: facts.Deployment, Namespace: "kube-system", Name: "other", PodLabels: map[string]string{"k8s-app": "other"}})
			}
			found := names(recogniser(t).Input(s, time.Time{}), facts.StateRunning)
			if len(found) != 1 || found[0] != e.Name {
				t.Errorf("%s: rule %d, %v: found %v", e.Name, i+1, r.Images, found)
			}
		}
	}
}

// TestAllAtOnce puts an instance of every product into one cluster.
func TestAllAtOnce(t *testing.T) {
	c := known(t)
	s := &facts.Snapshot{}
	for _, e := range c.Entries {
		if len(e.WorkloadRules) > 0 {
			s.Workloads = append(s.Workloads, fixture.WorkloadOf(e.Name, e.WorkloadRules[0]))
		}
	}
	found := names(recogniser(t).Input(s, time.Time{}), facts.StateRunning)
	for _, e := range c.Entries {
		if len(e.WorkloadRules) > 0 && e.WorkloadRules[0].APIService == "" && !slices.Contains(found, e.Name) {
			t.Errorf("%s is not found", e.Name)
		}
	}
}
