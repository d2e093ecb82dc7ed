package metrics

import (
	"fmt"
	"slices"
	"strings"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/kube"
	"github.com/kready/kready/internal/text"
)

// sorting counts subjects, with findings on those that nothing selects, and on those of
// which it is not known.
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
		case kube.NotPicked:
			out.left = append(out.left, finding)
		case kube.Undetermined:
			out.unsure = append(out.unsure, finding)
		}
	}
	return out
}

// taken are those of the subjects that are selected.
func (s sorting) taken(subjects []subject) []subject {
	not := make(map[facts.ObjectRef]bool, len(s.left)+len(s.unsure))
	for _, f := range slices.Concat(s.left, s.unsure) {
		not[f.Object] = true
	}
	return slices.DeleteFunc(slices.Clone(subjects), func(one subject) bool { return not[one.ref] })
}

// outcomeText is what the sentences of an outcome are made of.
type outcomeText struct {
	one, many string
	// taken and left say what it means to be picked up, and not to be.
	taken, left string
	// note follows the reason of a gap.
	note string
}

// outcome returns the answer: a gap, or unknown where another collector may read what is left.
func (s sorting) outcome(t outcomeText, readers []string) check.Outcome {
	total := text.Counted(s.total, t.one, t.many)
	missing := fmt.Sprintf("%d of %s %s %s", len(s.left), total, text.Are(len(s.left)), t.left)
	switch {
	case len(s.left) > 0 && len(readers) > 0:
		return check.Unknown(fmt.Sprintf("%s; whether %s reads them is in its configuration", missing, strings.Join(readers, " or ")), s.left...)
	case len(s.left) > 0:
		return check.Gap(missing+t.note, s.left...)
	case len(s.unsure) > 0:
		return check.Unknown(fmt.Sprintf("the namespaces of %d of %s are not known", len(s.unsure), total), s.unsure...)
	}
	return check.Pass(fmt.Sprintf("%s %s %s", total, text.Are(s.total), t.taken))
}
