package metrics

import (
	"fmt"
	"strings"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/text"
)

// sorting is what became of some subjects: those that nobody selects, and those of
// which that is not known.
type sorting struct {
	total        int
	left, unsure []check.Finding
}

// sort asks for every subject whether a candidate selects it.
func (p matcher) sort(subjects []subject, candidates []candidate) sorting {
	out := sorting{total: len(subjects)}
	for _, s := range subjects {
		got, why := p.match(s, candidates)
		if why == "" {
			why = "there is no Prometheus of the operator that could"
		}
		finding := check.Finding{Object: s.ref, Message: why}
		switch got {
		case notSelected:
			out.left = append(out.left, finding)
		case undetermined:
			out.unsure = append(out.unsure, finding)
		}
	}
	return out
}

// words are what an outcome is put into.
type words struct {
	one, many string
	// taken and left say what it means to be picked up, and not to be.
	taken, left string
	// note follows the reason of a gap.
	note string
}

// outcome turns what was sorted into an answer.
func (s sorting) outcome(w words, readers []string) check.Outcome {
	total := text.Counted(s.total, w.one, w.many)
	missing := fmt.Sprintf("%d of %s %s %s", len(s.left), total, text.Are(len(s.left)), w.left)
	switch {
	case len(s.left) > 0 && len(readers) > 0:
		return check.Unknown(fmt.Sprintf("%s; whether %s reads them is in its configuration", missing, strings.Join(readers, " or ")), s.left...)
	case len(s.left) > 0:
		return check.Gap(missing+w.note, s.left...)
	case len(s.unsure) > 0:
		return check.Unknown(fmt.Sprintf("the namespaces of %d of %s are not known", len(s.unsure), total), s.unsure...)
	}
	return check.Pass(fmt.Sprintf("%s %s %s", total, text.Are(s.total), w.taken))
}
