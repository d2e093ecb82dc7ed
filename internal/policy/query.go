package policy

import (
	"context"
	"fmt"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/storage"
	"github.com/open-policy-agent/opa/v1/storage/inmem"
	"github.com/open-policy-agent/opa/v1/topdown"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
)

// program is what policies were compiled to.
type program struct {
	compiler *ast.Compiler
	inputs   *inputs
	limits   limits
}

// run returns the Run of the policy with these entry rules, which reads these fields.
func (p *program) run(e entry, fields []string) func(context.Context, *facts.Input) (check.Outcome, error) {
	return func(ctx context.Context, in *facts.Input) (check.Outcome, error) {
		return p.evaluate(ctx, in, fields, func(q *query) (check.Outcome, error) { return q.outcome(e) })
	}
}

// needy returns the Needy of the policy with these entry rules.
func (p *program) needy(e entry, fields []string) func(context.Context, *facts.Input) ([]check.Finding, error) {
	return func(ctx context.Context, in *facts.Input) ([]check.Finding, error) {
		out, err := p.evaluate(ctx, in, fields, func(q *query) (check.Outcome, error) {
			findings, err := q.findings(e, ruleNeedy)
			return check.Outcome{Findings: findings}, err
		})
		return out.Findings, err
	}
}

// evaluate evaluates rules of a policy on an input, in the policy's limits.
func (p *program) evaluate(ctx context.Context, in *facts.Input, fields []string, ask func(*query) (check.Outcome, error)) (check.Outcome, error) {
	memo := p.inputs.memo(ctx, in)
	input := memo.value(fields)
	return p.limits.limitMemory(ctx, func(ctx context.Context) (check.Outcome, error) {
		q, done := p.begin(ctx, input, memo.takeCache(p))
		defer done()
		out, err := ask(q)
		if err != nil {
			return check.Outcome{}, evalError{err}
		}
		memo.giveBack(p, q.cache)
		return out, nil
	})
}

// query is one evaluation of a policy. Its rules are evaluated one by one, and what they share
// is evaluated once.
type query struct {
	program *program
	ctx     context.Context
	input   *ast.Term
	store   storage.Store
	txn     storage.Transaction
	cancel  topdown.Cancel
	cache   topdown.VirtualCache
}

// begin starts an evaluation, which done ends. It ends with ctx, too.
func (p *program) begin(ctx context.Context, input *ast.Term, cache topdown.VirtualCache) (q *query, done func()) {
	q = &query{program: p, ctx: ctx, input: input, store: inmem.New(), cancel: topdown.NewCancel(), cache: cache}
	stop := context.AfterFunc(ctx, q.cancel.Cancel)
	q.txn = storage.NewTransactionOrDie(ctx, q.store)
	return q, func() {
		stop()
		q.store.Abort(ctx, q.txn)
	}
}

// value evaluates one rule; nil when it is not defined.
func (q *query) value(rule ast.Ref) (any, error) {
	answer := ast.VarTerm("answer")
	results, err := topdown.NewQuery(ast.NewBody(ast.Equality.Expr(answer, ast.NewTerm(rule)))).
		WithCompiler(q.program.compiler).
		WithStore(q.store).
		WithTransaction(q.txn).
		WithCancel(q.cancel).
		WithInput(q.input).
		WithVirtualCache(q.cache).
		WithStrictBuiltinErrors(true).
		Run(q.ctx)
	if err != nil || len(results) == 0 {
		return nil, err
	}
	value, err := ast.JSON(results[0][answer.Value.(ast.Var)].Value)
	if err != nil {
		return nil, fmt.Errorf("cannot read the value of %s: %w", rule, err)
	}
	return value, nil
}

// outcome evaluates the entry rules in the order in which they decide. Those that are left
// then, and the summaries of other statuses, are not evaluated.
func (q *query) outcome(e entry) (check.Outcome, error) {
	l := q.program.limits
	if e.has(ruleSkip) {
		value, err := q.value(e.ref(ruleSkip))
		if err != nil {
			return check.Outcome{}, err
		}
		skip, err := l.readStrings(ruleSkip, value)
		if err != nil || len(skip) > 0 {
			return check.Skip(strings.Join(skip, "; ")), err
		}
	}
	for _, rule := range []string{ruleGap, ruleUnknown} {
		findings, err := q.findings(e, rule)
		if err != nil {
			return check.Outcome{}, err
		}
		if len(findings) == 0 {
			continue
		}
		summary, err := q.summary(e, rule)
		if err != nil {
			return check.Outcome{}, err
		}
		if summary == "" {
			summary = findings[0].Message
		}
		states, err := q.states(e)
		if err != nil {
			return check.Outcome{}, err
		}
		out := check.Unknown(summary, findings...)
		if rule == ruleGap {
			out = check.Gap(summary, findings...)
		}
		out.States = states
		return out, nil
	}
	summary, err := q.summary(e, rulePass)
	return check.Pass(summary), err
}

// findings evaluates a rule of findings, when the policy has it.
func (q *query) findings(e entry, rule string) ([]check.Finding, error) {
	if !e.has(rule) {
		return nil, nil
	}
	value, err := q.value(e.ref(rule))
	if err != nil {
		return nil, err
	}
	return q.program.limits.readFindings(rule, value)
}

// states evaluates which states hold, when the policy has any.
func (q *query) states(e entry) ([]string, error) {
	if !e.has(ruleState) {
		return nil, nil
	}
	value, err := q.value(e.ref(ruleState))
	if err != nil {
		return nil, err
	}
	return q.program.limits.readStrings(ruleState, value)
}

// summary evaluates the policy's sentences on a status.
func (q *query) summary(e entry, status string) (string, error) {
	ref, ok := e.summary(status)
	if !ok {
		return "", nil
	}
	value, err := q.value(ref)
	if err != nil {
		return "", err
	}
	texts, err := q.program.limits.readStrings(ruleSummary, value)
	return strings.Join(texts, "; "), err
}
