package policy

import (
	"fmt"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
)

// rulePass is the status that is left when no other rule decides; it has a summary only.
const rulePass = "pass"

// summarised are the statuses that a policy may have a summary of. A skip is explained by
// its own texts.
var summarised = []string{rulePass, ruleGap, ruleUnknown}

// entryShapes refuses entry rules that are no sets of the form that is read. A rule
// `gap.x contains …` would never be asked, and its gap never be found.
func entryShapes(module *ast.Module) error {
	for _, name := range []string{ruleGap, ruleUnknown, ruleSkip} {
		for _, rule := range rulesNamed(module, name) {
			if len(rule.Head.Ref()) != 1 || rule.Head.RuleKind() != ast.MultiValue {
				return fmt.Errorf("%s: `%s` is not a set: write `%s contains … if …`", rule.Loc(), rule.Head.Ref(), name)
			}
		}
	}
	return summaryShapes(module)
}

func summaryShapes(module *ast.Module) error {
	rules := rulesNamed(module, ruleSummary)
	for _, rule := range rules {
		ref := rule.Head.Ref()
		if rule.Head.RuleKind() != ast.MultiValue || len(ref) > 2 {
			return fmt.Errorf("%s: `%s` is not a set: write `summary.pass contains …`", rule.Loc(), ref)
		}
		if len(ref) != len(rules[0].Head.Ref()) {
			return fmt.Errorf("%s: the policy has a summary of every status and another of one: write all by status, or none", rule.Loc())
		}
		if len(ref) == 1 {
			continue
		}
		status, _ := ref[1].Value.(ast.String)
		switch {
		case status == ruleSkip:
			return fmt.Errorf("%s: a skip has no summary: its texts are the reason", rule.Loc())
		case !slices.Contains(summarised, string(status)):
			return fmt.Errorf("%s: `%s` is the summary of no status: there is summary.%s", rule.Loc(), ref, strings.Join(summarised, ", summary."))
		case status != rulePass && len(rulesNamed(module, string(status))) == 0:
			return fmt.Errorf("%s: `%s` is never used: the policy has no rule `%s`", rule.Loc(), ref, string(status))
		}
	}
	return nil
}

// rulesNamed returns a module's rules whose name is, or begins with, name: `summary` and
// `summary.pass`.
func rulesNamed(module *ast.Module, name string) []*ast.Rule {
	var rules []*ast.Rule
	for _, rule := range module.Rules {
		if rule.Head.Ref()[0].Value.Compare(ast.Var(name)) == 0 {
			rules = append(rules, rule)
		}
	}
	return rules
}

// summariesOf returns the rules `summary.<status>`.
func summariesOf(module *ast.Module, status string) []*ast.Rule {
	return slices.DeleteFunc(rulesNamed(module, ruleSummary), func(rule *ast.Rule) bool {
		ref := rule.Head.Ref()
		return len(ref) != 2 || ref[1].Value.Compare(ast.String(status)) != 0
	})
}
