// Package proof holds what all checks have in common that judge a probe: what was tried
// is a fact, and whether it proves something is decided here, once.
package proof

import (
	"cmp"
	"context"
	"fmt"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
)

// Rule is how a check judges its probe's trials.
type Rule struct {
	// Pass is the reason of a pass, from what was measured.
	Pass func(p facts.Probe) string
	// Gap is the reason of a gap.
	Gap func(p facts.Probe, failed []facts.Trial) string
	// Flags are the flags with which the probe runs; "--probe" when empty.
	Flags string
	// Judge, when set, is called when all trials came out as expected. It returns false when
	// it leaves them to decide.
	Judge func(in *facts.Input, p facts.Probe) (check.Outcome, bool)
	// Follows is the probe whose failure explains this one's, so that a cut path between two
	// nodes is reported once.
	Follows string
}

// Check completes c, whose ID is the probe's name, with a Run that judges the probe:
//
//	not run                        skip
//	nothing to prove here          skip
//	the facts show that it fails   gap
//	something stood in the way     unknown
//	a baseline that failed         unknown: what came after proves nothing
//	a trial that failed            gap
//	no trial at all                unknown
func Check(c check.Check, rule Rule) check.Check {
	c.Level = check.LevelProven
	c.Reads = append(c.Reads, facts.KindProbes)
	c.Run = func(_ context.Context, in *facts.Input) (check.Outcome, error) {
		p, there := in.Probe(c.ID)
		if !there {
			return check.Skip("not probed: " + cmp.Or(rule.Flags, "--probe") + " tries it"), nil
		}
		return judge(in, p, rule), nil
	}
	return c
}

func judge(in *facts.Input, p facts.Probe, rule Rule) check.Outcome {
	if p.NotApplicable != "" {
		return check.Skip(p.NotApplicable)
	}
	if p.RuledOut != "" {
		return check.Gap("not tried, because it cannot work: " + p.RuledOut)
	}
	if p.Obstacle != "" {
		return check.Unknown("the probe came to no answer: " + p.Obstacle)
	}
	if failed := failing(p, facts.PhaseBaseline); len(failed) > 0 {
		return check.Unknown(fmt.Sprintf("nothing is proven, because what must work before the test does not: %s", Describe(failed[0])), findings(failed)...)
	}
	failed := append(failing(p, facts.PhaseProof), failing(p, facts.PhaseRestored)...)
	if len(failed) > 0 {
		out := check.Gap(rule.Gap(p, failed), findings(failed)...)
		if before, there := in.Probe(rule.Follows); there && len(failing(before, facts.PhaseProof)) > 0 {
			out.Follows = rule.Follows
		}
		return out
	}
	if rule.Judge != nil {
		if out, decided := rule.Judge(in, p); decided {
			return out
		}
	}
	if !tried(p) {
		return check.Unknown("the probe tried nothing")
	}
	return check.Pass(rule.Pass(p))
}

func failing(p facts.Probe, phase string) []facts.Trial {
	var out []facts.Trial
	for _, t := range p.Trials {
		if t.Phase == phase && !t.AsExpected() {
			out = append(out, t)
		}
	}
	return out
}

func tried(p facts.Probe) bool {
	for _, t := range p.Trials {
		if t.Phase == facts.PhaseProof {
			return true
		}
	}
	return false
}

// Paths counts the different pairs of nodes that were tried.
func Paths(p facts.Probe) int {
	seen := map[[2]string]bool{}
	for _, t := range p.Trials {
		if t.FromNode != t.ToNode {
			seen[[2]string{t.FromNode, t.ToNode}] = true
		}
	}
	return len(seen)
}

// Nodes counts the nodes of a probe's trials.
func Nodes(p facts.Probe) int { return NodesOf(p.Trials) }

// NodesOf counts the nodes from which the trials were made.
func NodesOf(trials []facts.Trial) int {
	seen := map[string]bool{}
	for _, t := range trials {
		if t.FromNode != "" {
			seen[t.FromNode] = true
		}
	}
	return len(seen)
}
