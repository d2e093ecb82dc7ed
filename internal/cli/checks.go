package cli

import (
	"fmt"

	"github.com/kready/kready/checks"
	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/policy"
	"github.com/kready/kready/policies"
)

// builtinChecks returns all checks that kready ships, in Go and in Rego, validated
// and in order.
func builtinChecks() ([]check.Check, error) {
	rego, err := policy.Load(policies.Files)
	if err != nil {
		return nil, fmt.Errorf("loading the built-in policies: %w", err)
	}
	all := append(checks.All(), rego...)
	if err := check.Validate(all); err != nil {
		return nil, fmt.Errorf("the built-in checks are not well formed: %w", err)
	}
	return check.Order(all)
}
