package facts

import (
	"reflect"
	"slices"
	"strings"
)

// Kinds returns the names of all kinds of fact, in the snapshot's order. They are
// what checks need, collectors provide and blind spots name.
func Kinds() []string {
	t := reflect.TypeFor[Snapshot]()
	first, _ := t.FieldByName("Version")
	var kinds []string
	for i := first.Index[0]; i < t.NumField(); i++ {
		name, _, _ := strings.Cut(t.Field(i).Tag.Get("json"), ",")
		kinds = append(kinds, name)
	}
	return kinds
}

// Derived returns the kinds of fact that a derived part of the Input rests on, and
// whether name is a derived part at all. Dates, tables, what the user
// wants and the target rest on none.
func Derived(name string) ([]string, bool) {
	switch name {
	case "inventory", "unrecognised":
		return []string{"nodes", "workloads"}, true
	case "distribution":
		// The kubelets' versions carry the same suffixes as the API server's, so that a
		// dump of objects is enough.
		return []string{"nodes"}, true
	case "coverage":
		return []string{"nodes", "workloads", "pods"}, true
	case "asOf", "collectedAt", "tables", "intent", "thresholds", "target", "blindSpots":
		return nil, true
	}
	return nil, false
}

// Needs resolves names of Input fields to kinds of fact, sorted, without doubles.
// Unknown names are returned as they are, for the caller to refuse.
func Needs(names ...string) []string {
	var needs []string
	for _, name := range names {
		if kinds, ok := Derived(name); ok {
			needs = append(needs, kinds...)
			continue
		}
		needs = append(needs, name)
	}
	slices.Sort(needs)
	return slices.Compact(needs)
}

// Blind returns the blind spots that make any of the kinds incomplete: those of the kind
// itself, of a part of it, or of the whole that it is a part of.
func (s *Snapshot) Blind(kinds []string) []BlindSpot {
	var blind []BlindSpot
	for _, b := range s.BlindSpots {
		if slices.ContainsFunc(kinds, func(kind string) bool { return within(b.Facts, kind) || within(kind, b.Facts) }) {
			blind = append(blind, b)
		}
	}
	return blind
}
