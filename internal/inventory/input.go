// Package inventory recognises which products provide the batteries of a cluster:
// facts and catalogue in, implementations with evidence out. It is pure.
package inventory

import (
	"cmp"
	"slices"
	"time"

	"github.com/kready/kready/internal/catalog"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/kube"
)

// Recogniser recognises the products of one catalogue, in as many snapshots as there are.
// Its methods may be called at the same time.
type Recogniser struct {
	c  *catalog.Catalog
	ix *index
}

// NewRecogniser prepares a catalogue, which must not change from then on.
func NewRecogniser(c *catalog.Catalog) *Recogniser {
	facts.FillEmpty(&c.Tables) // inputs share them, and fill what is nil
	return &Recogniser{c: c, ix: newIndex(c)}
}

// Input derives from a snapshot all that checks judge by. A zero asOf means the
// moment of collection. The thresholds are the defaults. The snapshot's nil slices are
// filled on the way.
func (r *Recogniser) Input(s *facts.Snapshot, asOf time.Time) *facts.Input {
	return r.InputWith(s, asOf, facts.DefaultThresholds())
}

// InputWith is Input with thresholds of the user's own, one of which says how long a new
// node may do without its agents.
func (r *Recogniser) InputWith(s *facts.Snapshot, asOf time.Time, thresholds facts.Thresholds) *facts.Input {
	in := &facts.Input{Snapshot: *s, AsOf: asOf, Tables: r.c.Tables, Thresholds: thresholds.OrDefault()}
	if asOf.IsZero() {
		in.AsOf = s.CollectedAt
	}
	in.Distribution = distribution(s.Only(distributionReads().Kinds()...))
	f := r.newFinder(s.Only(recognitionReads().Kinds()...))
	in.Coverage = coverage(s.Only(coverageReads().Kinds()...), f.platform(), in.Thresholds.SettlingMinutes.Duration())
	in.Inventory = f.inventory(in.Distribution, in.Coverage)
	in.Unrecognised = f.unrecognised(in.Inventory)
	in.Candidates = slices.Concat(candidates(f, s.Only(facts.KindAccountRights)), f.elsewhere(in.Distribution))
	in.Untolerated = untolerated(s.Only(untoleratedReads().Kinds()...))
	in.Budgeted = budgeted(s.Only(budgetedReads().Kinds()...))
	in.Applications = s.Only(applicationsReads().Kinds()...).Applications()
	in.JudgedNodes = kube.JudgeNodes(s, in.Thresholds.SettlingMinutes.Duration())
	in.NodeKinds = kube.NodeKinds(in.JudgedNodes)
	in.PodPlaces = kube.PodPlaces(s.Pods)
	in.IngressSums = kube.SumIngresses(s, in.Thresholds.PendingMinutes.Duration())
	in.PolicySums = kube.SumPolicies(s.NetworkPolicies)
	in.PolicyEnforcers = kube.PolicyEnforcers(in)
	in.PolicyDefaults = kube.PolicyDefaults(in)
	in.AmbientPolicies = kube.AmbientPolicies(s)
	in.AutoscalerSums = kube.SumAutoscalers(s.HPAs)
	for _, part := range facts.DerivedParts() {
		in.SetDerivedFrom(part, readsOf(part).Needs)
	}
	names := possible(s.Only(distributionReads().Kinds()...), in.Distribution)
	in.SetDerivedFrom(facts.PartDistribution, distributionNeeds(names))
	in.SetDerivedFrom(facts.PartInventory, f.inventoryNeeds(names))
	in.SetDerivedFrom(facts.PartPolicyEnforcers, f.inventoryNeeds(names))
	in.SetDerivedFrom(facts.PartPolicyDefaults, slices.Concat(policyDefaultsReads().Needs, f.inventoryNeeds(names)))
	facts.FillEmpty(in)
	return in
}

// inventoryReads says what inventory is derived from: all that recognition looks at, the
// distribution, by which products out of sight are recognised, and the coverage of agents.
func inventoryReads() Reads {
	return recognitionReads().withOptional(distributionReads(), coverageReads())
}

// policyEnforcersReads says what policyEnforcers is derived from: the inventory, what is not recognised, and what
// switches an engine off.
func policyEnforcersReads() Reads {
	return inventoryReads().withOptional(candidatesReads(), Reads{Needs: []facts.Kind{facts.KindNetworkConfig, facts.KindOtherPolicies, facts.KindProductResources}})
}

// policyDefaultsReads says what policyDefaults is derived from. What could not be read of policies of other kinds, it
// says itself.
func policyDefaultsReads() Reads {
	return Reads{Needs: []facts.Kind{facts.KindNamespaces, facts.KindNetworkPolicies}}.withOptional(
		policyEnforcersReads(), Reads{Needs: []facts.Kind{facts.KindOtherPolicies, facts.KindProductResources}})
}

// inventory returns all implementations, by name, state, namespace and workload.
func (f *finder) inventory(d facts.Distribution, coverage []facts.AgentCoverage) []facts.Implementation {
	var all []facts.Implementation
	orphans := make([][]hit, len(f.c.Entries))
	for e := range f.c.Entries {
		found, rest := f.instances(e)
		for _, in := range found {
			all = append(all, f.running(e, in, coverage))
		}
		orphans[e] = rest
	}
	all = append(all, f.hidden(d, all)...)
	all = append(all, f.registered(all)...)
	all = append(all, f.requested(all)...)
	all = append(all, f.remnants(all, orphans)...)
	slices.SortStableFunc(all, func(a, b facts.Implementation) int {
		return cmp.Or(
			cmp.Compare(a.Name, b.Name),
			cmp.Compare(stateOrder(a.State), stateOrder(b.State)),
			cmp.Compare(a.Namespace, b.Namespace),
		)
	})
	return all
}

func stateOrder(state string) int {
	return slices.Index([]string{facts.StateRunning, facts.StateHidden, facts.StateDeclared, facts.StateRemnant}, state)
}

// newImplementation returns an implementation with all that its entry says by itself.
func (f *finder) newImplementation(entry int, state string) facts.Implementation {
	e := &f.c.Entries[entry]
	return facts.Implementation{
		Name: e.Name, Title: e.Title, State: state, Lifecycle: e.Lifecycle, Table: e.Table,
		Controllers:  slices.Concat(e.Marks.IngressControllers, e.Marks.GatewayControllers),
		Provisioners: slices.Concat(e.Marks.CSIDrivers, e.Marks.Provisioners),
	}
}

// withRoles writes the roles and the batteries that they belong to.
func withRoles(impl facts.Implementation, roles []string) facts.Implementation {
	impl.Roles = unique(roles)
	for _, role := range impl.Roles {
		impl.Batteries = append(impl.Batteries, batteryOf(role))
	}
	impl.Batteries = unique(impl.Batteries)
	return impl
}
