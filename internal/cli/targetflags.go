package cli

import (
	"time"

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
