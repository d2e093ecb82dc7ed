package policy

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"regexp"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
)

// Folder is a folder of somebody's own policies.
type Folder struct {
	// Name is what errors call it: the path as it was given.
	Name  string
	Files fs.FS
	// Lib are the files that kready ships, of which policies may use lib/.
	Lib fs.FS
	// Custom are the resources that kready.yaml declares.
	Custom []facts.CustomSource

	bounds *limits // other ones than ownLimits, for tests
}

// helpers is the package of what the policies of one folder share, in its lib/.
const helpers = "helpers"

// validPath matches where a policy lies, and its tests.
var validPath = regexp.MustCompile(`^[a-z][a-z0-9]*(-[a-z0-9]+)*/[a-z][a-z0-9]*(-[a-z0-9]+)*(_test)?\.rego$`)

// LoadFolder compiles the policies of a folder, apart from kready's own, and returns their
// checks. What does not compile costs the folder; the problems say what, each in one line
// with file and line. A policy that compiles and whose metadata is wrong is a check that
// errs (check.Broken): it costs nobody else.
func LoadFolder(f Folder) ([]check.Check, []error) {
	modules, files, problems := f.read(false)
	if len(problems) > 0 {
		return nil, problems
	}
	if len(files) == 0 {
		return nil, []error{fmt.Errorf("%s: it holds no policy: `kready policy new` writes one", f.Name)}
	}
	compiler, problems := f.compile(modules)
	if len(problems) > 0 {
		return nil, problems
	}
	var checks []check.Check
	for _, file := range files {
		if shared(file) {
			continue
		}
		checks = append(checks, f.build(compiler, file))
	}
	return checks, nil
}

// read parses the folder's modules and kready's lib; files are the folder's own.
func (f Folder) read(tests bool) (modules map[string]*ast.Module, files []string, faults []error) {
	modules = map[string]*ast.Module{}
	err := eachPolicy(f.Files, func(file string) error {
		isTest := strings.HasSuffix(file, testSuffix)
		if isTest && !tests {
			return nil
		}
		if !validPath.MatchString(file) {
			faults = append(faults, fmt.Errorf("%s:1: a policy lies at BATTERY/NAME.rego below %s, both in kebab-case", f.name(file), f.Name))
			return nil
		}
		module, err := parseFile(f.Files, file, f.name(file))
		if err != nil {
			faults = append(faults, problems(err)...)
			return nil
		}
		if err := f.placed(module, file, isTest); err != nil {
			faults = append(faults, fmt.Errorf("%s:%d: %w", f.name(file), module.Package.Location.Row, err))
		}
		faults = append(faults, internalImports(module)...)
		modules[f.name(file)] = module
		files = append(files, file)
		return nil
	})
	if err != nil {
		faults = append(faults, err)
	}
	shipped, err := shippedLib(f.Lib, tests)
	if err != nil {
		faults = append(faults, err)
	}
	maps.Copy(modules, shipped)
	return modules, files, faults
}

// shippedPrefix begins the names of kready's own modules among those of a folder.
const shippedPrefix = "kready:"

// shippedLib parses what policies may use of kready's own, and what that uses; for tests
// with its mocks.
func shippedLib(lib fs.FS, tests bool) (map[string]*ast.Module, error) {
	modules := map[string]*ast.Module{}
	for _, dir := range []string{libDir, internalDir} {
		sub, err := fs.Sub(lib, dir)
		if err != nil {
			return nil, fmt.Errorf("finding kready's %s: %w", dir, err)
		}
		err = eachPolicy(sub, func(file string) error {
			isTest := strings.HasSuffix(file, testSuffix)
			if isTest && (!tests || !strings.HasPrefix(file, "mocks")) {
				return nil
			}
			name := shippedPrefix + dir + "/" + file
			module, err := parseFile(sub, file, name)
			if err != nil {
				return err
			}
			modules[name] = module
			return nil
		})
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, err
		}
	}
	return modules, nil
}

// placed refuses modules whose package is not their own: kready's lib and other batteries
// stay as they are.
func (f Folder) placed(module *ast.Module, file string, isTest bool) error {
	battery := path.Dir(file)
	switch {
	case battery == libDir:
		if name := strings.TrimPrefix(module.Package.Path.String(), "data."); name != helpers && !strings.HasPrefix(name, helpers+".") && !isTest {
			return fmt.Errorf("what policies share in lib/ is in package %s, not %s", helpers, name)
		}
	case battery == "mocks", battery == internalDir:
		return fmt.Errorf("a battery cannot be named %s: kready uses the name itself", battery)
	case !isTest:
		return packaged(module, strings.TrimSuffix(file, ".rego"))
	}
	if isTest && !strings.HasSuffix(strings.TrimSuffix(module.Package.Path.String(), `"]`), "_test") {
		return errors.New("the package of tests ends in _test")
	}
	return nil
}

// compile compiles the folder, and refuses what only a whole program shows.
func (f Folder) compile(modules map[string]*ast.Module) (*ast.Compiler, []error) {
	compiler, err := compile(modules, f.Custom)
	if err != nil {
		return nil, problems(err)
	}
	var faults []error
	for _, name := range sortedKeys(modules) {
		module := compiler.Modules[name]
		faults = append(faults, nowhere(compiler, module)...)
		if !strings.HasPrefix(name, shippedPrefix) {
			faults = append(faults, internalRefs(module)...)
		}
		if strings.HasSuffix(name, testSuffix) { // tests make up an input of their own
			continue
		}
		if _, err := inputFields(compiler, module); err != nil {
			faults = append(faults, problems(err)...)
		}
	}
	return compiler, faults
}

// nowhere reports references to documents that no module defines. Rego takes them for
// undefined, so that a rule that asks for one never holds and its gap is never found.
func nowhere(compiler *ast.Compiler, module *ast.Module) []error {
	var faults []error
	ast.WalkRefs(module, func(ref ast.Ref) bool {
		if !ref[0].Equal(ast.DefaultRootDocument) || len(compiler.GetRulesDynamicWithOpts(ref, ast.RulesOptions{IncludeHiddenModules: true})) > 0 {
			return false
		}
		if len(compiler.GetRules(ref.GroundPrefix())) == 0 {
			faults = append(faults, fmt.Errorf("%s: %s is not there: policies see data.kready.lib and what their own folder defines", place(ref[0].Location, module), ref.GroundPrefix()))
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

// build makes the check of one compiled policy.
func (f Folder) build(compiler *ast.Compiler, file string) check.Check {
	module := compiler.Modules[f.name(file)]
	c, err := describe(module)
	c.ID = strings.TrimSuffix(file, ".rego")
	c.Where = place(nil, module)
	if notes := packageAnnotations(module); notes != nil && notes.Location != nil {
		c.Where = place(notes.Location, module)
	}
	names, _ := inputFields(compiler, module) // compile has refused what cannot be told
	fields, unknown := facts.FieldsNamed(names...)
	c.Reads = fields
	if err = errors.Join(err, unknown); err != nil {
		return check.Broken(c, c.At(err))
	}
	bounds := ownLimits()
	if f.bounds != nil {
		bounds = *f.bounds
	}
	run, err := prepare(compiler, module, bounds)
	if err != nil {
		return check.Broken(c, c.At(err))
	}
	c.Run = run
	if c.Level == check.LevelProven && !c.Reads.Has(facts.KindProbes) {
		return check.Broken(c, c.At(errors.New("level proven is for what a probe has tried out, and it does not read input.probes: choose present, healthy or configured")))
	}
	if err := c.Validate(); err != nil {
		return check.Broken(c, c.At(err))
	}
	return c
}

// name is what errors call a file.
func (f Folder) name(file string) string { return path.Join(f.Name, file) }
