package policy

import (
	"context"
	"fmt"
	"sync"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/kready/kready/internal/facts"
)

// cacheKey carries the converted input of one evaluation in its context.
type cacheKey struct{}

// cache converts an input once for all the policies that judge it.
type cache struct {
	mu    sync.Mutex
	in    *facts.Input
	value ast.Value
}

// WithCache returns a context in which all policies share one conversion of the
// input. Conversion costs more than most policies do.
func WithCache(ctx context.Context) context.Context {
	return context.WithValue(ctx, cacheKey{}, &cache{})
}

// inputValue returns the input as OPA's value.
func inputValue(ctx context.Context, in *facts.Input) (ast.Value, error) {
	c, ok := ctx.Value(cacheKey{}).(*cache)
	if !ok {
		return convert(in)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.in == in {
		return c.value, nil
	}
	value, err := convert(in)
	if err != nil {
		return nil, err
	}
	c.in, c.value = in, value
	return value, nil
}

// convert makes OPA's value of an input. Each field is there, times that are not set as well.
func convert(in *facts.Input) (ast.Value, error) {
	value, err := ast.InterfaceToValue(facts.Document(in))
	if err != nil {
		return nil, fmt.Errorf("converting the facts: %w", err)
	}
	return value, nil
}
