package inventory

import (
	"slices"

	"github.com/kready/kready/internal/facts"
)

// Reads are the kinds of fact that something looks at.
type Reads struct {
	// Needs are those that it rests on: when one is blind, there may be more than was read.
	Needs []facts.Kind
	// Optional are those that it looks at besides. They are collected with the others, and
	// it can do without them. No kind is in both lists.
	Optional []facts.Kind
}

// Kinds returns all of the kinds, sorted.
func (r Reads) Kinds() []facts.Kind { return facts.SortedKinds(r.Needs, r.Optional) }

// withOptional returns r with all that others look at as optional: what is derived from something
// derived looks at its kinds of fact, and rests on its own only.
func (r Reads) withOptional(others ...Reads) Reads {
	optional := r.Optional
	for _, other := range others {
		optional = append(slices.Clone(optional), other.Kinds()...)
	}
	return Reads{Needs: facts.SortedKinds(r.Needs), Optional: without(facts.SortedKinds(optional), r.Needs)}
}

// WithOptional returns r with further kinds that can be done without.
func (r Reads) WithOptional(kinds []facts.Kind) Reads { return r.withOptional(Reads{Optional: kinds}) }

// without returns the kinds that are not among others.
func without(kinds, others []facts.Kind) []facts.Kind {
	return slices.DeleteFunc(kinds, func(k facts.Kind) bool { return slices.Contains(others, k) })
}

// readsOf returns what a derived part of the input is derived from; nothing for the parts
// that need no fact.
func readsOf(part facts.Part) Reads {
	switch part {
	case facts.PartDistribution:
		return distributionReads()
	case facts.PartCoverage:
		return coverageReads()
	case facts.PartInventory:
		return inventoryReads()
	case facts.PartUnrecognised:
		return unrecognisedReads()
	case facts.PartCandidates:
		return candidatesReads()
	case facts.PartUntolerated:
		return untoleratedReads()
	case facts.PartBudgeted:
		return budgetedReads()
	case facts.PartApplications:
		return applicationsReads()
	case facts.PartNodeKinds:
		return Reads{Needs: []facts.Kind{facts.KindNodes}}
	case facts.PartPodPlaces:
		return Reads{Needs: []facts.Kind{facts.KindPods}}
	case facts.PartIngressSums:
		return Reads{Needs: []facts.Kind{facts.KindIngresses}}
	case facts.PartPolicySums:
		return Reads{Needs: []facts.Kind{facts.KindNetworkPolicies}}
	case facts.PartPolicyEnforcers:
		return policyEnforcersReads()
	case facts.PartPolicyDefaults:
		return policyDefaultsReads()
	case facts.PartAmbientPolicies:
		return Reads{Needs: []facts.Kind{facts.KindNamespaces, facts.KindNetworkPolicies}}
	case facts.PartAutoscalerSums:
		return Reads{Needs: []facts.Kind{facts.KindHPAs}}
	}
	return Reads{}
}

// Needs returns all kinds of fact that the derived parts of the input look at.
func Needs() []facts.Kind {
	var fields facts.Fields
	for _, part := range facts.DerivedParts() {
		fields = append(fields, part)
	}
	return Resolve(fields, nil).Kinds()
}

// Resolve returns the kinds of fact behind fields of the input: behind those that something
// rests on, and behind optional ones, each kind once.
func Resolve(fields, optional facts.Fields) Reads {
	var out Reads
	for _, f := range fields {
		r := kindsBehind(f)
		out.Needs = append(out.Needs, r.Needs...)
		out.Optional = append(out.Optional, r.Optional...)
	}
	for _, f := range optional {
		out.Optional = append(out.Optional, kindsBehind(f).Kinds()...)
	}
	return out.withOptional()
}

// kindsBehind returns the kinds of fact behind one field.
func kindsBehind(field facts.InputField) Reads {
	switch f := field.(type) {
	case facts.Kind:
		return Reads{Needs: []facts.Kind{f}}
	case facts.Part:
		return readsOf(f)
	}
	return Reads{}
}
