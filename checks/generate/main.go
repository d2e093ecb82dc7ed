// Command generate writes the list of the Go checks, checks/all.go.
package main

import (
	"fmt"
	"go/token"
	"os"
	"path"
	"path/filepath"
	"slices"

	"github.com/kready/kready/internal/constructors"
)

const module = "github.com/kready/kready/"

func main() {
	source, err := list(".")
	if err == nil {
		err = os.WriteFile("all.go", source, 0o644)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "cannot generate checks/all.go:", err)
		os.Exit(1)
	}
}

// list returns the source of all.go, for the checks in the folders below dir: the exported
// functions that return a check.Check.
func list(dir string) ([]byte, error) {
	found, err := constructors.Find(filepath.Join(dir, "*", "*.go"), "check.Check")
	if err != nil {
		return nil, err
	}
	imports := []string{path.Join(module, "internal/check")}
	var calls []string
	for _, f := range found {
		if token.IsExported(f.Name) {
			calls = append(calls, f.Folder+"."+f.Name+"()")
			imports = append(imports, path.Join(module, "checks", f.Folder))
		}
	}
	slices.Sort(imports)
	return constructors.List{
		Generator: "checks/generate", Package: "checks", Imports: slices.Compact(imports),
		Doc: "returns every Go check, by battery and function.", Func: "All", Type: "check.Check", Calls: calls,
	}.Source()
}
