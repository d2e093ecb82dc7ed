package cli

import (
	"github.com/spf13/cobra"

	"github.com/kready/kready/internal/report"
)

// checkFlags are the flags of `kready check`.
type checkFlags struct {
	source   *sourceFlags
	rules    ruleFlags
	baseline baselineFlags
	outputs  []string
	verbose  bool
	color    string
	schema   bool
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

With --baseline, an earlier JSON report or a snapshot, it also says what changed since.
--fail-on new then fails the run only for must-have gaps that are new or larger, or
must-haves that can no longer be judged: what a nightly job wants to hear of.

Exit codes:
  0  no gap at or above --fail-on, and every must-have was judged; with
     --fail-on new, nothing that counts got worse
  1  at least one such gap
  2  the command line, configuration or baseline is wrong; nothing was checked
  3  the verdict is not complete: the cluster is unreachable, or a must-have could
     not be judged (--allow-unknown accepts those); with --fail-on new, one that was
     judged, or waived, before`,
		Example: `  kready check
  kready check network dns/ha --context staging
  kready check -o text -o json=report.json
  kready check --baseline report.json --fail-on new
  kubectl get all,nodes,networkpolicies -A -o yaml | kready check --from -`,
		RunE: func(cmd *cobra.Command, args []string) error { return f.run(cmd, streams, args) },
	}
	f.source = addSourceFlags(cmd)
	own := cmd.Flags()
	own.StringArrayVarP(&f.outputs, "output", "o", []string{"text"}, "`FORMAT`, to stdout or to a file with FORMAT=FILE; repeatable: "+orList(reportFormats()))
	f.rules.add(own)
	f.baseline.add(own)
	own.BoolVarP(&f.verbose, "verbose", "v", false, "list every check, every finding and every blind spot")
	own.StringVar(&f.color, "color", "auto", "auto, always or never")
	own.BoolVar(&f.schema, "schema", false, "print the JSON Schema of the JSON report, and check nothing")
	cmd.ValidArgsFunction = completeChecks
	return cmd
}

// run validates the whole command line before it asks the cluster anything.
func (f *checkFlags) run(cmd *cobra.Command, streams Streams, args []string) error {
	if f.schema {
		_, err := streams.Out.Write(report.Schema())
		return err
	}
	outputs, err := parseOutputs(f.outputs, reportFormats())
	if err != nil {
		return err
	}
	paint, err := useColor(f.color, streams.Out)
	if err != nil {
		return err
	}
	rules, err := f.rules.load(args, f.source.catalogs)
	if err != nil {
		return err
	}
	base, err := f.baseline.load(cmd, streams, rules, f.source.from)
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
	rep = against(rep, base, rules.allowUnknown)
	if err := writeReport(streams.Out, outputs, rep, report.Text{Color: paint, Verbose: f.verbose}); err != nil {
		return err
	}
	if rep.Verdict.ExitCode != 0 {
		return &exitError{code: rep.Verdict.ExitCode}
	}
	return nil
}
