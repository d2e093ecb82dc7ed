package cli

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/kready/kready/internal/engine"
	"github.com/kready/kready/internal/output"
	"github.com/kready/kready/internal/plan"
	"github.com/kready/kready/internal/report"
	"github.com/kready/kready/internal/target"
)

// planFlags are the flags of `kready plan`.
type planFlags struct {
	source  *sourceFlags
	rules   ruleFlags
	outputs []string
	schema  bool
}

func newPlan(streams Streams) *cobra.Command {
	f := planFlags{rules: ruleFlags{failOn: report.Never}}
	cmd := &cobra.Command{
		Use:   "plan [BATTERY | ID ...]",
		Short: "Order the gaps into steps: what to do first, with what, and what it unblocks",
		Long: `Plan judges a cluster, or a file of one, as check does, and orders the gaps into
steps: must-haves first, each after what it builds on. A step names the gaps that one
act closes, the way to close them, the products of the catalogue that suit this
distribution, what it unblocks, and how long such steps take, padded on purpose.

What could not be judged comes first, as things to find out; what a waiver covers
stands apart. --from also takes a stored report of check -o json.

It exits with 0 when it made a plan, whatever is in it, with 2 when the command line
or configuration is wrong, and with 3 when the cluster is unreachable.`,
		Example: `  kready plan
  kready plan network ingress -o markdown=plan.md
  kready check -o json=report.json; kready plan --from report.json`,
		RunE: func(cmd *cobra.Command, args []string) error { return f.run(cmd.Context(), streams, args) },
	}
	f.source = addSourceFlags(cmd)
	own := cmd.Flags()
	addOutputFlag(own, &f.outputs, plan.Formats())
	f.rules.intent.add(own)
	own.StringVar(&f.rules.asOf, "as-of", "", "judge dates as of this `DAY` (2026-11-23); default is the day of collection")
	own.BoolVar(&f.schema, "schema", false, "print the JSON Schema of the JSON plan, and judge nothing")
	cmd.ValidArgsFunction = completeChecks
	return cmd
}

func (f *planFlags) run(ctx context.Context, streams Streams, args []string) error {
	if f.schema {
		_, err := streams.Out.Write(plan.Schema())
		return err
	}
	outputs, err := parseOutputs(f.outputs, plan.Formats())
	if err != nil {
		return err
	}
	rules, err := f.rules.load(args, f.source.catalogs)
	if err != nil {
		return err
	}
	rep, err := f.report(ctx, streams, rules, args)
	if err != nil {
		return err
	}
	return writeOutputs(streams.Out, outputs, plan.New(rep, rules.checks, rules.catalog.Entries), output.Options{})
}

// report is the stored one that --from names, or that of the target.
func (f *planFlags) report(ctx context.Context, streams Streams, rules rules, args []string) (report.Report, error) {
	if rep, stored, err := storedReport(f.source.from); stored {
		if err == nil && (len(args) > 0 || f.rules.intent.profile != "" || f.rules.asOf != "") {
			err = usageError("%s is a report, which is judged already: checks, --profile and --as-of are of no use with it", f.source.from)
		}
		return rep, err
	}
	f.source.custom = rules.intent.Custom
	snapshot, err := f.source.read(ctx, streams, rules.catalog, engine.Needs(rules.asked()))
	if err != nil {
		return report.Report{}, err
	}
	return rules.judge(ctx, snapshot)
}

// storedReport reads a file that is a report; false when it is something else, or
// cannot be read at all, which reading it as a target explains.
func storedReport(file string) (report.Report, bool, error) {
	if file == "" || file == "-" {
		return report.Report{}, false, nil
	}
	doc, err := target.ReadDocument(file, nil)
	if err != nil || doc.Kind != report.Kind {
		return report.Report{}, false, nil //nolint:nilerr // see above
	}
	rep, err := report.Parse(doc.JSON)
	if err != nil {
		err = usageError("%s cannot be planned from: %w", file, err)
	}
	return rep, true, err
}
