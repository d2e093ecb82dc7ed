package cli

import (
	"slices"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/engine"
	"github.com/kready/kready/internal/output"
	"github.com/kready/kready/internal/report"
	"github.com/kready/kready/internal/target"
)

// explainFlags are the flags of `kready explain`.
type explainFlags struct {
	target  engine.Target
	request engine.Request
}

func newExplain(env Env) *cobra.Command {
	var f explainFlags
	cmd := &cobra.Command{
		Use:   "explain BATTERY | ID",
		Short: "Say what a check asks, why it matters and how to close its gap",
		Long: `Explain prints all that is to be said of a check: what it asks, why, how it is judged,
what it cannot see, and how to close its gap. Of a battery it lists the checks.

It asks no cluster, unless one is named, by --context for example, or a file by --from:
then it judges the check there and says what was seen, with the remedy for this
cluster, in which its names are filled in. The exit code does not repeat the verdict.`,
		Example: `  kready explain network/policy-engine
  kready explain dns
  kready explain dns/ha --context staging
  kready explain dns/ha --from cluster.json.gz`,
		ValidArgsFunction: completeCheck(env),
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return engine.Usagef("explain requires the id of one check, or a battery: `kready list checks` lists them")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error { return f.run(cmd, env, args[0]) },
	}
	addTarget(cmd, env, &f.target)
	addPolicies(cmd.Flags(), &f.request)
	addCatalogs(cmd.Flags(), &f.request)
	addProfile(cmd.Flags(), &f.request)
	addAsOf(cmd.Flags(), &f.request)
	return cmd
}

func (f *explainFlags) run(cmd *cobra.Command, env Env, name string) error {
	all, err := engine.AllChecks(env, f.request)
	if err != nil {
		return err
	}
	here, err := f.judge(cmd, env, all, name)
	if err != nil {
		return err
	}
	p := explanation{w: env.Stdout, width: output.Options{Width: outputWidth(env)}.Columns(), here: here}
	for _, c := range all {
		if c.ID == name {
			p.check(c)
			return nil
		}
	}
	var own []check.Check
	for _, c := range all {
		if c.Battery() == name {
			own = append(own, c)
		}
	}
	if len(own) == 0 {
		return engine.UnknownCheck(all, name)
	}
	p.battery(name, own)
	return nil
}

// judge returns the report on the cluster or file that the command line names; nil when it names none.
func (f *explainFlags) judge(cmd *cobra.Command, env Env, all []check.Check, name string) (*report.Report, error) {
	known := slices.ContainsFunc(all, func(c check.Check) bool { return c.ID == name || c.Battery() == name })
	named := false
	cmd.Flags().Visit(func(flag *pflag.Flag) { named = named || choosesTarget(flag.Name) })
	if !known || !named {
		return nil, f.target.Validate()
	}
	f.request.Checks = []string{name}
	f.request.FailOn = report.Never
	rules, err := engine.Load(env, f.request)
	if err != nil {
		return nil, err
	}
	rep, err := rules.Check(cmd.Context(), f.target, engine.Probes{}, nil)
	if err != nil {
		return nil, err
	}
	return &rep, nil
}

// choosesTarget reports whether a flag chooses what is looked at.
func choosesTarget(flag string) bool {
	return flag == "from" || flag == "kubeconfig" || slices.Contains(target.SingleClusterFlags(), flag)
}
