package policy

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/kready/kready/internal/check"
)

// describe reads a check's texts and words off the package's METADATA.
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
	err := custom(notes.Custom, map[string]func(any) error{
		"level":       word(func(s string) { c.Level = check.Level(s) }),
		"tier":        word(func(s string) { c.Tier = check.Tier(s) }),
		"since":       word(func(s string) { c.Since = s }),
		"remediation": word(func(s string) { c.Remediation = strings.TrimSpace(s) }),
		"requires":    words(func(s []string) { c.Requires = s }),
	})
	return c, err
}

func packageAnnotations(module *ast.Module) *ast.Annotations {
	for _, notes := range module.Annotations {
		if notes.Scope == "package" {
			return notes
		}
	}
	return nil
}

// custom hands each value to its setter and refuses keys that have none.
func custom(values map[string]any, setters map[string]func(any) error) error {
	for _, key := range slices.Sorted(maps.Keys(values)) {
		set, known := setters[key]
		if !known {
			return fmt.Errorf("its metadata has custom.%s, which nothing reads; known are %s",
				key, strings.Join(slices.Sorted(maps.Keys(setters)), ", "))
		}
		if err := set(values[key]); err != nil {
			return fmt.Errorf("its metadata's custom.%s %w", key, err)
		}
	}
	return nil
}

func word(set func(string)) func(any) error {
	return func(value any) error {
		s, ok := value.(string)
		if !ok {
			return fmt.Errorf("is %v, not a text", value)
		}
		set(s)
		return nil
	}
}

func words(set func([]string)) func(any) error {
	return func(value any) error {
		list, ok := value.([]any)
		if !ok {
			return fmt.Errorf("is %v, not a list", value)
		}
		var all []string
		for _, item := range list {
			if err := word(func(s string) { all = append(all, s) })(item); err != nil {
				return err
			}
		}
		set(all)
		return nil
	}
}
