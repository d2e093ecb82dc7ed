package policy

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/rego"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
)

// verdict is what a policy's entry rules say.
type verdict struct {
	Gap     []check.Finding `json:"gap"`
	Unknown []check.Finding `json:"unknown"`
	Skip    []string        `json:"skip"`
	Summary []string        `json:"summary"`
}

// prepare compiles the one query that asks a policy's entry rules, and returns the
// check's Run.
func prepare(compiler *ast.Compiler, module *ast.Module) (func(context.Context, *facts.Input) (check.Outcome, error), error) {
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
		results, err := prepared.Eval(ctx, rego.EvalParsedInput(value))
		if err != nil {
			return check.Outcome{}, fmt.Errorf("evaluating the policy: %w", err)
		}
		return outcome(results)
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

// outcome reads the one answer of the entry query.
func outcome(results rego.ResultSet) (check.Outcome, error) {
	if len(results) != 1 || len(results[0].Expressions) != 1 {
		return check.Outcome{}, errors.New("the policy gave no answer")
	}
	data, err := json.Marshal(results[0].Expressions[0].Value)
	if err != nil {
		return check.Outcome{}, fmt.Errorf("reading the policy's answer: %w", err)
	}
	var v verdict
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&v); err != nil {
		return check.Outcome{}, fmt.Errorf("the policy's answer has another form than {object: {kind, namespace, name}, message}: %w", err)
	}
	reason := strings.Join(v.Summary, "; ")
	switch {
	case len(v.Skip) > 0:
		return check.Skip(strings.Join(v.Skip, "; ")), nil
	case len(v.Gap) > 0:
		return check.Gap(orFirst(reason, v.Gap), v.Gap...), nil
	case len(v.Unknown) > 0:
		return check.Unknown(orFirst(reason, v.Unknown), v.Unknown...), nil
	}
	return check.Pass(reason), nil
}

// orFirst falls back to the first finding's own words.
func orFirst(reason string, findings []check.Finding) string {
	if reason != "" {
		return reason
	}
	return findings[0].Message
}
