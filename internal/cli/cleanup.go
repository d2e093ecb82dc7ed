package cli

import (
	"context"
	"fmt"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"k8s.io/client-go/dynamic"
	"k8s.io/client-go/rest"

	"github.com/kready/kready/internal/engine"
	"github.com/kready/kready/internal/probe"
	"github.com/kready/kready/internal/target"
	"github.com/kready/kready/internal/text"
)

// cleanupFlags are the flags of `kready cleanup`.
type cleanupFlags struct {
	connection *target.ConnectionFlags
	namespace  string
	dryRun     bool
	timeout    time.Duration
}

func newCleanup(env Env) *cobra.Command {
	f := cleanupFlags{connection: target.NewConnectionFlags(env.Lookup())}
	cmd := &cobra.Command{
		Use:   "cleanup",
		Short: "Remove what probes left behind that were killed",
		Long: `Cleanup removes the namespaces that probes made, and waits until they are gone: those
with the label kready.dev/run and a name that begins with kready-probe-. A run cleans up
after itself; this is for one that was killed. It ends runs that are under way elsewhere,
too: --dry-run shows what there is.

With --namespace it removes what probes created in a namespace that was given to them, and
what kready land --probe left in that of a service.`,
		Example: `  kready cleanup --dry-run
  kready cleanup --context kind-ci`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return f.run(cmd.Context(), env) },
	}
	own := cmd.Flags()
	own.StringVarP(&f.namespace, "namespace", "n", "", "the `NAMESPACE` that was given to probes")
	own.BoolVar(&f.dryRun, "dry-run", false, "say what would be removed, and remove nothing")
	own.DurationVar(&f.timeout, "timeout", 2*time.Minute, "how long to wait until it is gone")
	connection := pflag.NewFlagSet("connection", pflag.ContinueOnError)
	f.connection.AddTo(connection)
	own.AddFlagSet(connection)
	cmd.SetUsageFunc(usageWithConnection(connection))
	return cmd
}

func (f *cleanupFlags) run(ctx context.Context, env Env) error {
	if f.timeout <= 0 {
		return engine.Usagef("--timeout must be positive, got %s", f.timeout)
	}
	config, err := target.ClientConfig(f.connection, target.LiveOptions{Version: version})
	if err != nil {
		return engine.TargetError(err)
	}
	ctx, cancel := context.WithTimeout(ctx, f.timeout)
	defer cancel()
	src, err := target.NewLive(f.connection, target.LiveOptions{Version: version})
	if err != nil {
		return engine.TargetError(err)
	}
	if err := target.Reach(ctx, src); err != nil {
		return engine.TargetError(err)
	}
	if f.namespace != "" {
		err = f.sweep(ctx, env, config)
	} else {
		err = f.remove(ctx, env, config)
	}
	if err != nil {
		return &engine.IncompleteError{Err: err}
	}
	return nil
}

// remove removes the namespaces of all runs.
func (f *cleanupFlags) remove(ctx context.Context, env Env, config *rest.Config) error {
	client, err := dynamic.NewForConfig(config)
	if err != nil {
		return fmt.Errorf("setting up the client: %w", err)
	}
	left, err := probe.Leftovers(ctx, client)
	if err != nil {
		return err
	}
	if len(left) == 0 {
		fmt.Fprintln(env.Stdout, "Probes left nothing behind.")
		return nil
	}
	var names []string
	for _, l := range left {
		names = append(names, l.Namespace)
	}
	if f.dryRun {
		for _, l := range left {
			fmt.Fprintf(env.Stdout, "would remove namespace %s, of run %s%s\n", l.Namespace, l.Run, runState(l.Expires, env.Now()))
		}
		return nil
	}
	if err := probe.Remove(ctx, client, names); err != nil {
		return err
	}
	for _, name := range names {
		fmt.Fprintf(env.Stdout, "removed namespace %s\n", name)
	}
	return nil
}

// runState describes whether a run may still be under way.
func runState(expires, now time.Time) string {
	switch {
	case expires.IsZero():
		return ""
	case expires.Before(now):
		return ", which is over"
	}
	return fmt.Sprintf(", which may be under way: it is over for certain in %s", text.Counted(int(expires.Sub(now).Minutes())+1, "minute", "minutes"))
}

// sweep removes what runs created in a namespace that is not theirs.
func (f *cleanupFlags) sweep(ctx context.Context, env Env, config *rest.Config) error {
	dyn, err := dynamic.NewForConfig(config)
	if err != nil {
		return fmt.Errorf("setting up the client: %w", err)
	}
	if f.dryRun {
		objects, err := probe.Created(ctx, dyn, f.namespace)
		if err != nil {
			return err
		}
		for _, o := range objects {
			fmt.Fprintf(env.Stdout, "would remove %s\n", o)
		}
		if len(objects) == 0 {
			fmt.Fprintf(env.Stdout, "Probes left nothing behind in namespace %s.\n", f.namespace)
		}
		return nil
	}
	if err := probe.Sweep(ctx, dyn, f.namespace); err != nil {
		return err
	}
	fmt.Fprintf(env.Stdout, "Probes left nothing behind in namespace %s.\n", f.namespace)
	return nil
}
