package plan

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/kready/kready/internal/check"
)

// section is the steps of one tier with their heading.
type section struct {
	tier  check.Tier
	title string
	steps []Step
}

// sections splits the steps by tier. Order is kept: no step comes before one that it
// waits for.
func (p Plan) sections() []section {
	var out []section
	for _, s := range []section{
		{tier: check.TierMust, title: "Must-haves"},
		{tier: check.TierShould, title: "Then"},
		{tier: check.TierCould, title: "Later"},
	} {
		for _, step := range p.Steps {
			if step.Tier == string(s.tier) {
				s.steps = append(s.steps, step)
			}
		}
		if len(s.steps) > 0 {
			out = append(out, s)
		}
	}
	return out
}

// total says how much a section is: "9 steps, 38 to 112 days".
func (s section) total() string {
	var low, high float64
	for _, step := range s.steps {
		low, high = low+step.Effort.Low, high+step.Effort.High
	}
	return fmt.Sprintf("%s, %s", check.Counted(len(s.steps), "step", "steps"), days(low, high))
}

// days says a range.
func days(low, high float64) string {
	number := func(n float64) string { return strconv.FormatFloat(n, 'f', -1, 64) }
	return number(low) + " to " + number(high) + " days"
}

// names lists the choices: the provider's own are marked, and what is there already.
func (s Step) names() string {
	var out []string
	for _, c := range s.Choices {
		name := c.Title
		switch {
		case c.Own && c.Here:
			name += " (the provider's own, here already)"
		case c.Own:
			name += " (the provider's own)"
		case c.Here:
			name += " (here already)"
		}
		out = append(out, name)
	}
	return strings.Join(out, ", ")
}

// afterWords says what a step waits for: "steps 1 and 3".
func (s Step) afterWords() string {
	var out []string
	for _, n := range s.After {
		out = append(out, strconv.Itoa(n))
	}
	if len(out) == 1 {
		return "step " + out[0]
	}
	return "steps " + strings.Join(out[:len(out)-1], ", ") + " and " + out[len(out)-1]
}

// kinds are the kinds of step that the plan has, with their basis, in the table's order.
func (p Plan) kinds() []Effort {
	var out []Effort
	for _, e := range efforts() {
		for _, s := range p.Steps {
			if s.Effort.Kind == e.Kind {
				out = append(out, e)
				break
			}
		}
	}
	return out
}

// rights says whether any question can be answered by a right.
func (p Plan) rights() []string {
	var ids []string
	for _, q := range p.FindOut {
		if len(q.Rights) > 0 {
			ids = append(ids, q.Check)
		}
	}
	return ids
}
