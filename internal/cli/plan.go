package cli

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/kready/kready/internal/engine"
	"github.com/kready/kready/internal/output"
	"github.com/kready/kready/internal/plan"
	"github.com/kready/kready/internal/report"
)

// planFlags are the flags of `kready plan`.
type planFlags struct {
	target  engine.Target
	request engine.Request
	outputs []string
	schema  bool
	// services are folders of manifests, first the names of key customers among them.
	services  []string
	first     []string
	namespace string
}

func newPlan(env Env) *cobra.Command {
	f := planFlags{request: engine.Request{FailOn: report.Never}}
	cmd := &cobra.Command{
		Use:   "plan [BATTERY | ID ... | --services FOLDER ...]",
		Short: "Order the gaps into steps: what to do first, with what, and what it unblocks",
		Long: `Plan judges a cluster, or a file of one, as check does, and orders the gaps into
steps: must-haves first, each after what it builds on. A step names the gaps that one
act closes, the way to close them, up to three products with the reason for each
(what is there, what the distribution ships, what the remedy names, who looks after
it, its licence), what it unblocks, and how long such steps take, padded on purpose.
Products that nobody maintains any more are left out.

What could not be judged comes first, as things to find out; what a waiver covers
stands apart. --from also takes a stored report of check -o json.

With --services, each FOLDER holds the manifests of a service, as for land. What services
need comes first, that of the key customers (--first) before that of most; what no service
needs, as far as the manifests say, is for later. The services that require most are
marked. Must-haves stay before nice-to-haves.

The page of "kready check -o html" shows it as well, in a tab beside the report.

It exits with 0 when it made a plan, whatever is in it, with 2 when the command line
or configuration is wrong, and with 3 when the cluster is unreachable.`,
		Example: `  kready plan
  kready plan network ingress -o markdown=plan.md
  kready plan --from nightly.json.gz --first checkout --services services/*/
  kready check -o json=report.json; kready plan --from report.json`,
		RunE: func(cmd *cobra.Command, args []string) error {
			return f.run(cmd.Context(), env, args, cmd.Flags().Changed("namespace"))
		},
	}
	addTarget(cmd, env, &f.target)
	own := cmd.Flags()
	addCatalogs(own, &f.request)
	addOutputFlag(own, &f.outputs, plan.Formats())
	addProfile(own, &f.request)
	addAsOf(own, &f.request)
	addForVersion(own, &f.request)
	addTables(own, &f.request)
	own.BoolVar(&f.schema, "schema", false, "print the JSON Schema of the JSON plan, and judge nothing")
	own.StringArrayVar(&f.services, "services", nil, "order the gaps by the services whose manifests are in these `FOLDER`s; all arguments are folders then")
	own.StringSliceVar(&f.first, "first", nil, "`NAME`s of services whose needs come first; with --services")
	own.StringVarP(&f.namespace, "namespace", "n", "", "`NAME` of the namespace of the services' objects that name none; with --services")
	cmd.ValidArgsFunction = completeChecks(env)
	return cmd
}

func (f *planFlags) run(ctx context.Context, env Env, args []string, enforced bool) error {
	if f.schema {
		_, err := env.Stdout.Write(plan.Schema())
		return err
	}
	outputs, err := parseOutputs(env, f.outputs, plan.Formats())
	if err != nil {
		return err
	}
	write := func(p plan.Plan) error { return writeOutputs(env, outputs, p, output.Options{Width: outputWidth(env)}) }
	if len(f.services) > 0 {
		return f.runServices(ctx, env, append(f.services, args...), enforced, write)
	}
	if len(f.first) > 0 || enforced {
		return engine.Usagef("--first and --namespace are about services: name their folders with --services")
	}
	f.request.Checks = args
	rules, err := engine.Load(env, f.request)
	if err != nil {
		return err
	}
	rep, err := f.report(ctx, env, rules)
	if err != nil {
		return err
	}
	return write(plan.New(rep, rules.Checks, rules.Catalog.Entries))
}

// report is the stored one that --from names, or that of the target.
func (f *planFlags) report(ctx context.Context, env Env, rules *engine.Rules) (report.Report, error) {
	if rep, stored, err := engine.StoredReport(env, f.target.From); stored {
		if err == nil && (len(f.request.Checks) > 0 || f.request.Profile != "" || f.request.AsOf != "" || f.request.ForVersion != "") {
			err = engine.Usagef("%s is a report, which is already judged: checks, --profile, --as-of and --for-version cannot be used with it", f.target.From)
		}
		return rep, err
	}
	return rules.Check(ctx, f.target, engine.Probes{}, nil)
}
