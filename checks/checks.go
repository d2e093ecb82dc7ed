// Package checks lists the checks that are written in Go: those that need an
// algorithm. Predicates over facts are in policies/, in Rego.
//
// The list is generated: a check is an exported function without parameters, in a file of
// checks/<battery>/, that returns a check.Check.
package checks

//go:generate go run ./generate
