package policy

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
)

//go:generate go run ./generate

// indexed is one check in the index: its METADATA, and what verification found out.
type indexed struct {
	ID            string              `json:"id"`
	Title         string              `json:"title"`
	Doc           string              `json:"doc"`
	Level         check.Level         `json:"level"`
	Tier          check.Tier          `json:"tier"`
	Subject       check.Subject       `json:"subject,omitempty"`
	Reads         []string            `json:"reads"` // fields of the input
	Requires      []string            `json:"requires,omitempty"`
	StandsWithout check.StandsWithout `json:"standsWithout,omitzero"`
	Remediation   string              `json:"remediation"`
	Remedies      []check.Remedy      `json:"remedies,omitempty"`
	Links         []string            `json:"links"`
	Since         string              `json:"since"`
	Rules         []string            `json:"rules"` // entry rules
}

// Index verifies kready's own policies and returns the index of their checks, as JSON with a
// line for each.
func Index(files fs.FS) ([]byte, error) {
	f := Builtin(files)
	modules, names, problems := f.read(false)
	if len(problems) > 0 {
		return nil, errors.Join(problems...)
	}
	compiler, problems := f.compile(modules)
	if len(problems) > 0 {
		return nil, errors.Join(problems...)
	}
	p := f.program(compiler)
	out := []byte("[")
	separator := "\n"
	for _, file := range names {
		if isShared(file) {
			continue
		}
		c := f.check(p, file)
		if err := c.BrokenReason(); err != nil {
			return nil, err
		}
		module := compiler.Modules[file]
		reads, err := inputFields(compiler, module)
		if err != nil {
			return nil, err
		}
		e, err := entryOf(module)
		if err != nil {
			return nil, err
		}
		line, err := json.Marshal(indexed{c.ID, c.Title, c.Doc, c.Level, c.Tier, c.Subject, reads, c.Requires, c.StandsWithout, c.Remediation, c.Remedies, c.Links, c.Since, e.rules})
		if err != nil {
			return nil, fmt.Errorf("cannot write the index of %s: %w", c.ID, err)
		}
		out = append(append(out, separator...), line...)
		separator = ",\n"
	}
	return append(out, "\n]\n"...), nil
}

// Indexed returns the checks of kready's own policies from their index. Nothing is read of the packed policies,
// and nothing compiled, until one of them is prepared (check.Prepare) or runs.
func Indexed(files fs.FS, index, packed []byte) ([]check.Check, error) {
	var all []indexed
	if err := json.Unmarshal(index, &all); err != nil {
		return nil, fmt.Errorf("cannot read the index of the policies: %w", err)
	}
	l := newLoader(files, packed)
	checks := make([]check.Check, 0, len(all))
	for _, i := range all {
		reads, err := facts.ParseFields(i.Reads...)
		if err != nil {
			return nil, fmt.Errorf("the index of the policies at %s: %w", i.ID, err)
		}
		needed, optional := splitOptional(reads)
		l.reads[i.ID] = i.Reads
		e := entry{pkg: packagePath(i.ID), rules: i.Rules}
		checks = append(checks, check.Check{
			ID: i.ID, Title: i.Title, Doc: i.Doc, Level: i.Level, Tier: i.Tier, Subject: i.Subject, Reads: needed, OptionalReads: optional,
			Requires: i.Requires, StandsWithout: i.StandsWithout, Remediation: i.Remediation, Remedies: i.Remedies, Links: i.Links, Since: i.Since,
			Run:      l.run(e, i),
			Needy:    l.needy(e, i),
			Preparer: l,
		})
	}
	return checks, nil
}
