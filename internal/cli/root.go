// Package cli is the command line: it turns flags into calls and outcomes into exit
// codes. The tree is built by functions; nothing is global, so two can coexist.
package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/kready/kready/internal/engine"
)

// version is set when a release is built.
var version = "v0.1.0-dev"

// Env is what a command takes from the process that it is part of. Version and Clock are
// set by Main.
type Env = engine.Env

// Main runs kready and returns its exit code. The first of args is the name that it was
// started by: kubectl starts its plugins by names of their own.
func Main(args []string, env Env) int {
	stop := newInterrupts()
	env.Hold = stop.hold
	stderr := env.Stderr
	if env.Progress = progressOn(env); env.Progress != nil {
		stderr = env.Progress
	}
	env.Stderr = cleaned{to: stderr, runner: onRunner(env)}
	stop.waiting = func() {
		fmt.Fprintln(env.Stderr, "kready: stopping, and cleaning up first; a second Ctrl-C stops at once")
	}
	root := newRoot(env)
	name, args := args[0], args[1:]
	root.SetArgs(namePlugin(root, name, args))
	interrupted, err := stop.run(root.ExecuteContext)
	env.Progress.Stop()
	switch {
	case err == nil:
		return 0
	case interrupted != nil:
		said := errors.New("interrupted")
		var incomplete *engine.IncompleteError
		if errors.As(err, &incomplete) && incomplete.Err != nil {
			said = incomplete.Err
		}
		fmt.Fprintf(env.Stderr, "kready: %s\n", said)
		return signalCode(interrupted)
	}
	var usage *engine.UsageError
	code, message := exitCode(err)
	if message != nil && code == exitUsage && !errors.As(err, &usage) {
		message = usageHint(root, args, err)
	}
	if message != nil {
		fmt.Fprintf(env.Stderr, "kready: %s\n", strings.ReplaceAll(strings.TrimSpace(message.Error()), "\n", "\nkready: "))
	}
	return code
}

// newRoot builds the command tree.
func newRoot(env Env) *cobra.Command {
	env.Version, env.Clock, env.Mode = version, time.Now, new(fs.FileMode)
	showVersion := false
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
		RunE: func(cmd *cobra.Command, _ []string) error {
			if showVersion {
				_, err := fmt.Fprintln(env.Stdout, thisBuild())
				return err
			}
			return cmd.Help()
		},
	}
	root.Flags().BoolVar(&showVersion, "version", false, "print the version, as the command of that name does")
	root.PersistentFlags().Var(modeFlag{env.Mode}, "mode", "permissions of files that are written, `OCTAL`; an existing file keeps its own (default 0600)")
	root.SetIn(env.Stdin)
	root.SetOut(env.Stdout)
	root.SetErr(env.Stderr)
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		return engine.Usagef("%w: see `%s --help`", err, cmd.CommandPath())
	})
	root.AddCommand(
		newCheck(env),
		newProbe(env),
		newCleanup(env),
		newInventory(env),
		newSnapshot(env),
		newRender(env),
		newDiff(env),
		newInit(env),
		newWaivers(env),
		newPlan(env),
		newLand(env),
		newRBAC(env),
		newExplain(env),
		newPolicy(env),
		newList(env),
		newAgent(env),
		newVersion(env),
	)
	addCompletions(root, env)
	addCompletionCommand(root)
	return root
}
