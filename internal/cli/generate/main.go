// Command generate writes docs/checks from the checks themselves.
package main

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/kready/kready/internal/cli"
)

// dir is docs/checks, seen from internal/cli, where go generate runs this.
const dir = "../../docs/checks"

func main() {
	if err := write(); err != nil {
		fmt.Fprintln(os.Stderr, "generate:", err)
		os.Exit(1)
	}
}

// write makes the folder anew, so that no page outlives its check.
func write() error {
	pages, err := cli.CheckDocs()
	if err != nil {
		return err
	}
	if err := os.RemoveAll(dir); err != nil {
		return fmt.Errorf("clearing docs/checks: %w", err)
	}
	for name, page := range pages {
		file := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			return fmt.Errorf("making a folder: %w", err)
		}
		if err := os.WriteFile(file, page, 0o644); err != nil {
			return fmt.Errorf("writing a page: %w", err)
		}
	}
	return nil
}
