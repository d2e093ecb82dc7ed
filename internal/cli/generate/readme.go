package main

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/kready/kready/internal/catalog"
	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/engine"
	"github.com/kready/kready/internal/output"
	"github.com/kready/kready/internal/probe"
	"github.com/kready/kready/internal/report/format"
	"github.com/kready/kready/policies"
)

// The README and the cluster that its picture is of, seen from internal/cli.
const (
	readmeFile = "../../README.md"
	recorded   = "../../e2e/recorded/bare-kind.json"
)

// generatedPart is a part of the README between two markers: what it is, and what stands there.
var generatedPart = regexp.MustCompile(`(?s)(<!-- generated: ([a-z]+) -->\n).*?(<!-- end -->)`)

// readme returns the README with the parts between markers written anew. A marker of a part
// that does not exist is an error.
func readme(page []byte) ([]byte, error) {
	var failed error
	page = generatedPart.ReplaceAllFunc(page, func(part []byte) []byte {
		m := generatedPart.FindSubmatch(part)
		text, err := readmePart(string(m[2]))
		if err != nil && failed == nil {
			failed = fmt.Errorf("generating the part %q of the README: %w", m[2], err)
		}
		return slices.Concat(m[1], []byte(text), m[3])
	})
	return page, failed
}

// readmePart returns one part of the README, which ends with a line break.
func readmePart(name string) (string, error) {
	switch name {
	case "counts":
		return counts()
	case "formats":
		return fmt.Sprintf("Formats: %s.\n", strings.Join(output.Names(format.All()), ", ")), nil
	}
	return "", fmt.Errorf("there is no such part")
}

// counts returns a sentence with the number of checks, batteries, probes and products.
func counts() (string, error) {
	checks, err := engine.Builtin()
	if err != nil {
		return "", err
	}
	known, err := catalog.Load(policies.Files)
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("There are %d checks of %d batteries, %d requirements of services, %d probes, and %d products in the catalogue.\n",
		len(check.Of(checks, check.SubjectCluster)), len(check.Batteries()), len(check.Of(checks, check.SubjectService)), len(probe.All()), len(known.Entries)), nil
}
