// Package cli is the command line: it turns flags into calls and outcomes into exit
// codes. The tree is built by functions; nothing is global, so two can coexist.
package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/spf13/cobra"
)

// version is set when a release is built.
var version = "v0.1.0-dev"

// Streams are where a command reads and writes. Results go to Out, all else to Err.
type Streams struct {
	In  io.Reader
	Out io.Writer
	Err io.Writer
}

// Main runs kready with args and returns its exit code.
func Main(args []string, streams Streams) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	root := newRoot(streams)
	root.SetArgs(namePlugin(root, os.Args[0], args))
	err := root.ExecuteContext(ctx)
	if err == nil {
		return 0
	}
	var exit *exitError
	if !errors.As(err, &exit) {
		exit = &exitError{code: exitUsage, err: usageHint(root, args, err)}
	}
	if exit.err != nil {
		fmt.Fprintf(streams.Err, "kready: %s\n", strings.ReplaceAll(strings.TrimSpace(exit.err.Error()), "\n", "\nkready: "))
	}
	return exit.code
}

// newRoot builds the command tree.
func newRoot(streams Streams) *cobra.Command {
	root := &cobra.Command{
		Use:   "kready",
		Short: "Check which batteries a Kubernetes cluster lacks",
		Long: `kready looks at a Kubernetes cluster, or at a file of one, and reports which
batteries are missing, unhealthy, or set up so that they do nothing, before a
production service lands on it: networking and policy, DNS, ingress, mesh, secrets,
logs, metrics, storage, and their neighbours.

It reads, and changes nothing unless it is asked to prove something (probe). It never
reads a Secret.`,
		Example: `  kready check                        the cluster of the current context
  kready check --context staging -v   another one, with everything that passed
  kready check --from dump.yaml       a file of one
  kready explain network/policy-engine`,
		SilenceErrors: true,
		SilenceUsage:  true,
		RunE:          func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	root.SetIn(streams.In)
	root.SetOut(streams.Out)
	root.SetErr(streams.Err)
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		return usageError("%w: `%s --help` lists the flags", err, cmd.CommandPath())
	})
	root.AddCommand(
		newCheck(streams),
		newProbe(streams),
		newCleanup(streams),
		newInventory(streams),
		newSnapshot(streams),
		newRender(streams),
		newDiff(streams),
		newInit(streams),
		newWaivers(streams),
		newPlan(streams),
		newRBAC(streams),
		newExplain(streams),
		newPolicy(streams),
		newList(streams),
		newAgent(streams),
		newVersion(streams),
	)
	addCompletions(root)
	addCompletionCommand(root)
	return root
}
