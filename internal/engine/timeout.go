package engine

import (
	"fmt"
	"slices"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/text"
)

// noteTimeout says that time was up before all was read, and what had no answer.
func (e Env) noteTimeout(t Target, s *facts.Snapshot) {
	const named = 4
	if !slices.ContainsFunc(s.BlindSpots, func(b facts.BlindSpot) bool { return b.Reason == facts.ReasonTimeout }) {
		return
	}
	said := fmt.Sprintf("--timeout %s was over before all was read, and what is missing is unknown", t.Timeout)
	if late := t.progress.Late(); len(late) > 0 {
		said += ": no complete answer came for " + text.List(late, named, ", ")
	}
	if t.member {
		said = s.Target.Name + ": " + said
	}
	fmt.Fprintln(e.Stderr, "kready: "+said)
}
