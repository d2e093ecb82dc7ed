// Package checks lists the checks that are written in Go: those that need an
// algorithm. Predicates over facts are in policies/, in Rego.
package checks

import (
	"github.com/kready/kready/internal/check"
)

// All returns every Go check.
func All() []check.Check {
	return []check.Check{}
}
