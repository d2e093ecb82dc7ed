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
	own.Int64Var(&t.PageSize, "page-size", 0, "objects that one list request asks for (default 500, and up to 2000 where the API server is quick)")

	connection := pflag.NewFlagSet("connection", pflag.ContinueOnError)
	t.Connection.AddTo(connection)
	own.AddFlagSet(connection)
	cmd.SetUsageFunc(usageWithConnection(connection))
	cmd.PreRunE = func(cmd *cobra.Command, _ []string) error { return refuseWithFile(cmd.Flags(), connection) }
}

// refuseWithFile refuses flags that are about a connection where a file is read.
func refuseWithFile(flags, connection *pflag.FlagSet) error {
	from := flags.Lookup("from")
	if from == nil || !from.Changed {
		return nil
	}
	if contexts := flags.Lookup("contexts"); contexts != nil && contexts.Changed {
		return nil // some of several are clusters
	}
	names := []string{"page-size"}
	connection.VisitAll(func(f *pflag.Flag) { names = append(names, f.Name) })
	return refuse(flags, "is for a live cluster and cannot be used with --from", names...)
}

// refuse refuses flags that would be ignored, and says why.
func refuse(flags *pflag.FlagSet, why string, names ...string) error {
	for _, name := range names {
		if flags.Changed(name) {
			return engine.Usagef("--%s %s", name, why)
		}
	}
	return nil
}
