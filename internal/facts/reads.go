package facts

import (
	"fmt"
	"slices"
)

// InputField names a field of Input that checks may read: a Kind that collection fills, or a
// Part that is not a kind of fact.
type InputField interface {
	// field is the field's JSON name.
	field() string
}

func (k Kind) field() string { return string(k) }

func (p Part) field() string { return string(p) }

// Part names a field of Input that no collector fills.
type Part string

// The parts that are derived from kinds of fact. What each is derived from, internal/inventory
// declares beside the function that derives it.
const (
	PartDistribution    Part = "distribution"
	PartInventory       Part = "inventory"
	PartCoverage        Part = "coverage"
	PartUnrecognised    Part = "unrecognised"
	PartCandidates      Part = "candidates"
	PartUntolerated     Part = "untolerated"
	PartBudgeted        Part = "budgeted"
	PartApplications    Part = "applications"
	PartNodeKinds       Part = "nodeKinds"
	PartPodPlaces       Part = "podPlaces"
	PartIngressSums     Part = "ingressSums"
	PartPolicySums      Part = "policySums"
	PartPolicyEnforcers Part = "policyEnforcers"
	PartPolicyDefaults  Part = "policyDefaults"
	PartAmbientPolicies Part = "ambientPolicies"
	PartAutoscalerSums  Part = "autoscalerSums"
)

// The parts that no fact is needed for: dates, tables, what the user configured, and the
// run itself.
const (
	PartAsOf        Part = "asOf"
	PartCollectedAt Part = "collectedAt"
	PartTarget      Part = "target"
	PartTargetKind  Part = "target.kind" // all of the target that most checks ask for
	PartBlindSpots  Part = "blindSpots"
	PartTables      Part = "tables"
	PartIntent      Part = "intent"
	PartThresholds  Part = "thresholds"
	// PartService is the service that is to land: requirements read it, and no other check may.
	PartService    Part = "service"
	PartForVersion Part = "forVersion"
)

// DerivedParts returns the parts that are derived from kinds of fact, in the order in which
// they are derived.
func DerivedParts() []Part {
	return []Part{
		PartDistribution, PartCoverage, PartInventory, PartUnrecognised, PartCandidates, PartUntolerated, PartBudgeted, PartApplications,
		PartNodeKinds, PartPodPlaces, PartIngressSums, PartPolicySums, PartPolicyEnforcers, PartPolicyDefaults, PartAmbientPolicies, PartAutoscalerSums,
	}
}

// GivenParts returns the parts that no fact is needed for.
func GivenParts() []Part {
	return []Part{PartAsOf, PartCollectedAt, PartTarget, PartTargetKind, PartBlindSpots, PartTables, PartIntent, PartThresholds, PartForVersion, PartService}
}

// SaidInParts returns the kinds that say themselves, part by part, what of them could not be read: whoever
// reads them asks for the parts that matter.
func SaidInParts() []InputField {
	return []InputField{KindProductResources, KindOtherPolicies, KindNamedConfigMaps, KindNamedServiceAccounts, KindNamedServices, KindNamedPods, KindNamedClaims, KindNamedObjects, KindNamespaceBounds, KindTakenAddresses, KindNamedHosts, KindNamedGrants, KindAuthorization}
}

// Fields are fields of Input.
type Fields []InputField

// Names returns the fields' JSON names, in order, each once.
func (f Fields) Names() []string {
	names := make([]string, 0, len(f))
	for _, field := range f {
		names = append(names, field.field())
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// Has reports whether a field is among the fields.
func (f Fields) Has(field InputField) bool { return slices.Contains(f, field) }

// NodesOnlyRecognise reports whether nodes matter to the fields, if at all, only for what can run out
// of sight and for the distribution. Where these are told otherwise, the fields do without nodes.
func (f Fields) NodesOnlyRecognise() bool {
	for _, field := range []InputField{KindNodes, PartNodeKinds, PartCoverage, PartUnrecognised, PartUntolerated} {
		if f.Has(field) {
			return false
		}
	}
	return true
}

// ParseFields returns the fields of JSON names such as "nodes", "inventory" or
// "custom.topics". Any other name is an error.
func ParseFields(names ...string) (Fields, error) {
	fields := make(Fields, 0, len(names))
	for _, name := range names {
		kind, part := Kind(name), Part(name)
		switch {
		case isKind(kind.Whole()):
			fields = append(fields, kind)
		case slices.Contains(DerivedParts(), part) || slices.Contains(GivenParts(), part):
			fields = append(fields, part)
		default:
			return nil, fmt.Errorf("the input of checks has no field %q", name)
		}
	}
	return fields, nil
}

// SetDerivedFrom records the kinds of fact that a derived part rests on, for BlindTo.
func (in *Input) SetDerivedFrom(part Part, kinds []Kind) {
	if in.restsOn == nil {
		in.restsOn = map[Part][]Kind{}
	}
	in.restsOn[part] = kinds
}

// BlindTo returns the blind spots that make any of the fields incomplete: of a kind of fact,
// or of one that a derived part rests on.
func (in *Input) BlindTo(fields ...InputField) []BlindSpot {
	var kinds []Kind
	for _, f := range fields {
		switch f := f.(type) {
		case Kind:
			kinds = append(kinds, f)
		case Part:
			kinds = append(kinds, in.restsOn[f]...)
		}
	}
	return in.Blind(kinds)
}
