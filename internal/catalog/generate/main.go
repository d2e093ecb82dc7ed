// Command generate writes the bundle of the catalogue beside its YAML files.
package main

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/kready/kready/internal/catalog"
)

func main() {
	if err := run("../../policies"); err != nil {
		fmt.Fprintln(os.Stderr, "generate:", err)
		os.Exit(1)
	}
}

// run writes the bundle of the policies in folder.
func run(folder string) error {
	data, err := catalog.Bundle(os.DirFS(folder))
	if err != nil {
		return fmt.Errorf("reading the catalogue: %w", err)
	}
	if err := os.WriteFile(filepath.Join(folder, catalog.BundleFile), data, 0o644); err != nil {
		return fmt.Errorf("writing the bundle: %w", err)
	}
	return nil
}
