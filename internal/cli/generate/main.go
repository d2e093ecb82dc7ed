// Command generate writes what is made from the checks: docs/checks, the parts of the README
// between markers, the picture in it, and the roles of deploy/.
package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/kready/kready/internal/cli"
)

// Paths from internal/cli, where go generate runs this.
const (
	dir      = "../../docs/checks"
	rbacFile = "../../deploy/base/rbac.yaml"
)

func main() {
	if err := errors.Join(writeChecks(), writeReadme(), writePictureFile(), writeRBAC()); err != nil {
		fmt.Fprintln(os.Stderr, "generate:", err)
		os.Exit(1)
	}
}

// writeChecks makes the folder anew, so that no page outlives its check.
func writeChecks() error {
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

// writeReadme writes the generated parts of the README anew.
func writeReadme() error {
	page, err := os.ReadFile(readmeFile)
	if err != nil {
		return fmt.Errorf("reading the README: %w", err)
	}
	page, err = readme(page)
	if err != nil {
		return err
	}
	return os.WriteFile(readmeFile, page, 0o644)
}

// writeRBAC writes what `kready rbac` prints.
func writeRBAC() error {
	var out, messages bytes.Buffer
	env := cli.Env{Stdin: strings.NewReader(""), Stdout: &out, Stderr: &messages, Getenv: os.Getenv}
	if code := cli.Main([]string{"kready", "rbac"}, env); code != 0 {
		return fmt.Errorf("kready rbac: exit %d: %s", code, messages.String())
	}
	return os.WriteFile(rbacFile, out.Bytes(), 0o644)
}
