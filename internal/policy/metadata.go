package policy

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
)

// describe reads a check's description from the package's METADATA: its texts, level, tier
// and requirements.
func describe(module *ast.Module) (check.Check, error) {
	notes := packageAnnotations(module)
	if notes == nil {
		return check.Check{}, errors.New("it has no package-scope # METADATA")
	}
	c := check.Check{
		Title: strings.TrimSpace(notes.Title),
		Doc:   strings.TrimSpace(notes.Description),
	}
	for _, related := range notes.RelatedResources {
		c.Links = append(c.Links, related.Ref.String())
	}
	err := readCustom("custom", notes.Custom, map[string]func(any) error{
		"level":         stringKey(func(s string) { c.Level = check.Level(s) }),
		"tier":          stringKey(func(s string) { c.Tier = check.Tier(s) }),
		"subject":       func(value any) (err error) { c.Subject, err = subjectOf(value); return err },
		"since":         stringKey(func(s string) { c.Since = s }),
		"remediation":   stringKey(func(s string) { c.Remediation = strings.TrimSpace(s) }),
		"remedies":      func(value any) (err error) { c.Remedies, err = remediesOf(value); return err },
		"requires":      listKey(func(s []string) { c.Requires = s }),
		"standsWithout": func(value any) (err error) { c.StandsWithout, err = standsWithoutOf(value); return err },
	})
	return c, err
}

// subjectOf reads custom.subject.
func subjectOf(value any) (subject check.Subject, err error) {
	wrong := stringKey(func(name string) { subject, err = check.ParseSubject(name) })(value)
	return subject, errors.Join(wrong, err)
}

// standsWithoutOf reads custom.standsWithout: by status, which facts it does not depend on.
func standsWithoutOf(value any) (check.StandsWithout, error) {
	var s check.StandsWithout
	fields, ok := value.(map[string]any)
	if !ok {
		return s, fmt.Errorf("is %v, not an object", value)
	}
	err := readCustom("custom.standsWithout", fields, map[string]func(any) error{
		"any": portionsKey(&s.Any), "asked": portionsKey(&s.Asked), "pass": portionsKey(&s.Pass), "gap": portionsKey(&s.Gap), "skip": portionsKey(&s.Skip),
	})
	return s, err
}

func portionsKey(into *[]facts.Portion) func(any) error {
	return listKey(func(names []string) {
		for _, name := range names {
			*into = append(*into, facts.Portion(name))
		}
	})
}

func packageAnnotations(module *ast.Module) *ast.Annotations {
	for _, notes := range module.Annotations {
		if notes.Scope == "package" {
			return notes
		}
	}
	return nil
}

// readCustom hands each value below a key of the METADATA to its setter, and refuses keys that have
// none.
func readCustom(below string, values map[string]any, setters map[string]func(any) error) error {
	for _, key := range slices.Sorted(maps.Keys(values)) {
		set, known := setters[key]
		if !known {
			return fmt.Errorf("its metadata has %s.%s, which is unknown: there is %s",
				below, key, strings.Join(slices.Sorted(maps.Keys(setters)), ", "))
		}
		if err := set(values[key]); err != nil {
			return fmt.Errorf("its metadata's %s.%s %w", below, key, err)
		}
	}
	return nil
}

func stringKey(set func(string)) func(any) error {
	return func(value any) error {
		s, ok := value.(string)
		if !ok {
			return fmt.Errorf("is %v, not a string", value)
		}
		set(s)
		return nil
	}
}

func listKey(set func([]string)) func(any) error {
	return func(value any) error {
		list, ok := value.([]any)
		if !ok {
			return fmt.Errorf("is %v, not a list", value)
		}
		var all []string
		for _, item := range list {
			if err := stringKey(func(s string) { all = append(all, s) })(item); err != nil {
				return err
			}
		}
		set(all)
		return nil
	}
}
