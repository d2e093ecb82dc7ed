package cli

import (
	"maps"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/policy"
)

// completeChecks offers batteries and ids that are not on the command line yet.
func completeChecks(env Env) cobra.CompletionFunc {
	return func(cmd *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
		return offerChecks(checkTitles(env, cmd), args)
	}
}

// offerChecks offers batteries and ids, without those among args.
func offerChecks(titles map[string]string, args []string) ([]string, cobra.ShellCompDirective) {
	var offers []string
	add := func(name, description string) {
		if !slices.Contains(args, name) {
			offers = append(offers, offer(name, description))
		}
	}
	last := ""
	for _, id := range slices.SortedFunc(maps.Keys(titles), byBattery) {
		if battery, _, _ := strings.Cut(id, "/"); battery != last {
			add(battery, batteryTitle(battery))
			last = battery
		}
		add(id, titles[id])
	}
	return offers, cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveKeepOrder
}

// completeCheck offers batteries and ids, for a command that takes one.
func completeCheck(env Env) cobra.CompletionFunc {
	return func(cmd *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
		if len(args) > 0 {
			return nil, cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveKeepOrder
		}
		return offerChecks(checkTitles(env, cmd), nil)
	}
}

// checkTitles are the titles of all checks by id, the user's own policies among them.
// Folders that cannot be read are left out: the run itself reports them.
func checkTitles(env Env, cmd *cobra.Command) map[string]string {
	titles := map[string]string{}
	builtin, _ := env.BuiltinChecks()
	for _, c := range builtin {
		titles[c.ID] = c.Title
	}
	for _, dir := range namedPolicies(env, cmd) {
		own, _ := policy.Titles(os.DirFS(env.Path(dir)))
		maps.Copy(titles, own)
	}
	return titles
}

// byBattery sorts ids as the batteries build on each other, then by name.
func byBattery(a, b string) int {
	batteryA, _, _ := strings.Cut(a, "/")
	batteryB, _, _ := strings.Cut(b, "/")
	if d := check.BatteryOrder(batteryA) - check.BatteryOrder(batteryB); d != 0 {
		return d
	}
	return strings.Compare(a, b)
}

// batteryTitle is "" for a battery of the user's own policies.
func batteryTitle(name string) string {
	if !check.KnownBattery(name) {
		return ""
	}
	return check.Batteries()[check.BatteryOrder(name)].Title
}
