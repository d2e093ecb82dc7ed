package plan

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/text"
)

// section is the steps of one tier with their heading.
type section struct {
	tier  check.Tier
	title string
	// later is true for the steps that none of the services needs, of any tier.
	later bool
	steps []Step
}

// sections splits the steps by tier. Order is kept: no step comes before one that it
// waits for.
func (p Plan) sections() []section {
	all := []section{
		{tier: check.TierMust, title: "Must-haves"},
		{tier: check.TierShould, title: "Should-haves"},
		{tier: check.TierCould, title: "Later"},
	}
	if len(p.Services) > 0 {
		all[2].title = "Nice-to-haves"
		all = append(all, section{later: true, title: "Later"})
	}
	var out []section
	for _, s := range all {
		for _, step := range p.Steps {
			if step.Later == s.later && (s.later || step.Tier == string(s.tier)) {
				s.steps = append(s.steps, step)
			}
		}
		if len(s.steps) > 0 {
			out = append(out, s)
		}
	}
	return out
}

// summary says how much a section is: "9 steps, 38 to 112 days".
func (s section) summary() string {
	var low, high float64
	for _, step := range s.steps {
		low, high = low+step.Effort.Low, high+step.Effort.High
	}
	return fmt.Sprintf("%s, %s of one engineer", text.Counted(len(s.steps), "step", "steps"), days(low, high))
}

// days says a range.
func days(low, high float64) string {
	number := func(n float64) string { return strconv.FormatFloat(n, 'f', -1, 64) }
	return number(low) + " to " + number(high) + " days"
}

// why says why a product is a choice: "kind ships it, Apache-2.0".
func (c Choice) why() string { return strings.Join(c.Reasons, ", ") }

// others says how many choices there are besides; "" for none.
func (s Step) others() string {
	if s.MoreChoices == 0 {
		return ""
	}
	return fmt.Sprintf("%d more: `%s`", s.MoreChoices, s.List)
}

// describeAfter says what a step waits for: "steps 1 and 3".
func (s Step) describeAfter() string {
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

// rights are the questions that a right answers.
func (p Plan) rights() []string {
	var ids []string
	for _, q := range p.FindOut {
		if len(q.Rights) > 0 {
			ids = append(ids, q.Check)
		}
	}
	return ids
}
