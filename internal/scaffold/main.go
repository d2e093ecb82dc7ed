// Command scaffold writes the files of a new check: `make new-check ID=battery/name`.
package main

import (
	"bytes"
	"embed"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"text/template"
)

// files holds the templates.
//
//go:embed templates
var files embed.FS

func main() {
	if err := run(os.Args[1:], "."); err != nil {
		fmt.Fprintln(os.Stderr, "new-check:", err)
		os.Exit(1)
	}
}

// run writes the skeleton of the check args[0] below root, a checkout's top folder.
// It never overwrites a file.
func run(args []string, root string) error {
	if len(args) != 1 || !regexp.MustCompile(`^[a-z]+/[a-z][a-z0-9]*(-[a-z0-9]+)*$`).MatchString(args[0]) {
		return errors.New("name one check, like ID=dns/autoscaled")
	}
	battery, name, _ := strings.Cut(args[0], "/")
	fixtures := filepath.Join("internal/cli/testdata/checks", battery, name)
	for _, file := range []struct{ template, path string }{
		{"check.rego", filepath.Join("policies", battery, name+".rego")},
		{"check_test.rego", filepath.Join("policies", battery, name+"_test.rego")},
		{"pass.yaml", filepath.Join(fixtures, "pass.yaml")},
		{"gap.yaml", filepath.Join(fixtures, "gap.yaml")},
	} {
		if err := write(file.template, filepath.Join(root, file.path), battery, name); err != nil {
			return err
		}
		fmt.Println(file.path)
	}
	fmt.Printf("\nFill them in, then: go test ./internal/policy ./internal/cli -run '/%s'\n", args[0])
	return nil
}

func write(name, file, battery, check string) error {
	t, err := template.New(name).Delims("<<", ">>").ParseFS(files, "templates/"+name)
	if err != nil {
		return fmt.Errorf("reading the template %s: %w", name, err)
	}
	var b bytes.Buffer
	if err := t.ExecuteTemplate(&b, name, map[string]string{"Battery": battery, "Name": check}); err != nil {
		return fmt.Errorf("filling the template %s: %w", name, err)
	}
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		return fmt.Errorf("making the folder of %s: %w", file, err)
	}
	out, err := os.OpenFile(file, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return fmt.Errorf("writing a file that must be new: %w", err)
	}
	defer out.Close()
	_, err = out.Write(b.Bytes())
	return err
}
