package cli

import (
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/kready/kready/internal/probe"
	"github.com/kready/kready/internal/report"
)

// checkFlags are the flags of `kready check`.
type checkFlags struct {
	source  *sourceFlags
	rules   ruleFlags
	probes  probeFlags
	outputs []string
	verbose bool
	color   string
	schema  bool
	// exitZero leaves the verdict to whoever reads the report.
	exitZero bool
}

func newCheck(streams Streams) *cobra.Command {
	var f checkFlags
	cmd := &cobra.Command{
		Use:   "check [BATTERY | ID ...]",
		Short: "Report which batteries are missing, unhealthy or set up to do nothing",
		Long: `Check reads a cluster, or a file of one, and reports which batteries are missing,
unhealthy, or set up so that they do nothing: must-haves first, each with what was
seen, why it matters and how to close it. It changes nothing and reads no Secret.

With --probe it also proves: it creates small pods in namespaces of its own, lets them
talk, and removes everything again.

Name batteries or ids of checks to judge those only, with what they build on.

Exit codes:
  0  no gap at or above --fail-on, and every must-have was judged
  1  at least one such gap
  2  the command line or configuration is wrong; nothing was checked
  3  the verdict is not complete: the cluster is unreachable, or a must-have could
     not be judged (--allow-unknown accepts those)`,
		Example: `  kready check
  kready check network dns/ha --context staging
  kready check -o text -o json=report.json
  kubectl get all,nodes,networkpolicies -A -o yaml | kready check --from -`,
		RunE: func(cmd *cobra.Command, args []string) error { return f.run(cmd, streams, args) },
	}
	f.source = addSourceFlags(cmd)
	own := cmd.Flags()
	f.addOutput(own)
	f.rules.add(own)
	f.probes.addSwitch(own)
	f.probes.add(own)
	cmd.ValidArgsFunction = completeChecks
	return cmd
}

// addOutput gives the flags that say what is written.
func (f *checkFlags) addOutput(own *pflag.FlagSet) {
	own.StringArrayVarP(&f.outputs, "output", "o", []string{textFormat}, "`FORMAT`, to stdout or to a file with FORMAT=FILE; repeatable: "+orList(reportFormats()))
	own.BoolVarP(&f.verbose, "verbose", "v", false, "list every check, every finding and every blind spot")
	own.StringVar(&f.color, "color", "auto", "auto, always or never")
	own.BoolVar(&f.exitZero, "exit-zero", false, "exit 0 whatever the report says; for jobs that only hand it on")
	own.BoolVar(&f.schema, "schema", false, "print the JSON Schema of the JSON report, and check nothing")
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
	probes, err := f.chooseProbes(rules)
	if err != nil {
		return err
	}
	snapshot, err := f.source.read(cmd.Context(), streams, rules.catalog, needs(rules.checks, probe.Needs(probes)...))
	if err != nil {
		return err
	}
	if err := f.probes.probe(cmd.Context(), streams, f.source, rules.catalog, rules.intent.Probes, probes, snapshot); err != nil {
		return err
	}
	rep, err := rules.judge(cmd.Context(), snapshot)
	if err != nil {
		return err
	}
	if err := writeReport(streams.Out, outputs, rep, report.Text{Color: paint, Verbose: f.verbose}); err != nil {
		return err
	}
	if rep.Verdict.ExitCode != 0 && !f.exitZero {
		return &exitError{code: rep.Verdict.ExitCode}
	}
	return nil
}

// chooseProbes returns the probes to run; a file cannot be probed.
func (f *checkFlags) chooseProbes(rules rules) ([]probe.Probe, error) {
	if err := f.probes.live(f.source); err != nil {
		return nil, err
	}
	return f.probes.choose(rules.wanted)
}
