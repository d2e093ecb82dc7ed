package probe

import (
	"fmt"
	"slices"

	"github.com/kready/kready/internal/agent"
	"github.com/kready/kready/internal/facts"
)

// didNotWork is the Failure of trials of what works or not.
const didNotWork = "failed"

// Result collects the facts of one probe.
type Result struct {
	probe facts.Probe
}

// NotApplicable records why the probe does not apply to the cluster.
func (r *Result) NotApplicable(format string, args ...any) {
	r.probe.NotApplicable = fmt.Sprintf(format, args...)
}

// Add adds a trial.
func (r *Result) Add(t facts.Trial) { r.probe.Trials = append(r.probe.Trials, t) }

// Measure adds a measured number.
func (r *Result) Measure(name string, value int, unit string) {
	r.probe.Measures = append(r.probe.Measures, facts.Measure{Name: name, Value: value, Unit: unit})
}

// addMax adds a measured number, or raises the one of that name to it.
func (r *Result) addMax(name string, value int, unit string) {
	i := slices.IndexFunc(r.probe.Measures, func(m facts.Measure) bool { return m.Name == name })
	if i < 0 {
		r.Measure(name, value, unit)
		return
	}
	r.probe.Measures[i].Value = max(r.probe.Measures[i].Value, value)
}

// AddAnswers adds the trials of a client. Describe returns how a trial is described: What,
// When, FromNode and ToNode.
func (r *Result) AddAnswers(result ClientResult, describe func(try agent.Trial) facts.Trial) {
	for _, step := range result.Script.Steps {
		for _, try := range step.Trials {
			i := slices.IndexFunc(result.Answers, func(a agent.Answer) bool { return a.Name == try.Name })
			if i < 0 {
				continue // the script ended before it
			}
			a := result.Answers[i]
			t := describe(try)
			t.Phase, t.Expected, t.Got, t.Detail = step.Phase, try.Expected, a.Got, a.Detail
			t.Attempts, t.Answers, t.Milliseconds = a.Attempts, a.Answers, a.Milliseconds
			if t.FromNode == "" {
				t.FromNode = result.Node
			}
			r.Add(t)
		}
	}
}

// PhaseSucceeded reports whether there are trials of a phase, all with the expected outcome.
func (r *Result) PhaseSucceeded(phase string) bool {
	some := false
	for _, t := range r.probe.Trials {
		if t.Phase == phase {
			some = true
			if !t.AsExpected() {
				return false
			}
		}
	}
	return some
}
