package policy

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
)

// compile compiles the folder, and refuses what only a whole program shows.
func (f Folder) compile(modules map[string]*ast.Module) (*ast.Compiler, []error) {
	compiler, err := compile(modules, f.Custom)
	if err != nil {
		return nil, problems(err)
	}
	var faults []error
	for _, name := range slices.Sorted(maps.Keys(modules)) {
		module := compiler.Modules[name]
		faults = append(faults, undefinedRefs(compiler, module)...)
		if !f.builtin && !strings.HasPrefix(name, shippedPrefix) {
			faults = append(faults, internalRefs(module)...)
		}
		if isTest(name) { // tests make up an input of their own
			continue
		}
		if _, err := inputFields(compiler, module); err != nil {
			faults = append(faults, problems(err)...)
		}
	}
	return compiler, append(faults, f.unknownValues(compiler)...)
}

// compile checks all modules together: strict, typed by the schema of the facts and of the
// resources that the user declares, pure.
func compile(modules map[string]*ast.Module, custom []facts.CustomSource) (*ast.Compiler, error) {
	compiler, err := newCompiler(custom)
	if err != nil {
		return nil, err
	}
	compiler.Compile(modules)
	if compiler.Failed() {
		return nil, compiler.Errors
	}
	return compiler, nil
}

// newCompiler returns a compiler in the sandbox.
func newCompiler(custom []facts.CustomSource) (*ast.Compiler, error) {
	schemas, err := inputSchema(custom)
	if err != nil {
		return nil, err
	}
	return ast.NewCompiler().WithStrict(true).WithSchemas(schemas).WithCapabilities(Capabilities()), nil
}

// undefinedRefs reports references to documents that no module defines. Rego takes them for
// undefined, so that a rule that reads one never holds and its gap is never found.
func undefinedRefs(compiler *ast.Compiler, module *ast.Module) []error {
	var faults []error
	ast.WalkRefs(module, func(ref ast.Ref) bool {
		if !ref[0].Equal(ast.DefaultRootDocument) || len(compiler.GetRulesDynamicWithOpts(ref, ast.RulesOptions{IncludeHiddenModules: true})) > 0 {
			return false
		}
		if len(compiler.GetRules(ref.GroundPrefix())) == 0 {
			faults = append(faults, fmt.Errorf("%s: %s is not defined: policies see data.kready.lib and what their own folder defines", place(ref[0].Location, module), ref.GroundPrefix()))
		}
		return false
	})
	return faults
}

// place is a file and line; the module's own when a compiler's rewriting lost it.
func place(at *ast.Location, module *ast.Module) string {
	if at == nil || at.File == "" {
		at = module.Package.Location
	}
	return fmt.Sprintf("%s:%d", at.File, at.Row)
}

// check makes the check of one compiled policy.
func (f Folder) check(p *program, file string) check.Check {
	module := p.compiler.Modules[f.name(file)]
	c, err := describe(module)
	c.ID = idOf(file)
	c.Position = place(nil, module)
	if notes := packageAnnotations(module); notes != nil && notes.Location != nil {
		c.Position = place(notes.Location, module)
	}
	names, _ := inputFields(p.compiler, module) // compile has reported the error
	read, unknown := facts.ParseFields(names...)
	c.Reads, c.OptionalReads = splitOptional(read)
	if err = errors.Join(err, unknown); err != nil {
		return check.MarkBroken(c, c.WrapError(err))
	}
	e, err := entryOf(module)
	if err != nil {
		return check.MarkBroken(c, c.WrapError(err))
	}
	c.Run = p.run(e, names)
	if e.has(ruleNeedy) {
		c.Needy = p.needy(e, names)
	}
	if err := skipsByService(p.compiler, module, c); err != nil {
		return check.MarkBroken(c, c.WrapError(err))
	}
	c.Preparer = &converter{p.inputs, names}
	if err := matchStates(module, c); err != nil {
		return check.MarkBroken(c, c.WrapError(err))
	}
	if c.Level == check.LevelProven && !c.Reads.Has(facts.KindProbes) && (!f.builtin || c.Subject != check.SubjectService) {
		return check.MarkBroken(c, c.WrapError(errors.New("level proven is for what a probe has tried out, and it does not read input.probes: choose present, healthy or configured")))
	}
	if err := c.Validate(); err != nil {
		return check.MarkBroken(c, c.WrapError(err))
	}
	if f.builtin {
		c.Position = ""
	}
	return c
}

// splitOptional separates the fields that a policy needs from those that say themselves, part by
// part, what of them could not be read: the policy asks for the parts that matter to it.
func splitOptional(fields facts.Fields) (needed, optional facts.Fields) {
	for _, f := range fields {
		if slices.Contains(facts.SaidInParts(), f) {
			optional = append(optional, f)
		} else {
			needed = append(needed, f)
		}
	}
	return needed, optional
}
