package proof

import (
	"fmt"
	"strings"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/text"
)

// mostListed is how many of the things that failed alike a finding lists.
const mostListed = 3

// alike are trials that failed in the same way, from the same nodes.
type alike struct {
	trials []facts.Trial
	nodes  []string
}

// findings returns a finding for all trials that failed alike: whatever was tried from one node in
// vain is one, and so is what was tried in vain from several.
func findings(trials []facts.Trial) []check.Finding {
	var out []check.Finding
	for _, g := range mergeNodes(groupByNode(trials)) {
		f := check.Finding{Message: g.describe()}
		switch first := g.trials[0]; {
		case first.Namespace != "":
			f.Object = facts.ObjectRef{Kind: "Namespace", Name: first.Namespace}
		case len(g.nodes) == 1:
			f.Object = facts.ObjectRef{Kind: "Node", Name: g.nodes[0]}
		}
		out = append(out, f)
	}
	return out
}

// groupByNode puts trials together that were made from one node in the same circumstances and had
// the same outcome.
func groupByNode(trials []facts.Trial) []alike {
	var groups []alike
	at := map[facts.Trial]int{}
	for _, t := range trials {
		key := facts.Trial{
			Phase: t.Phase, When: t.When, FromNode: t.FromNode, Namespace: t.Namespace, Expected: t.Expected, Got: t.Got, Failure: t.Failure,
		}
		i, seen := at[key]
		if !seen {
			i, at[key] = len(groups), len(groups)
			groups = append(groups, alike{})
			if t.FromNode != "" {
				groups[i].nodes = []string{t.FromNode}
			}
		}
		groups[i].trials = append(groups[i].trials, t)
	}
	return groups
}

// mergeNodes puts groups together that differ in nothing but the node, and in how often and how
// long it was tried.
func mergeNodes(groups []alike) []alike {
	var out []alike
	at := map[string]int{}
	for _, g := range groups {
		first := g.trials[0]
		key := strings.Join([]string{first.Phase, first.When, first.Namespace, outcome(first), strings.Join(g.what(""), "|")}, "|")
		i, seen := at[key]
		if !seen || len(g.nodes) == 0 {
			at[key] = len(out)
			out = append(out, g)
			continue
		}
		out[i].trials = append(out[i].trials, g.trials...)
		out[i].nodes = append(out[i].nodes, g.nodes...)
	}
	return out
}

// what are the things that were tried, each once, as seen from a node.
func (g alike) what(from string) []string {
	var all []string
	seen := map[string]bool{}
	for _, t := range g.trials {
		what := t.What
		switch {
		case t.ToNode != "" && t.ToNode == from:
			what += " on the same node"
		case t.ToNode != "":
			what += " on node " + t.ToNode
		}
		if !seen[what] {
			seen[what] = true
			all = append(all, what)
		}
	}
	return all
}

// describe returns what was tried, what was expected and what came. A single node is the finding's
// object, and is not named.
func (g alike) describe() string {
	first, from := g.trials[0], ""
	if len(g.nodes) == 1 {
		from = g.nodes[0]
	}
	out := text.List(g.what(from), mostListed, ", ")
	if len(g.nodes) > 1 {
		out += fmt.Sprintf(" from %d nodes (%s)", len(g.nodes), text.Few(g.nodes))
	}
	if first.When != "" {
		out += ", " + first.When
	}
	out += ": " + outcome(first)
	var seen []string
	if counted := g.attempts(); counted != "" {
		seen = append(seen, counted)
	}
	switch detail := g.trials[len(g.trials)-1].Detail; {
	case detail != "" && len(seen) > 0:
		seen = append(seen, "last: "+detail)
	case detail != "":
		seen = append(seen, detail)
	}
	if len(seen) > 0 {
		out += " (" + strings.Join(seen, "; ") + ")"
	}
	return out
}

// Describe returns what was tried in a trial, what was expected and what came. The node where it
// began is the finding's object.
func Describe(t facts.Trial) string {
	g := alike{trials: []facts.Trial{t}}
	if t.FromNode != "" {
		g.nodes = []string{t.FromNode}
	}
	return g.describe()
}

// outcome returns what was expected of a trial, and what came.
func outcome(t facts.Trial) string {
	if t.Failure != "" && !t.AsExpected() {
		return t.Failure
	}
	expected := map[string]string{facts.Answered: "an answer", facts.Blocked: "no answer", facts.Wrong: "a wrong answer"}[t.Expected]
	got := map[string]string{facts.Answered: "got one", facts.Blocked: "got none", facts.Wrong: "got a wrong one"}[t.Got]
	if t.Expected == facts.Blocked && t.Got == facts.Wrong {
		got = "got another one"
	}
	return "expected " + expected + ", " + got
}

// attempts returns how often it was tried, for how long, and of requests how many were answered.
func (g alike) attempts() string {
	attempts, answers, longest := 0, 0, 0
	for _, t := range g.trials {
		attempts, answers, longest = attempts+t.Attempts, answers+t.Answers, max(longest, t.Milliseconds)
	}
	within := " in " + Seconds(longest)
	switch failure := g.trials[0].Failure != ""; {
	case attempts == 0:
		return ""
	case failure && attempts == 1:
		return "tried once," + within
	case failure:
		return fmt.Sprintf("tried %d times%s", attempts, within)
	case attempts == 1 && answers == 0:
		return "the only attempt was not answered" + within
	case attempts == 1:
		return "the only attempt was answered" + within
	case g.trials[0].Got == facts.Wrong && answers < attempts:
		return fmt.Sprintf("%s got the right answer%s", text.Share(answers, attempts, "attempt", "attempts"), within)
	case answers == 0:
		return fmt.Sprintf("none of %d attempts was answered%s", attempts, within)
	case answers == attempts:
		return fmt.Sprintf("all %d attempts were answered%s", attempts, within)
	case answers == 1:
		return fmt.Sprintf("1 of %d attempts was answered%s", attempts, within)
	}
	return fmt.Sprintf("%d of %d attempts were answered%s", answers, attempts, within)
}

// Seconds writes how long something took.
func Seconds(milliseconds int) string {
	if milliseconds < 1000 {
		return "less than 1 s"
	}
	return fmt.Sprintf("%.0f s", float64(milliseconds)/1000)
}

// With adds a detail to a reason, where there is one.
func With(reason, detail string) string {
	if detail == "" {
		return reason
	}
	return reason + ": " + detail
}
