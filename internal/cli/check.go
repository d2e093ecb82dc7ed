package cli

import (
	"github.com/spf13/cobra"

	"github.com/kready/kready/internal/fleet"
	"github.com/kready/kready/internal/report"
)

// checkFlags are the flags of `kready check`.
type checkFlags struct {
	source  *sourceFlags
	fleet   fleetFlags
	rules   ruleFlags
	outputs outputFlags
	schema  bool
}

func newCheck(streams Streams) *cobra.Command {
	var f checkFlags
	cmd := &cobra.Command{
		Use:   "check [BATTERY | ID ...]",
		Short: "Report which batteries are missing, unhealthy or set up to do nothing",
		Long: `Check reads a cluster, or a file of one, and reports which batteries are missing,
unhealthy, or set up so that they do nothing: must-haves first, each with what was
seen, why it matters and how to close it. It changes nothing and reads no Secret.

Name batteries or ids of checks to judge those only, with what they build on.

Several clusters, named by --contexts or by --from more than once, are read side by
side: one report shows all of them as a matrix with what differs, as text, json, csv
or html. --each FORMAT=DIR also writes each one's own report, in any format, to
DIR/NAME.FORMAT, where NAME is the cluster's with a dash for whatever is no letter,
digit, dot, dash or underscore. The exit code is the worst of the clusters': 1
outweighs 3. One that cannot be reached counts as 3 and does not spoil the others.

Exit codes:
  0  no gap at or above --fail-on, and every must-have was judged
  1  at least one such gap
  2  the command line or configuration is wrong; nothing was checked
  3  the verdict is not complete: the cluster is unreachable, or a must-have could
     not be judged (--allow-unknown accepts those)`,
		Example: `  kready check
  kready check network dns/ha --context staging
  kready check -o text -o json=report.json
  kready check --contexts 'prod-*',staging -o text -o html=fleet.html --each html=reports
  kubectl get all,nodes,networkpolicies -A -o yaml | kready check --from -`,
		RunE: func(cmd *cobra.Command, args []string) error { return f.run(cmd, streams, args) },
	}
	f.source = addTargetFlags(cmd)
	own := cmd.Flags()
	own.StringArrayVar(&f.fleet.from, "from", nil, fromUsage+"; repeatable")
	f.fleet.add(own)
	f.outputs.add(own)
	f.rules.add(own)
	own.BoolVar(&f.schema, "schema", false, "print the JSON Schema of the JSON report (with --contexts or several --from: of the fleet's), and check nothing")
	cmd.ValidArgsFunction = completeChecks
	return cmd
}

// run validates the whole command line before it asks the cluster anything.
func (f *checkFlags) run(cmd *cobra.Command, streams Streams, args []string) error {
	if f.schema {
		schema := report.Schema()
		if f.fleet.several() {
			schema = fleet.Schema()
		}
		_, err := streams.Out.Write(schema)
		return err
	}
	if err := f.fleet.refuse(cmd.Flags()); err != nil {
		return err
	}
	if f.fleet.several() {
		return f.runFleet(cmd, streams, args)
	}
	if len(f.fleet.from) == 1 {
		f.source.from = f.fleet.from[0]
	}
	write, err := f.outputs.load(streams.Out)
	if err != nil {
		return err
	}
	rules, err := f.rules.load(args, f.source.catalogs)
	if err != nil {
		return err
	}
	snapshot, err := f.source.read(cmd.Context(), streams, rules.catalog, needs(rules.checks))
	if err != nil {
		return err
	}
	rep, err := rules.judge(cmd.Context(), snapshot)
	if err != nil {
		return err
	}
	if err := write(rep); err != nil {
		return err
	}
	if rep.Verdict.ExitCode != 0 {
		return &exitError{code: rep.Verdict.ExitCode}
	}
	return nil
}

// runFleet is run for several clusters.
func (f *checkFlags) runFleet(cmd *cobra.Command, streams Streams, args []string) error {
	rules, err := f.rules.load(args, f.source.catalogs)
	if err != nil {
		return err
	}
	code, err := f.fleet.run(cmd, streams, f.source, f.outputs, rules)
	if err != nil {
		return err
	}
	if code != 0 {
		return &exitError{code: code}
	}
	return nil
}
