package cli

import (
	"io"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/evaluate"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/inventory"
	"github.com/kready/kready/internal/policy"
	"github.com/kready/kready/internal/report"
)

// checkFlags are the flags of `kready check`.
type checkFlags struct {
	source       *sourceFlags
	outputs      []string
	intent       intentFlags
	failOn       string
	allowUnknown bool
	verbose      bool
	color        string
	asOf         string
	schema       bool
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
	own.StringArrayVarP(&f.outputs, "output", "o", []string{"text"}, "`FORMAT` text or json, to stdout or to a file with FORMAT=FILE; repeatable")
	f.intent.add(own)
	own.StringVar(&f.failOn, "fail-on", string(check.TierMust), "least tier of a gap that fails the run: must, should, could or never")
	own.BoolVar(&f.allowUnknown, "allow-unknown", false, "accept must-haves that could not be judged")
	own.BoolVarP(&f.verbose, "verbose", "v", false, "list every check, every finding and every blind spot")
	own.StringVar(&f.color, "color", "auto", "auto, always or never")
	own.StringVar(&f.asOf, "as-of", "", "judge dates as of this `DAY` (2026-11-23); default is the day of collection")
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
	outputs, err := parseOutputs(f.outputs, []string{"text", "json"})
	if err != nil {
		return err
	}
	intent, err := f.intent.load()
	if err != nil {
		return err
	}
	if err := validFailOn(f.failOn); err != nil {
		return err
	}
	paint, err := useColor(f.color, streams.Out)
	if err != nil {
		return err
	}
	asOf, err := parseDay(f.asOf)
	if err != nil {
		return err
	}
	all, err := builtinChecks()
	if err != nil {
		return err
	}
	if err := knownWaivers(intent, all); err != nil {
		return err
	}
	selected, err := selectChecks(all, args)
	if err != nil {
		return err
	}
	known, err := loadCatalog(f.source.catalogs)
	if err != nil {
		return err
	}
	if err := knownProducts(intent, known); err != nil {
		return err
	}
	snapshot, err := f.source.read(cmd.Context(), streams, known, needs(selected))
	if err != nil {
		return err
	}
	in := inventory.InputWith(snapshot, known, asOf, intent.Thresholds)
	in.Intent = f.intent.facts(intent)
	results, err := evaluate.Run(policy.WithCache(cmd.Context()), in, selected, evaluate.Options{
		Profile: intent.Profile.Name, Wants: intent.Profile.Wants, Off: intent.Profile.Off,
	})
	if err != nil {
		return err
	}
	results, states := evaluate.Waive(results, intent.Waivers, in.AsOf)
	rep := report.New(reportTarget(in), results, implementationsByBattery(in), blindSpots(in, selected), report.Options{
		Tool: version, Profile: intent.Profile.Name, Want: intent.Profile.Want, FailOn: f.failOn, AllowUnknown: f.allowUnknown,
		Waivers: reportWaivers(intent.Waivers, states),
	})
	for _, o := range outputs {
		if err := o.write(streams.Out, f.renderer(o, rep, paint)); err != nil {
			return &exitError{code: exitUsage, err: err}
		}
	}
	if rep.Verdict.ExitCode != 0 {
		return &exitError{code: rep.Verdict.ExitCode}
	}
	return nil
}

func (f *checkFlags) renderer(o output, rep report.Report, paint bool) func(io.Writer) error {
	if o.format == "json" {
		return func(w io.Writer) error { return report.JSON(w, rep) }
	}
	return report.Text{Color: paint && o.file == "", Verbose: f.verbose}.Renderer(rep)
}

func validFailOn(tier string) error {
	if tier == report.Never {
		return nil
	}
	for _, t := range check.Tiers() {
		if tier == string(t) {
			return nil
		}
	}
	return usageError("there is no tier %q for --fail-on: choose must, should, could or never", tier)
}

// parseDay reads a date; its end is meant, so that the day itself is over.
func parseDay(day string) (time.Time, error) {
	if day == "" {
		return time.Time{}, nil
	}
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return time.Time{}, usageError("--as-of %q is not a day like 2026-11-23", day)
	}
	return t, nil
}

// needs are the kinds of fact that any of the checks needs. Where they ask who provides
// a battery, that is all that recognition looks at: a product that is only asked for, or
// left over, would be taken for absent otherwise.
func needs(checks []check.Check) []string {
	var all []string
	for _, c := range checks {
		all = append(all, c.Needs...)
	}
	if slices.Contains(all, "workloads") {
		all = append(all, inventory.Needs()...)
	}
	return facts.Needs(all...)
}
