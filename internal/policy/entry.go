package policy

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
)

// The entry rules of a policy.
const (
	ruleSkip    = "skip"
	ruleGap     = "gap"
	ruleUnknown = "unknown"
	ruleSummary = "summary"
	ruleState   = "state"
	ruleNeedy   = "needy"
)

// rulePass is the status that is left when no other rule decides; it has a summary only.
const rulePass = "pass"

// summarised are the statuses that a policy may have a summary of. A skip is explained by
// its own texts.
var summarised = []string{rulePass, ruleGap, ruleUnknown}

// entry is where a policy is evaluated: its package, and those of its entry rules that it has,
// like "gap" and "summary.pass".
type entry struct {
	pkg   ast.Ref
	rules []string
}

func (e entry) has(rule string) bool { return slices.Contains(e.rules, rule) }

// ref is the reference to a rule, like "summary.pass".
func (e entry) ref(rule string) ast.Ref {
	ref := slices.Clone(e.pkg)
	for part := range strings.SplitSeq(rule, ".") {
		ref = append(ref, ast.StringTerm(part))
	}
	return ref
}

// summary is the reference to the summary of a status, if there is one.
func (e entry) summary(status string) (ast.Ref, bool) {
	for _, rule := range []string{ruleSummary, ruleSummary + "." + status} {
		if e.has(rule) {
			return e.ref(rule), true
		}
	}
	return nil, false
}

// entryOf finds the entry rules of a module. It refuses those that are no sets of the form
// that is read: a rule `gap.x contains …` would never be evaluated, and its gap never found.
func entryOf(module *ast.Module) (entry, error) {
	e := entry{pkg: module.Package.Path}
	for _, name := range []string{ruleSkip, ruleGap, ruleUnknown, ruleState, ruleNeedy} {
		for _, rule := range rulesNamed(module, name) {
			if len(rule.Head.Ref()) != 1 || rule.Head.RuleKind() != ast.MultiValue {
				return e, fmt.Errorf("%s: `%s` is not a set: write `%s contains … if …`", rule.Loc(), rule.Head.Ref(), name)
			}
			e.rules = append(e.rules, name)
		}
	}
	if !e.has(ruleGap) && !e.has(ruleNeedy) { // what is needy is a gap where the cluster's check is one
		return e, errors.New("it has no rule `gap contains … if …`")
	}
	summaries, err := summariesOf(module, e)
	e.rules = append(e.rules, summaries...)
	slices.Sort(e.rules)
	e.rules = slices.Compact(e.rules)
	return e, err
}

// summariesOf finds the summaries of a module, and refuses those that would not be used.
func summariesOf(module *ast.Module, e entry) ([]string, error) {
	rules := rulesNamed(module, ruleSummary)
	var names []string
	for _, rule := range rules {
		ref := rule.Head.Ref()
		if rule.Head.RuleKind() != ast.MultiValue || len(ref) > 2 {
			return nil, fmt.Errorf("%s: `%s` is not a set: write `summary.pass contains …`", rule.Loc(), ref)
		}
		if len(ref) != len(rules[0].Head.Ref()) {
			return nil, fmt.Errorf("%s: the policy has a summary of every status and another of one: write all by status, or none", rule.Loc())
		}
		if len(ref) == 1 {
			names = append(names, ruleSummary)
			continue
		}
		value, _ := ref[1].Value.(ast.String)
		switch status := string(value); {
		case status == ruleSkip:
			return nil, fmt.Errorf("%s: a skip has no summary: its texts are the reason", rule.Loc())
		case !slices.Contains(summarised, status):
			return nil, fmt.Errorf("%s: `%s` is the summary of no status: there is summary.%s", rule.Loc(), ref, strings.Join(summarised, ", summary."))
		case status != rulePass && !e.has(status):
			return nil, fmt.Errorf("%s: `%s` is never used: the policy has no rule `%s`", rule.Loc(), ref, status)
		default:
			names = append(names, ruleSummary+"."+status)
		}
	}
	return names, nil
}

// rulesNamed returns a module's rules whose name is, or begins with, name: `summary` and
// `summary.pass`.
func rulesNamed(module *ast.Module, name string) []*ast.Rule {
	return slices.DeleteFunc(slices.Clone(module.Rules), func(rule *ast.Rule) bool {
		return rule.Head.Ref()[0].Value.Compare(ast.Var(name)) != 0
	})
}
