// Command generate writes the list of the collectors, internal/collect/all.go.
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
		fmt.Fprintln(os.Stderr, "cannot generate internal/collect/all.go:", err)
		os.Exit(1)
	}
}

// list returns the source of all.go, for the functions in dir that return a Collector.
func list(dir string) ([]byte, error) {
	found, err := constructors.Find(filepath.Join(dir, "*.go"), "Collector")
	if err != nil {
		return nil, err
	}
	var calls []string
	for _, f := range found {
		calls = append(calls, f.Name+"()")
	}
	return constructors.List{
		Generator: "internal/collect/generate", Package: "collect",
		Doc: "returns every collector, by function.", Func: "collectors", Type: "Collector", Calls: calls,
	}.Source()
}
