package cli

import (
	"maps"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/kready/kready/checks"
	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/policy"
	"github.com/kready/kready/policies"
)

// completeChecks offers batteries and ids, those left out that are there already.
func completeChecks(cmd *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
	titles := checkTitles(cmd)
	var offers []string
	add := func(name, about string) {
		if !slices.Contains(args, name) {
			offers = append(offers, offer(name, about))
		}
	}
	for _, id := range slices.SortedFunc(maps.Keys(titles), byBattery) {
		name, _, _ := strings.Cut(id, "/")
		if i := slices.IndexFunc(check.Batteries(), func(b check.Battery) bool { return b.Name == name }); i >= 0 {
			if title := offer(name, check.Batteries()[i].Title); !slices.Contains(offers, title) {
				add(name, check.Batteries()[i].Title)
			}
		} else if !slices.Contains(offers, name) {
			add(name, "")
		}
		add(id, titles[id])
	}
	return offers, cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveKeepOrder
}

// completeCheck offers the ids of checks, for a command that takes one.
func completeCheck(cmd *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
	var offers []string
	if len(args) == 0 {
		titles := checkTitles(cmd)
		for _, id := range slices.SortedFunc(maps.Keys(titles), byBattery) {
			offers = append(offers, offer(id, titles[id]))
		}
	}
	return offers, cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveKeepOrder
}

// checkTitles are the titles of all checks by id, the user's own policies among them.
// What cannot be read is left out: a run says what is wrong with it.
func checkTitles(cmd *cobra.Command) map[string]string {
	titles := map[string]string{}
	for _, c := range checks.All() {
		titles[c.ID] = c.Title
	}
	shipped, _ := policy.Titles(policies.Files)
	maps.Copy(titles, shipped)
	if own, err := cmd.Flags().GetStringArray("policies"); err == nil {
		for _, dir := range own {
			theirs, _ := policy.Titles(os.DirFS(dir))
			maps.Copy(titles, theirs)
		}
	}
	return titles
}

// byBattery sorts ids as the batteries build on each other, then by name.
func byBattery(a, b string) int {
	place := func(id string) int {
		name, _, _ := strings.Cut(id, "/")
		i := slices.IndexFunc(check.Batteries(), func(b check.Battery) bool { return b.Name == name })
		if i < 0 {
			return len(check.Batteries())
		}
		return i
	}
	if d := place(a) - place(b); d != 0 {
		return d
	}
	return strings.Compare(a, b)
}
