package policy

import (
	"fmt"
	"io/fs"
	"maps"
	"path"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
)

// Folder is a folder of policies: kready's own (Builtin), or a user's.
type Folder struct {
	// Name is what errors call it: the path as it was given.
	Name  string
	Files fs.FS
	// Lib are the files that kready ships, of which a user's policies may use lib/.
	Lib fs.FS
	// Custom are the resources that kready.yaml declares.
	Custom []facts.CustomSource
	// Roles are those of the user's catalogue entries, which policies may name besides
	// kready's.
	Roles []string

	builtin bool
	limits  limits
}

// Builtin is the folder of the policies that kready ships. It has its own lib/ and
// internal/, and no limits.
func Builtin(files fs.FS) Folder { return Folder{Files: files, builtin: true} }

// Load verifies the policies of a folder and returns their checks. What does not compile
// costs the folder; the problems are one line each, with file and line. A policy that
// compiles and whose metadata is wrong is a check that errs (check.Broken): it costs nobody
// else.
func Load(f Folder) ([]check.Check, []error) {
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
	p := f.program(compiler)
	var checks []check.Check
	for _, file := range files {
		if !isShared(file) {
			checks = append(checks, f.check(p, file))
		}
	}
	return checks, nil
}

// program makes a program of what was compiled, in the folder's limits.
func (f Folder) program(compiler *ast.Compiler) *program {
	p := &program{compiler: compiler, inputs: &inputs{}, limits: f.limits}
	if !f.builtin && f.limits == (limits{}) {
		p.limits = userLimits()
	}
	return p
}

// read parses the folder's modules, and kready's lib for a user's; files are the folder's own.
func (f Folder) read(tests bool) (modules map[string]*ast.Module, files []string, faults []error) {
	modules = map[string]*ast.Module{}
	err := walk(f.Files, func(file string) error {
		if isTest(file) && !tests {
			return nil
		}
		module, problems := f.readOne(file)
		faults = append(faults, problems...)
		if module != nil {
			modules[f.name(file)] = module
			files = append(files, file)
		}
		return nil
	})
	if err != nil {
		faults = append(faults, err)
	}
	if f.builtin {
		return modules, files, faults
	}
	shipped, err := shippedLib(f.Lib, tests)
	if err != nil {
		faults = append(faults, err)
	}
	maps.Copy(modules, shipped)
	return modules, files, faults
}

// readOne parses a file and refuses one that is in the wrong place, or that imports what it
// may not.
func (f Folder) readOne(file string) (*ast.Module, []error) {
	if !validPath.MatchString(file) {
		return nil, []error{fmt.Errorf("%s:1: a policy lies at BATTERY/NAME.rego below %s, both in kebab-case", f.name(file), f.Name)}
	}
	module, err := parse(f.Files, file, f.name(file))
	if err != nil {
		return nil, problems(err)
	}
	var faults []error
	if err := f.placed(module, file); err != nil {
		faults = append(faults, fmt.Errorf("%s:%d: %w", f.name(file), module.Package.Location.Row, err))
	}
	if f.builtin {
		faults = append(faults, unimported(module)...)
	} else {
		faults = append(faults, internalImports(module)...)
	}
	return module, faults
}

// shippedPrefix begins the names of kready's own modules among those of a folder.
const shippedPrefix = "kready:"

// shippedLib parses what policies may use of kready's own, which uses nothing else; for
// tests with its mocks.
func shippedLib(lib fs.FS, tests bool) (map[string]*ast.Module, error) {
	modules := map[string]*ast.Module{}
	sub, err := fs.Sub(lib, libDir)
	if err != nil {
		return nil, fmt.Errorf("cannot read kready's lib: %w", err)
	}
	err = walk(sub, func(file string) error {
		if isTest(file) && (!tests || !strings.HasPrefix(file, "mocks")) {
			return nil
		}
		name := shippedPrefix + libDir + "/" + file
		module, err := parse(sub, file, name)
		modules[name] = module
		return err
	})
	return modules, err
}

// name is what errors call a file.
func (f Folder) name(file string) string { return path.Join(f.Name, file) }
