package policy

import (
	"fmt"

	"github.com/open-policy-agent/opa/v1/ast"
)

// internalImports reports the imports of users' modules that lead to kready's internal
// packages. It looks before compilation, which would only miss the functions in them.
func internalImports(module *ast.Module) []error {
	var problems []error
	for _, imported := range module.Imports {
		if ref, ok := imported.Path.Value.(ast.Ref); ok && reachesInternal(ref) {
			problems = append(problems, internalError(ref, imported.Location, module))
		}
	}
	return append(problems, internalRefs(module)...)
}

// internalRefs reports the references of users' modules to kready's internal packages, and
// those to data or data.kready as a whole, in which the packages are. The packages change
// with any release.
func internalRefs(module *ast.Module) []error {
	var problems []error
	for _, rule := range module.Rules {
		ast.WalkRefs(rule, func(ref ast.Ref) bool {
			if reachesInternal(ref) {
				problems = append(problems, internalError(ref, ref[0].Location, module))
				return true
			}
			return false
		})
	}
	return problems
}

// unimported reports the references of kready's own modules to packages that they do not
// import: what a check imports is all that is compiled for it.
func unimported(module *ast.Module) []error {
	var problems []error
	for _, rule := range module.Rules {
		ast.WalkRefs(rule, func(ref ast.Ref) bool {
			if ref[0].Equal(ast.DefaultRootDocument) {
				problems = append(problems, fmt.Errorf("%s: %s is not imported: write an import of its package", place(ref[0].Location, module), ref))
			}
			return false
		})
	}
	return problems
}

func internalError(ref ast.Ref, at *ast.Location, module *ast.Module) error {
	return fmt.Errorf("%s: %s cannot be used: policies see data.kready.lib and what their own folder defines", place(at, module), ref)
}

// reachesInternal reports whether a reference names an internal package, or something that
// internal packages are a part of.
func reachesInternal(ref ast.Ref) bool {
	for i, name := range []string{"data", root, internalDir} {
		if i == len(ref) {
			return true
		}
		switch part := ref[i].Value.(type) {
		case ast.Var:
			if i == 0 && string(part) != name {
				return false
			}
		case ast.String:
			if string(part) != name {
				return false
			}
		}
	}
	return true
}
