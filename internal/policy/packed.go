package policy

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/version"
)

// packedForm is the number of the form of packed policies: one that pack wrote differently is not read.
const packedForm = 1

// packedHead is the first line of packed policies. What another OPA compiled is not read.
func packedHead() string {
	return fmt.Sprintf("packed policies %d, OPA %s", packedForm, version.Version)
}

// Pack compiles kready's own policies and returns them packed, a line for each file: its name, the digest of
// its text, and what it was compiled to. Lines are in the order of the digests of names, so that two who add
// policies of one battery seldom change the same place.
func Pack(files fs.FS) ([]byte, error) {
	modules, names, problems := Builtin(files).read(false)
	if len(problems) > 0 {
		return nil, errors.Join(problems...)
	}
	imports := map[string][]string{}
	for _, file := range names {
		imports[file] = sharedImports(modules[file])
	}
	compiler := ast.NewCompiler().WithSkipStages(verification()...)
	compiler.Compile(modules)
	if compiler.Failed() {
		return nil, fmt.Errorf("cannot compile the built-in policies: %w", compiler.Errors)
	}
	slices.SortFunc(names, func(a, b string) int { return strings.Compare(digest([]byte(a)), digest([]byte(b))) })
	out := []byte(packedHead() + "\n")
	for _, file := range names {
		text, err := fs.ReadFile(files, file)
		if err != nil {
			return nil, fmt.Errorf("cannot read policy %s: %w", file, err)
		}
		packed, err := pack(compiler.Modules[file], imports[file])
		if err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		out = fmt.Appendf(out, "%s %s %s\n", file, digest(text), base64.StdEncoding.EncodeToString(packed))
	}
	return out, nil
}

// sharedImports are the packages of kready's that a module imports.
func sharedImports(module *ast.Module) []string {
	var names []string
	for _, imported := range module.Imports {
		names = append(names, strings.TrimPrefix(imported.Path.String(), "data."))
	}
	return names
}

// digest tells texts apart.
func digest(text []byte) string {
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:8])
}

// packedLines are the lines of packed policies by file; none when they are of another form.
func packedLines(packed []byte) map[string][]byte {
	head, rest, _ := bytes.Cut(packed, []byte("\n"))
	if string(head) != packedHead() {
		return nil
	}
	lines := map[string][]byte{}
	for line := range bytes.Lines(rest) {
		if file, of, ok := bytes.Cut(bytes.TrimSuffix(line, []byte("\n")), []byte(" ")); ok {
			lines[string(file)] = of
		}
	}
	return lines
}

// compiled is a module that was compiled before, with the packages that it imports.
type compiled struct {
	module  *ast.Module
	imports []string
}

// readPacked reads what a file was compiled to, from its line. A line that was made of another text is an error.
func readPacked(files fs.FS, file string, line []byte) (compiled, error) {
	text, err := fs.ReadFile(files, file)
	if err != nil {
		return compiled{}, fmt.Errorf("cannot read policy %s: %w", file, err)
	}
	made, encoded, _ := bytes.Cut(line, []byte(" "))
	if string(made) != digest(text) {
		return compiled{}, fmt.Errorf("%s: %w: it was changed since", file, errPacked)
	}
	packed := make([]byte, base64.StdEncoding.DecodedLen(len(encoded)))
	n, err := base64.StdEncoding.Decode(packed, encoded)
	if err != nil {
		return compiled{}, fmt.Errorf("%s: %w: %w", file, errPacked, err)
	}
	module, imports, err := unpack(packed[:n], file)
	return compiled{module, imports}, err
}

// link makes a compiler of modules that were compiled before: what is left is the tree of their rules, and
// the indices of these. The modules are not changed.
func link(modules map[string]*ast.Module) (*ast.Compiler, error) {
	const taken = ast.StageInitLocalVarGen
	keep := []ast.StageID{taken, ast.StageSetModuleTree, ast.StageSetRuleTree, ast.StageBuildRuleIndices, ast.StageBuildComprehensionIndices}
	skip := slices.DeleteFunc(ast.AllStages(), func(s ast.StageID) bool { return slices.Contains(keep, s) })
	compiler := ast.NewCompiler().WithSkipStages(skip...).WithStageAfterID(taken, ast.CompilerStageDefinition{
		Name: "kready_take_modules", MetricName: "kready_take_modules",
		Stage: func(c *ast.Compiler) *ast.Error { c.Modules = modules; return nil },
	})
	named := make(map[string]*ast.Module, len(modules)) // Compile copies what it is given: names are enough
	for name, module := range modules {
		named[name] = &ast.Module{Package: module.Package}
	}
	compiler.Compile(named)
	if compiler.Failed() {
		return nil, fmt.Errorf("cannot link the built-in policies: %w", compiler.Errors)
	}
	return compiler, nil
}
