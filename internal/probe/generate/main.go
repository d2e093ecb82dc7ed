// Command generate writes the list of the probes, internal/probe/all.go.
package main

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/kready/kready/internal/constructors"
)

func main() {
	source, err := list(".")
	if err == nil {
		err = os.WriteFile("all.go", source, 0o644)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "cannot generate internal/probe/all.go:", err)
		os.Exit(1)
	}
}

// list returns the source of all.go, for the functions in dir that return a Probe.
func list(dir string) ([]byte, error) {
	found, err := constructors.Find(filepath.Join(dir, "*.go"), "Probe")
	if err != nil {
		return nil, err
	}
	var calls []string
	for _, f := range found {
		calls = append(calls, f.Name+"()")
	}
	return constructors.List{
		Generator: "internal/probe/generate", Package: "probe",
		Doc: "returns every probe, by function.", Func: "probes", Type: "Probe", Calls: calls,
	}.Source()
}
