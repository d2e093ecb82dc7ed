package main

import (
	"bytes"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/kready/kready/internal/catalog"
	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/cli"
	"github.com/kready/kready/internal/engine"
	"github.com/kready/kready/internal/output"
	"github.com/kready/kready/internal/probe"
	"github.com/kready/kready/internal/report/format"
	"github.com/kready/kready/policies"
)

// The README and the cluster that its report is of, seen from internal/cli.
const (
	readmeFile = "../../README.md"
	recorded   = "../../e2e/recorded/bare-kind.json"
)

// generatedPart is a part of the README between two markers: what it is, with arguments, and
// what stands there.
var generatedPart = regexp.MustCompile(`(?s)(<!-- generated: ([a-z]+)([^\n]*?) -->\n).*?(<!-- end -->)`)

// readme returns the README with the parts between markers written anew. A marker of a part
// that does not exist is an error.
func readme(page []byte) ([]byte, error) {
	var failed error
	page = generatedPart.ReplaceAllFunc(page, func(part []byte) []byte {
		m := generatedPart.FindSubmatch(part)
		text, err := readmePart(string(m[2]), strings.Fields(string(m[3])))
		if err != nil && failed == nil {
			failed = fmt.Errorf("generating the part %q of the README: %w", m[2], err)
		}
		return slices.Concat(m[1], []byte(text), m[4])
	})
	return page, failed
}

// readmePart returns one part of the README, which ends with a line break.
func readmePart(name string, args []string) (string, error) {
	switch name {
	case "report":
		return reportExcerpt(args)
	case "counts":
		return counts()
	case "formats":
		return fmt.Sprintf("Formats: %s.\n", strings.Join(output.Names(format.All()), ", ")), nil
	}
	return "", fmt.Errorf("there is no such part")
}

// reportExcerpt returns the text report of the recorded cluster as a console shows it, with
// the gaps of these checks. An ellipsis stands where others are left out.
func reportExcerpt(ids []string) (string, error) {
	var out, errs bytes.Buffer
	env := cli.Env{Stdin: &bytes.Buffer{}, Stdout: &out, Stderr: &errs, Getenv: func(string) string { return "" }}
	if code := cli.Main([]string{"kready", "check", "--from", recorded}, env); code != 1 {
		return "", fmt.Errorf("checking %s: exit code %d: %s", recorded, code, errs.String())
	}
	paragraphs := strings.Split(strings.TrimSuffix(out.String(), "\n"), "\n\n")
	first := slices.IndexFunc(paragraphs, func(p string) bool { return strings.HasPrefix(p, "GAP  ") })
	if first < 0 {
		return "", fmt.Errorf("the report of %s shows no gap", recorded)
	}
	shown := paragraphs[:first:first]
	found := 0
	for _, p := range paragraphs[first : len(paragraphs)-1] {
		title, _, _ := strings.Cut(p, "\n")
		switch {
		case slices.ContainsFunc(ids, func(id string) bool { return strings.HasPrefix(strings.ToLower(title), "gap  "+id+"  ") }):
			shown = append(shown, p)
			found++
		case shown[len(shown)-1] != "…":
			shown = append(shown, "…")
		}
	}
	if found != len(ids) {
		return "", fmt.Errorf("of the checks %s, %d are a gap of %s", strings.Join(ids, ", "), found, recorded)
	}
	shown = append(shown, paragraphs[len(paragraphs)-1])
	return "```console\n$ kready check\n" + strings.Join(shown, "\n\n") + "\n```\n", nil
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
