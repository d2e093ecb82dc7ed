package policy

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/rego"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
)

// prepare compiles the one query that asks a policy's entry rules, and returns the
// check's Run.
func prepare(compiler *ast.Compiler, module *ast.Module, l limits) (func(context.Context, *facts.Input) (check.Outcome, error), error) {
	query, err := entryQuery(module)
	if err != nil {
		return nil, err
	}
	prepared, err := rego.New(rego.Compiler(compiler), rego.ParsedQuery(query), rego.StrictBuiltinErrors(true)).
		PrepareForEval(context.Background())
	if err != nil {
		return nil, fmt.Errorf("preparing it: %w", err)
	}
	return func(ctx context.Context, in *facts.Input) (check.Outcome, error) {
		value, err := inputValue(ctx, in)
		if err != nil {
			return check.Outcome{}, err
		}
		return l.watched(ctx, func(ctx context.Context) (check.Outcome, error) {
			results, err := prepared.Eval(ctx, rego.EvalParsedInput(value))
			if err != nil {
				return check.Outcome{}, evalError{err}
			}
			return outcome(results, l)
		})
	}, nil
}

// The entry rules of a policy, in the order in which they decide.
const (
	ruleSkip    = "skip"
	ruleGap     = "gap"
	ruleUnknown = "unknown"
	ruleSummary = "summary"
)

// entryQuery asks for those entry rules that the module has, as one object. Of a summary by
// status it asks only for that of the status which the other rules decide.
func entryQuery(module *ast.Module) (ast.Body, error) {
	if err := entryShapes(module); err != nil {
		return nil, err
	}
	path := module.Package.Path.String() + "."
	var pairs []string
	for _, name := range []string{ruleSkip, ruleGap, ruleUnknown} {
		if len(rulesNamed(module, name)) > 0 {
			pairs = append(pairs, fmt.Sprintf("%q: %s%s", name, path, name))
		}
	}
	if len(rulesNamed(module, ruleGap)) == 0 {
		return nil, errors.New("it has no rule `gap contains … if …`")
	}
	if summaries := rulesNamed(module, ruleSummary); len(summaries) > 0 {
		if len(summaries[0].Head.Ref()) == 1 {
			pairs = append(pairs, fmt.Sprintf("%q: %s%s", ruleSummary, path, ruleSummary))
		} else {
			pairs = append(pairs, fmt.Sprintf("%q: %s", ruleSummary, decidedSummary(module, path)))
		}
	}
	body, err := ast.ParseBody("{" + strings.Join(pairs, ", ") + "}")
	if err != nil {
		return nil, fmt.Errorf("asking its rules: %w", err)
	}
	return body, nil
}

// decidedSummary is a comprehension over the summaries of the status that is decided.
func decidedSummary(module *ast.Module, path string) string {
	var sets []string
	var undecided []string // what is empty when the next rule decides
	for _, name := range []string{ruleSkip, ruleGap, ruleUnknown, rulePass} {
		conditions := slices.Clone(undecided)
		if len(rulesNamed(module, name)) > 0 {
			conditions = append(conditions, fmt.Sprintf("count(%s%s) > 0", path, name))
			undecided = append(undecided, fmt.Sprintf("count(%s%s) == 0", path, name))
		} else if name != rulePass {
			continue
		}
		if len(summariesOf(module, name)) > 0 {
			conditions = append(conditions, fmt.Sprintf("some text in %s%s.%s", path, ruleSummary, name))
			sets = append(sets, "{text | "+strings.Join(conditions, "; ")+"}")
		}
	}
	return strings.Join(sets, " | ")
}
