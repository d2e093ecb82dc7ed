// Package engine is the line from a target to a report: load the rules, collect, probe,
// judge. Commands are flags and a call of it.
package engine

import (
	"fmt"

	"github.com/kready/kready/checks"
	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/policy"
	"github.com/kready/kready/policies"
)

// Builtin returns all checks that kready ships, in Go and in Rego, validated
// and in order.
func Builtin() ([]check.Check, error) {
	rego, err := policy.Indexed(policies.Files, policies.Index, policies.Packed)
	if err != nil {
		return nil, fmt.Errorf("loading the built-in policies: %w", err)
	}
	all := append(checks.All(), rego...)
	if err := check.Validate(all); err != nil {
		return nil, fmt.Errorf("the built-in checks are not well formed: %w", err)
	}
	return check.Order(WithNeeds(all))
}
