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

// entryQuery asks for those entry rules that the module has, as one object.
func entryQuery(module *ast.Module) (ast.Body, error) {
	var pairs []string
	for _, name := range []string{"gap", "unknown", "skip", "summary"} {
		rules := slices.DeleteFunc(slices.Clone(module.Rules), func(r *ast.Rule) bool {
			return r.Head.Ref()[0].Value.Compare(ast.Var(name)) != 0
		})
		if len(rules) == 0 {
			continue
		}
		if rules[0].Head.RuleKind() != ast.MultiValue {
			return nil, fmt.Errorf("%s: `%s` is not a set: write `%s contains … if …`", rules[0].Loc(), name, name)
		}
		pairs = append(pairs, fmt.Sprintf("%q: %s.%s", name, module.Package.Path, name))
	}
	if !slices.ContainsFunc(pairs, func(p string) bool { return strings.HasPrefix(p, `"gap"`) }) {
		return nil, errors.New("it has no rule `gap contains … if …`")
	}
	body, err := ast.ParseBody("{" + strings.Join(pairs, ", ") + "}")
	if err != nil {
		return nil, fmt.Errorf("asking its rules: %w", err)
	}
	return body, nil
}
