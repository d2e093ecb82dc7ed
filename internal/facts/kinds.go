package facts

import (
	"slices"
	"strings"
	"sync"
)

// Kind names one kind of fact: the JSON name of a field of Snapshot, or a part of one, as
// "custom.topics" is of "custom". Checks need kinds, collectors fill them, blind spots say
// which of them are incomplete.
type Kind string

// Whole returns the kind of fact that k is, or is a part of.
func (k Kind) Whole() Kind {
	whole, _, _ := strings.Cut(string(k), ".")
	return Kind(whole)
}

// Overlaps reports whether one of the two kinds is the other, or a part of it.
func (k Kind) Overlaps(other Kind) bool { return k.partOf(other) || other.partOf(k) }

// partOf reports whether a kind is another one or a part of it.
func (k Kind) partOf(whole Kind) bool {
	return k == whole || strings.HasPrefix(string(k), string(whole)+".")
}

// kindNames are all kinds of fact, which are asked for thousands of times.
var kindNames = sync.OnceValue(func() map[Kind]bool {
	all := map[Kind]bool{}
	for _, k := range Kinds() {
		all[k] = true
	}
	return all
})

// isKind reports whether a name is that of a kind of fact.
func isKind(name Kind) bool { return kindNames()[name] }

// SortedKinds returns the kinds of all lists in order, each once.
func SortedKinds(lists ...[]Kind) []Kind {
	all := slices.Concat(lists...)
	slices.Sort(all)
	return slices.Compact(all)
}

// KindNames returns the kinds as text, in their order.
func KindNames(kinds []Kind) []string {
	names := make([]string, 0, len(kinds))
	for _, k := range kinds {
		names = append(names, string(k))
	}
	return names
}

// Blind returns the blind spots that make any of the kinds incomplete: those of the kind
// itself, of a part of it, or of the whole that it is a part of.
func (s *Snapshot) Blind(kinds []Kind) []BlindSpot {
	var blind []BlindSpot
	for _, b := range s.BlindSpots {
		if slices.ContainsFunc(kinds, b.Facts.Overlaps) {
			blind = append(blind, b)
		}
	}
	return blind
}
