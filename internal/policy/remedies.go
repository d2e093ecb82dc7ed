package policy

import (
	"fmt"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/kready/kready/internal/check"
)

// remediesOf reads custom.remedies: a list of objects with a text and what it is for.
func remediesOf(value any) ([]check.Remedy, error) {
	list, ok := value.([]any)
	if !ok {
		return nil, fmt.Errorf("is %v, not a list", value)
	}
	var all []check.Remedy
	for i, item := range list {
		r, err := remedyOf(fmt.Sprintf("custom.remedies[%d]", i), item)
		if err != nil {
			return nil, fmt.Errorf("holds a remedy that is wrong: %w", err)
		}
		all = append(all, r)
	}
	return all, nil
}

// remedyOf reads one of them, which is below a key.
func remedyOf(below string, item any) (check.Remedy, error) {
	var r check.Remedy
	fields, ok := item.(map[string]any)
	if !ok {
		return r, fmt.Errorf("%s is %v, not an object", below, item)
	}
	if _, written := fields["text"]; !written {
		return r, fmt.Errorf("%s has no text", below)
	}
	err := readCustom(below, fields, map[string]func(any) error{
		"distributions": listKey(func(s []string) { r.Distributions = s }),
		"providers":     listKey(func(s []string) { r.Providers = s }),
		"before":        stringKey(func(s string) { r.Before = s }),
		"state":         stringKey(func(s string) { r.State = s }),
		"text":          stringKey(func(s string) { r.Text = strings.Trim(s, "\n") }),
	})
	return r, err
}

// matchStates holds the rules `state` of a policy against the states of its remedies: a state that
// no rule gives, or that no remedy is for, is an error.
func matchStates(module *ast.Module, c check.Check) error {
	var given []string
	for _, rule := range rulesNamed(module, ruleState) {
		name, ok := stateOf(rule)
		if !ok {
			return fmt.Errorf("%s: a state is a text that is written out: write `state contains \"x\" if …`", rule.Loc())
		}
		if !slices.Contains(c.RemedyStates(), name) {
			return fmt.Errorf("%s: no remedy is for the state %q: there is %s", rule.Loc(), name, strings.Join(c.RemedyStates(), ", "))
		}
		given = append(given, name)
	}
	for _, name := range c.RemedyStates() {
		if !slices.Contains(given, name) {
			return fmt.Errorf("its metadata has a remedy for the state %q, which no rule gives: write `state contains %q if …`", name, name)
		}
	}
	return nil
}

// stateOf is the text that a rule `state contains "x"` gives.
func stateOf(rule *ast.Rule) (string, bool) {
	if rule.Head.Key == nil {
		return "", false
	}
	name, ok := rule.Head.Key.Value.(ast.String)
	return string(name), ok
}
