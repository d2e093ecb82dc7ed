// Package policies holds what kready knows and judges by, as data: Rego checks,
// the catalogue of implementations, and dated tables.
package policies

import "embed"

// Files holds <battery>/<check>.rego, lib/, catalog/ and tables/.
//
//go:embed */*.rego catalog tables
var Files embed.FS
