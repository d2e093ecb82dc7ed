package cli

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// usageWithConnection prints a command's own flags first, and kubectl's connection
// flags after them, so that the few are not lost among the many.
func usageWithConnection(connection *pflag.FlagSet) func(*cobra.Command) error {
	return func(cmd *cobra.Command) error {
		own := pflag.NewFlagSet("own", pflag.ContinueOnError)
		cmd.LocalFlags().VisitAll(func(f *pflag.Flag) {
			if connection.Lookup(f.Name) == nil {
				own.AddFlag(f)
			}
		})
		own.AddFlagSet(cmd.InheritedFlags())
		out := cmd.OutOrStderr()
		fmt.Fprintf(out, "Usage:\n  %s\n", cmd.UseLine())
		if cmd.HasExample() {
			fmt.Fprintf(out, "\nExamples:\n%s\n", cmd.Example)
		}
		fmt.Fprintf(out, "\nFlags:\n%s", flagUsages(own))
		fmt.Fprintf(out, "\nConnection, as in kubectl:\n%s", flagUsages(connection))
		return nil
	}
}

func flagUsages(flags *pflag.FlagSet) string {
	return strings.TrimRight(flags.FlagUsagesWrapped(80), "\n") + "\n"
}
