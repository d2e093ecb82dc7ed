// Package policies holds what kready knows and judges by, as data: Rego checks,
// the catalogue of implementations, and dated tables.
package policies

import "embed"

// Files holds <battery>/<check>.rego, lib/, internal/, catalog/, tables/ and roles.yaml.
//
//go:embed */*.rego catalog tables roles.yaml
var Files embed.FS

// Index lists the checks among Files with all that is known of them without compiling any:
// generated, internal/policy reads it.
//
//go:embed index.json
var Index []byte

// Packed holds what Files were compiled to: generated, internal/policy reads it.
//
//go:embed packed.txt
var Packed []byte
