package cli

import (
	"fmt"
	"time"

	"github.com/mattn/go-isatty"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/kready/kready/internal/engine"
	"github.com/kready/kready/internal/target"
)

// fromUsage describes the values of --from.
const fromUsage = "look at a file instead of a cluster: a snapshot, a support bundle or another dump as a folder, .tar.gz or .zip, Kubernetes objects in YAML or JSON, or - for stdin"

// addTarget gives cmd the flags of a target: kready's own, and kubectl's connection flags
// in a section of their own.
func addTarget(cmd *cobra.Command, env Env, t *engine.Target) {
	addCluster(cmd, env, t)
	cmd.Flags().StringVar(&t.From, "from", "", fromUsage)
}

// addCluster gives cmd the flags of a target without --from.
func addCluster(cmd *cobra.Command, env Env, t *engine.Target) {
	t.Connection = target.NewConnectionFlags(env.Lookup())
	t.Progress = fileProgress(env)
	own := cmd.Flags()
	own.BoolVar(&t.Complete, "complete", false, "the objects of --from are the whole cluster: what they do not contain is absent")
	own.StringSliceVar(&t.Kinds, "kinds", nil, "kinds of which --from holds all objects, even where there is none: deploy,cronjobs,certificates.cert-manager.io")
	own.DurationVar(&t.Timeout, "timeout", 2*time.Minute, "bound on reading the cluster, as a whole")
	own.Int64Var(&t.PageSize, "page-size", 500, "objects that one list request asks for")

	connection := pflag.NewFlagSet("connection", pflag.ContinueOnError)
	t.Connection.AddTo(connection)
	own.AddFlagSet(connection)
	cmd.SetUsageFunc(usageWithConnection(connection))
}

// fileProgress writes every few seconds how much of a large file was read, on a terminal only.
func fileProgress(env Env) func(read, size int64) {
	f, ok := terminal(env.Stderr)
	if !ok || !isatty.IsTerminal(f.Fd()) {
		return nil
	}
	return everyFew(time.Now, func(read, size int64) {
		of := ""
		if size > 0 {
			of = fmt.Sprintf(" of %d", size>>20)
		}
		fmt.Fprintf(env.Stderr, "kready: %d%s MiB are read\n", read>>20, of)
	})
}

// everyFew calls say two seconds after the first call, and then at most every two seconds.
func everyFew(now func() time.Time, say func(read, size int64)) func(read, size int64) {
	var last time.Time
	return func(read, size int64) {
		at := now()
		if last.IsZero() {
			last = at
		}
		if at.Sub(last) >= 2*time.Second {
			last = at
			say(read, size)
		}
	}
}
