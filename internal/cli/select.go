package cli

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/kready/kready/internal/check"
)

// selectChecks returns the checks that names ask for, each a battery or an id, with
// all that they require. No names means all checks.
func selectChecks(all []check.Check, names []string) ([]check.Check, error) {
	if len(names) == 0 {
		return all, nil
	}
	wanted := map[string]bool{}
	var want func(c check.Check)
	byID := map[string]check.Check{}
	for _, c := range all {
		byID[c.ID] = c
	}
	want = func(c check.Check) {
		if wanted[c.ID] {
			return
		}
		wanted[c.ID] = true
		for _, id := range c.Requires {
			want(byID[id])
		}
	}
	for _, name := range names {
		found := false
		for _, c := range all {
			if c.ID == name || c.Battery() == name {
				want(c)
				found = true
			}
		}
		if !found {
			return nil, unknownCheck(all, name)
		}
	}
	return slices.DeleteFunc(slices.Clone(all), func(c check.Check) bool { return !wanted[c.ID] }), nil
}

// unknownCheck says that there is no such check or battery, and what comes near.
func unknownCheck(all []check.Check, name string) error {
	var near []string
	for _, c := range all {
		_, short, _ := strings.Cut(c.ID, "/")
		_, asked, _ := strings.Cut(name, "/")
		if asked == "" {
			asked = name
		}
		if strings.Contains(short, asked) || c.Battery() == strings.Split(name, "/")[0] {
			near = append(near, c.ID)
		}
	}
	if len(near) > 0 {
		return usageError("there is no check %q: did you mean %s?", name, strings.Join(near[:min(len(near), 5)], ", "))
	}
	return usageError("there is no check or battery %q: `kready list checks` lists them", name)
}

// completeChecks offers batteries and ids.
func completeChecks(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
	all, err := builtinChecks()
	if err != nil {
		return nil, cobra.ShellCompDirectiveError
	}
	var names []string
	for _, c := range all {
		if !slices.Contains(names, c.Battery()) {
			names = append(names, c.Battery())
		}
		names = append(names, c.ID+"\t"+c.Title)
	}
	return names, cobra.ShellCompDirectiveNoFileComp
}
