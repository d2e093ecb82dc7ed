package engine

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/kready/kready/internal/catalog"
	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/fixture"
	"github.com/kready/kready/internal/plan"
)

// TestOfferedProductsCloseTheGap holds the plan's offers to the checks: for each step with a choice
// of products and each check that it claims to close there is a cluster on which that is a gap, and
// no gap any more once a product runs there that is offered.
func TestOfferedProductsCloseTheGap(t *testing.T) {
	all, known := builtinChecks(t), shippedRecogniser(t)
	set := fixtures(t)
	entries := catalogEntries(t)
	for _, a := range plan.Acts() {
		if len(a.Roles) == 0 || a.Named || needsMore(a.Closes[0]) {
			continue
		}
		for _, id := range a.Closes {
			t.Run(id, func(t *testing.T) {
				t.Parallel()
				c := all[slices.IndexFunc(all, func(c check.Check) bool { return c.ID == id })]
				clusters := gapsOf(t, set, id)
				for _, e := range entries {
					if !offered(entries, a.Roles, e) || len(e.WorkloadRules) == 0 {
						continue
					}
					closed := slices.ContainsFunc(clusters, func(f fixture.Fixture) bool {
						return slices.ContainsFunc(e.WorkloadRules, func(r catalog.Rule) bool {
							s, err := set.Snapshot(f)
							if err != nil {
								t.Fatal(err)
							}
							install(s, e, r)
							out, err := c.Run(context.Background(), known.Input(s, f.AsOf))
							return err == nil && out.Status != check.StatusGap && out.Status != check.StatusSkip
						})
					})
					if !closed {
						t.Errorf("%s is offered, and on none of %d clusters %s is no gap with it", e.Name, len(clusters), id)
					}
				}
			})
		}
	}
}

// needsMore reports whether a product that runs does not close a gap yet: another one has to go, or it
// needs policies first, as the remedies say.
func needsMore(id string) bool {
	return slices.Contains([]string{"ingress/ingress-nginx-retired", "logs/agent-eol", "policy/engine"}, id)
}

// offered reports whether a product is offered on some distribution.
func offered(entries []catalog.Entry, roles []string, e catalog.Entry) bool {
	for _, distribution := range append([]string{""}, facts.DistributionNames()...) {
		if slices.Contains(plan.Offered(entries, roles, distribution), e.Name) {
			return true
		}
	}
	return false
}

// install puts a product into a cluster, as a workload that satisfies one of its rules, in good
// health, with what it registers.
func install(s *facts.Snapshot, e catalog.Entry, r catalog.Rule) {
	w := fixture.WorkloadOf(e.Name, r)
	w.Desired, w.Ready = 2, 2
	s.Workloads = append([]facts.Workload{w}, s.Workloads...)
	roles := slices.Concat(e.Provides, r.Provides)
	api := r.APIService
	if slices.Contains(roles, "metrics/resource-api") {
		api = "v1beta1.metrics.k8s.io"
	}
	if api != "" && !strings.HasPrefix(api, "!") {
		fixture.Serve(s, api)
		s.APIServices[len(s.APIServices)-1].Available = "True"
	}
	for _, controller := range e.Marks.GatewayControllers {
		s.GatewayClasses = append(s.GatewayClasses, facts.GatewayClass{Name: e.Name, Controller: controller, Accepted: "True"})
	}
	if slices.Contains(roles, "network/cni") {
		for i := range s.Nodes {
			s.Nodes[i].Conditions = []facts.Condition{{Type: "Ready", Status: "True"}}
		}
	}
	if slices.Contains(roles, "dns/cluster") {
		s.Backends = append(s.Backends, facts.Backend{
			Namespace: w.Namespace, Name: "kube-dns", Exists: true, Roles: []string{"dns"}, Selector: w.PodLabels, Endpoints: 2, ReadyEndpoints: 2,
		})
	}
}

func gapsOf(t *testing.T, set *fixture.Set, id string) []fixture.Fixture {
	t.Helper()
	all, err := set.Of(id)
	if err != nil {
		t.Fatal(err)
	}
	return slices.DeleteFunc(all, func(f fixture.Fixture) bool { return f.Status() != string(check.StatusGap) })
}

func catalogEntries(t *testing.T) []catalog.Entry {
	t.Helper()
	known, err := Env{}.Catalog(nil)
	if err != nil {
		t.Fatal(err)
	}
	return known.Entries
}
