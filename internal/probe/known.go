package probe

import (
	"slices"

	"github.com/kready/kready/internal/facts"
)

// KnownGap is what a check of the facts found missing before anything is tried.
type KnownGap struct {
	// Check is its id, Reason what it says.
	Check, Reason string
	Findings      []KnownFinding
}

// KnownFinding is one object's part in a KnownGap.
type KnownFinding struct {
	Object  facts.ObjectRef
	Message string
}

// Gap returns what a check found that the probe consults; false when it is no gap, or when the
// facts do not tell.
func (s *Session) Gap(check string) (KnownGap, bool) {
	i := slices.IndexFunc(s.Settings.Known, func(g KnownGap) bool { return g.Check == check })
	if i < 0 {
		return KnownGap{}, false
	}
	return s.Settings.Known[i], true
}

// About returns what the gap's finding about an object says; "" when there is none.
func (g KnownGap) About(kind, name string) string {
	for _, f := range g.Findings {
		if f.Object.Kind == kind && f.Object.Name == name {
			return f.Message
		}
	}
	return ""
}

// Consulted returns the ids of the checks that any of the probes consults, each once.
func Consulted(probes []Probe) []string {
	var ids []string
	for _, p := range probes {
		ids = append(ids, p.Consults...)
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}
