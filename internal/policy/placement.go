package policy

import (
	"errors"
	"fmt"
	"path"
	"regexp"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
)

// helpers is the package of what the policies of one user's folder share, in its lib/.
const helpers = "helpers"

// validPath matches where a policy lies, and its tests. What policies share may have
// underscores in its file's name, as Rego's packages do.
var validPath = regexp.MustCompile(`^([a-z][a-z0-9]*(-[a-z0-9]+)*/[a-z][a-z0-9]*(-[a-z0-9]+)*(_test)?|(lib|internal)/[a-z0-9_-]+)\.rego$`)

// placed refuses modules whose package is not their own: kready's lib and other batteries
// stay as they are.
func (f Folder) placed(module *ast.Module, file string) error {
	name := strings.TrimPrefix(module.Package.Path.String(), "data.")
	if f.builtin {
		return builtinPlaced(module, file, name)
	}
	battery := path.Dir(file)
	switch {
	case battery == libDir:
		if name != helpers && !strings.HasPrefix(name, helpers+".") && !isTest(file) {
			return fmt.Errorf("what policies share in lib/ is in package %s, not %s", helpers, name)
		}
	case battery == "mocks", battery == internalDir:
		return fmt.Errorf("a battery cannot be named %s: kready uses the name itself", battery)
	case !isTest(file):
		return packaged(module, idOf(file))
	}
	if isTest(file) && !strings.HasSuffix(strings.TrimSuffix(name, `"]`), "_test") {
		return errors.New("the package of tests ends in _test")
	}
	return nil
}

// builtinPlaced is placed for kready's own modules.
func builtinPlaced(module *ast.Module, file, name string) error {
	want := ""
	switch {
	case isTest(file):
		return nil
	case path.Dir(file) == libDir:
		want = root + "." + libDir
	case path.Dir(file) == internalDir:
		want = root + "." + internalDir + "." + strings.TrimSuffix(path.Base(file), ".rego")
	default:
		return packaged(module, idOf(file))
	}
	if name != want {
		return fmt.Errorf("its package is %s, and its path asks for package %s", name, want)
	}
	return nil
}

// packaged refuses a module whose package is not what its path asks for.
func packaged(module *ast.Module, id string) error {
	if want := packagePath(id); !module.Package.Path.Equal(want) {
		return fmt.Errorf("its package is %s, and its path asks for package %s",
			strings.TrimPrefix(module.Package.Path.String(), "data."), packageName(id))
	}
	return nil
}

// packagePath is the package of a check, as a reference.
func packagePath(id string) ast.Ref {
	battery, name, _ := strings.Cut(id, "/")
	return ast.Ref{ast.DefaultRootDocument, ast.StringTerm(root), ast.StringTerm(battery), ast.StringTerm(name)}
}

// packageName is the package of a check, as it is written.
func packageName(id string) string {
	battery, name, _ := strings.Cut(id, "/")
	return fmt.Sprintf("%s.%s[%q]", root, battery, name)
}
