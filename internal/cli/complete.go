package cli

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/kready/kready/internal/config"
	"github.com/kready/kready/internal/probe"
	"github.com/kready/kready/internal/report"
	"github.com/kready/kready/internal/target"
	"github.com/kready/kready/internal/text"
)

// addCompletions offers values for the arguments and flags of the whole tree. A flag has
// one meaning, whatever command it belongs to, so it is known by its name. Nothing here
// asks a cluster or compiles a policy: a shell waits for it.
func addCompletions(root *cobra.Command, env Env) {
	for _, cmd := range allCommands(root) {
		switch {
		case cmd.ValidArgsFunction != nil:
			cmd.ValidArgsFunction = filterByPrefix(cmd.ValidArgsFunction)
		case takesNoArgs(cmd):
			cmd.ValidArgsFunction = cobra.NoFileCompletions
		}
		cmd.LocalFlags().VisitAll(func(f *pflag.Flag) {
			if _, taken := cmd.GetFlagCompletionFunc(f.Name); taken {
				return
			}
			if complete := flagCompletion(f, env); complete != nil {
				// It can only fail for a flag that the command lacks, or that has one already.
				_ = cmd.RegisterFlagCompletionFunc(f.Name, filterByPrefix(complete))
			}
		})
	}
}

// allCommands are a command and all below it.
func allCommands(cmd *cobra.Command) []*cobra.Command {
	all := []*cobra.Command{cmd}
	for _, sub := range cmd.Commands() {
		all = append(all, allCommands(sub)...)
	}
	return all
}

// takesNoArgs reports whether a command refuses arguments, however many.
func takesNoArgs(cmd *cobra.Command) bool {
	const most = 3
	args := []string{}
	for range most {
		args = append(args, "x")
		if cmd.ValidateArgs(args) == nil {
			return false
		}
	}
	return true
}

// filterByPrefix keeps the offers that begin with what is typed. Offers of files are kept as
// they are: they are file extensions.
func filterByPrefix(complete cobra.CompletionFunc) cobra.CompletionFunc {
	return func(cmd *cobra.Command, args []string, typed string) ([]string, cobra.ShellCompDirective) {
		offers, directive := complete(cmd, args, typed)
		if directive&(cobra.ShellCompDirectiveFilterFileExt|cobra.ShellCompDirectiveFilterDirs) == 0 {
			offers = slices.DeleteFunc(slices.Clone(offers), func(o string) bool { return !strings.HasPrefix(o, typed) })
		}
		return offers, directive
	}
}

// flagCompletion is what completes the values of a flag; nil leaves it to the shell,
// which offers files.
func flagCompletion(f *pflag.Flag, env Env) cobra.CompletionFunc {
	switch f.Name {
	case "context":
		return fromKubeconfig(env, func(k target.Kubeconfig) []target.Named { return k.Contexts })
	case "contexts":
		return commaSeparated(fromKubeconfig(env, func(k target.Kubeconfig) []target.Named { return k.Contexts }))
	case "cluster":
		return fromKubeconfig(env, func(k target.Kubeconfig) []target.Named { return k.Clusters })
	case "user":
		return fromKubeconfig(env, func(k target.Kubeconfig) []target.Named { return k.Users })
	case "profile":
		return fixed(completeProfiles()...)
	case "fail-on":
		return fixed(inUsage(f, "must", "should", "could", "new", "new-should", "new-could", report.Never)...)
	case "color":
		return fixed("auto", "always", "never")
	case "output", "each":
		return completeOutput(f, env)
	case "config":
		return filesEndingIn("yaml", "yml")
	case "probe":
		return commaSeparated(fixed(append([]string{"all"}, probe.Names()...)...))
	}
	name, usage := pflag.UnquoteUsage(f)
	switch {
	case name == "DIR":
		return folders
	case name == "FILE" || f.Name == "kubeconfig" || slices.ContainsFunc(words(usage), func(w string) bool { return w == "file" || w == "Path" }):
		return nil
	}
	return cobra.NoFileCompletions
}

// inUsage returns those of the values that a flag's usage names.
func inUsage(f *pflag.Flag, values ...string) []string {
	named := words(f.Usage)
	return slices.DeleteFunc(values, func(v string) bool { return !slices.Contains(named, v) })
}

func fixed(values ...string) cobra.CompletionFunc {
	return func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
		return values, cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveKeepOrder
	}
}

func folders(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
	return nil, cobra.ShellCompDirectiveFilterDirs
}

func filesEndingIn(extensions ...string) cobra.CompletionFunc {
	return func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
		return extensions, cobra.ShellCompDirectiveFilterFileExt
	}
}

// fromKubeconfig offers entries of the kubeconfig that the command line names.
func fromKubeconfig(env Env, pick func(target.Kubeconfig) []target.Named) cobra.CompletionFunc {
	return func(cmd *cobra.Command, _ []string, _ string) ([]string, cobra.ShellCompDirective) {
		path := ""
		if f := cmd.Flags().Lookup("kubeconfig"); f != nil {
			path = f.Value.String()
		}
		known, err := target.ReadKubeconfig(env.Lookup(), path)
		if err != nil {
			return nil, cobra.ShellCompDirectiveNoFileComp // the run itself reports it
		}
		var offers []string
		for _, entry := range pick(known) {
			offers = append(offers, offer(text.Clean(entry.Name), text.Clean(entry.Detail)))
		}
		return offers, cobra.ShellCompDirectiveNoFileComp
	}
}

// commaSeparated completes the last of several values that are separated by commas.
func commaSeparated(one cobra.CompletionFunc) cobra.CompletionFunc {
	return func(cmd *cobra.Command, args []string, typed string) ([]string, cobra.ShellCompDirective) {
		before := typed[:strings.LastIndex(typed, ",")+1]
		taken := strings.Split(before, ",")
		offers, directive := one(cmd, args, strings.TrimPrefix(typed, before))
		var rest []string
		for _, o := range offers {
			name, _, _ := strings.Cut(o, "\t")
			if !slices.Contains(taken, name) {
				rest = append(rest, before+o)
			}
		}
		return rest, directive | cobra.ShellCompDirectiveNoSpace
	}
}

func completeProfiles() []string {
	var offers []string
	for _, p := range config.Profiles() {
		offers = append(offers, offer(p.Name, p.Description))
	}
	return offers
}

// offer returns a value with its description, as cobra separates them.
func offer(name, description string) string {
	if description == "" {
		return name
	}
	return name + "\t" + description
}
