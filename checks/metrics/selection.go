// Package metrics holds the Go checks on the metrics pipeline: those that match label
// selectors.
package metrics

import (
	"fmt"
	"slices"
	"strings"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/kube"
)

// noPipeline reports whether no collector of metrics is there, not even asked for: then
// metrics/pipeline says all there is to say. These checks do not require that one,
// since most of them can be judged by manifests, which do not say what runs.
func noPipeline(in *facts.Input) bool {
	return len(in.Prometheuses) == 0 && len(collectors(in)) == 0
}

// collectors names what collects metrics, or can where its configuration says so.
func collectors(in *facts.Input) []string {
	var names []string
	for _, impl := range in.Running("metrics/pipeline") {
		names = append(names, impl.Title)
	}
	for _, c := range in.Candidates {
		if c.Role == "metrics/pipeline" && c.Product != "" && !slices.Contains(names, c.Product) {
			names = append(names, c.Product)
		}
	}
	return names
}

// noPipelineReason is the reason to skip then.
const noPipelineReason = "nothing collects metrics here: see metrics/pipeline"

// matcher decides which objects the servers of an operator pick up.
type matcher struct {
	// labels are those of each namespace; one that is not there is not known.
	labels map[string]map[string]string
}

func newMatcher(in *facts.Input) matcher {
	p := matcher{labels: make(map[string]map[string]string, len(in.Namespaces))}
	for _, n := range in.Namespaces {
		p.labels[n.Name] = kube.NamespaceLabels(&n)
	}
	return p
}

// subject is an object that wants to be picked up.
type subject struct {
	ref    facts.ObjectRef
	labels map[string]string
}

// candidate is a server that may pick it up.
type candidate struct {
	ref    facts.ObjectRef
	picker *kube.Picker
	// paused is one whose operator does nothing for it: what it has picked up stays, and nothing new comes.
	paused bool
}

func newCandidate(ref facts.ObjectRef, by facts.ObjectSelection) candidate {
	return candidate{ref: ref, picker: kube.NewPicker(&by, ref.Namespace)}
}

// match says whether one of the candidates selects the subject, and if not, why each
// of them does not.
func (p matcher) match(s subject, candidates []candidate) (kube.Choice, string) {
	var reasons []string
	more, result := 0, kube.NotPicked
	for _, c := range candidates {
		got, why := p.matchOne(s, c)
		if got == kube.Picked {
			return kube.Picked, ""
		}
		if got == kube.Undetermined {
			result = kube.Undetermined
		}
		if len(reasons) == mostReasons {
			more++
			continue
		}
		reasons = append(reasons, fmt.Sprintf("%s %s", kube.FormatRef(c.ref), why))
	}
	if more > 0 {
		return result, fmt.Sprintf("%s; the same with %d more", strings.Join(reasons, "; "), more)
	}
	return result, strings.Join(reasons, "; ")
}

// mostReasons is how many candidates are told why they do not pick something up: reasons hold commas themselves.
const mostReasons = 3

// matchOne holds a subject against one candidate.
func (p matcher) matchOne(s subject, c candidate) (kube.Choice, string) {
	return c.picker.Picks(s.ref.Namespace, s.labels, p.labels[s.ref.Namespace])
}
