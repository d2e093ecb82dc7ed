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
	"time"

	"github.com/spf13/cobra"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/engine"
)

// version is set when a release is built.
var version = "v0.1.0-dev"

// Streams are where a command reads and writes, and what else it takes from the process.
// Results go to Out, all else to Err.
type Streams struct {
	In  io.Reader
	Out io.Writer
	Err io.Writer
	// Dir is the working folder; "" is the process's own.
	Dir string
	// Getenv returns an environment variable, "" when it is not set.
	Getenv func(name string) string

	// builtin returns kready's own checks, for tests that share them; nil loads them.
	builtin func() ([]check.Check, error)
}

// env is what the engine takes of it.
func (s Streams) env() engine.Env {
	return engine.Env{Version: version, Dir: s.Dir, Getenv: s.Getenv, Stdin: s.In, Notes: s.Err, Clock: time.Now, Builtin: s.builtin}
}

// Main runs kready and returns its exit code. The first of args is the name that it was
// started by: kubectl starts its plugins by names of their own.
func Main(args []string, streams Streams) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	root := newRoot(streams)
	name, args := args[0], args[1:]
	root.SetArgs(namePlugin(root, name, args))
	err := root.ExecuteContext(ctx)
	if err == nil {
		return 0
	}
	var usage *engine.UsageError
	code, message := exitCode(err)
	if message != nil && code == exitUsage && !errors.As(err, &usage) {
		message = usageHint(root, args, err)
	}
	if message != nil {
		fmt.Fprintf(streams.Err, "kready: %s\n", strings.ReplaceAll(strings.TrimSpace(message.Error()), "\n", "\nkready: "))
	}
	return code
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
		return engine.Usagef("%w: `%s --help` lists the flags", err, cmd.CommandPath())
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
	addCompletions(root, streams)
	addCompletionCommand(root)
	return root
}
