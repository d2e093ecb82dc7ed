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
			cmd.ValidArgsFunction = thatBegin(cmd.ValidArgsFunction)
		case takesNoArgs(cmd):
			cmd.ValidArgsFunction = cobra.NoFileCompletions
		}
		cmd.LocalFlags().VisitAll(func(f *pflag.Flag) {
			if _, taken := cmd.GetFlagCompletionFunc(f.Name); taken {
				return
			}
			if complete := flagCompletion(f, env); complete != nil {
				// It can only fail for a flag that the command lacks, or that has one already.
				_ = cmd.RegisterFlagCompletionFunc(f.Name, thatBegin(complete))
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

// thatBegin keeps the offers that begin with what is typed. Directives about files are
// left alone: their values are endings.
func thatBegin(complete cobra.CompletionFunc) cobra.CompletionFunc {
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
		return listOf(fromKubeconfig(env, func(k target.Kubeconfig) []target.Named { return k.Contexts }))
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
		return listOf(fixed(append([]string{"all"}, probe.Names()...)...))
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
			return nil, cobra.ShellCompDirectiveNoFileComp // the run itself says what is wrong
		}
		var offers []string
		for _, entry := range pick(known) {
			offers = append(offers, offer(text.Clean(entry.Name), text.Clean(entry.Detail)))
		}
		return offers, cobra.ShellCompDirectiveNoFileComp
	}
}

// listOf completes the last of several values that commas part.
func listOf(one cobra.CompletionFunc) cobra.CompletionFunc {
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
func offer(name, about string) string {
	if about == "" {
		return name
	}
	return name + "\t" + about
}
