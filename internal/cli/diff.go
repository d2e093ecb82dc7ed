package cli

import (
	"github.com/spf13/cobra"

	"github.com/kready/kready/internal/diff"
	"github.com/kready/kready/internal/engine"
	"github.com/kready/kready/internal/fleet"
	"github.com/kready/kready/internal/report"
)

// diffFlags are the flags of `kready diff`.
type diffFlags struct {
	request   engine.Request
	outputs   outputFlags
	lapseDays int
	schema    bool
}

func newDiff(env Env) *cobra.Command {
	var f diffFlags
	cmd := &cobra.Command{
		Use:   "diff OLD NEW",
		Short: "Say what changed between two reports, snapshots or fleets",
		Long: `Diff compares two files that kready has written: JSON reports, snapshots, or one of
each. It says which gaps are new, changed or closed, what can no longer be judged,
which levels were lost or reached, which products and versions changed, and which
waivers lapse soon. A gap that is waived is not new; one whose waiver is over is.
Checks that only one of the files has are listed apart, and do not count.

A gap is larger when it is found on an object that it was not found on before; of
nodes and pods, whose names do not last, only more of them than before count.

Two JSON reports of several clusters are compared by the clusters' names: which came
and went, can no longer be reached, or are ready now; then each change of a check,
version or product once, with the clusters that it happened on. Of a gap such a report
keeps on how many objects it was found: it is larger when these are more. Each gap of a
cluster that the old report does not have is new.

Reports are compared as they are. A snapshot is judged first, by --profile, --config
and --catalog as "kready check" does it; OLD as of the day it was taken, NEW as of
--as-of.

Exit codes:
  0  nothing that counts got worse
  1  a gap that --fail-on selects is new or larger
  2  the command line or a file is wrong; nothing was compared
  3  a must-have that was judged, or waived, is unknown now (--allow-unknown accepts it)`,
		Example: `  kready diff yesterday.json today.json
  kready diff before.json after.json -o text -o markdown=comment.md
  kready diff before.snapshot.gz after.snapshot.gz --profile kind
  kready diff fleet-yesterday.json fleet-today.json`,
		Args: func(_ *cobra.Command, args []string) error {
			if !f.schema && len(args) != 2 {
				return engine.Usagef("diff requires two files, OLD and NEW")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error { return f.run(cmd, env, args) },
	}
	own := cmd.Flags()
	addOutputFlag(own, &f.outputs.outputs, diff.Formats())
	own.StringVar(&f.request.FailOn, "fail-on", report.FailOnNew, "which new or larger gaps fail: new (must-haves), new-should, new-could or never")
	own.BoolVar(&f.request.AllowUnknown, "allow-unknown", false, "accept must-haves that can no longer be judged")
	own.IntVar(&f.lapseDays, "lapse-days", diff.ExpiringDays, "say which waivers lapse within so many `DAYS`")
	addProfile(own, &f.request)
	own.StringVar(&f.request.AsOf, "as-of", "", "judge dates of the snapshot NEW as of this `DAY` (2026-11-23)")
	addCatalogs(own, &f.request)
	addTables(own, &f.request)
	own.BoolVarP(&f.outputs.verbose, "verbose", "v", false, "list every finding")
	own.IntVar(&f.outputs.most, "max-findings", report.MaxFindings, "list at most `N` findings of each change, and count the others; 0 for all")
	own.StringVar(&f.outputs.color, "color", "auto", "auto, always or never")
	own.BoolVar(&f.schema, "schema", false, "print the JSON Schema of the JSON output (of two fleets, when they are named: of theirs), and compare nothing")
	return cmd
}

func (f *diffFlags) run(cmd *cobra.Command, env Env, args []string) error {
	if f.schema {
		return f.printSchema(env, args)
	}
	write, err := loadOutputs(&f.outputs, env, diff.Formats())
	if err != nil {
		return err
	}
	writeFleet, err := loadOutputs(&f.outputs, env, fleet.DiffFormats())
	if err != nil {
		return err
	}
	if err := f.validate(args); err != nil {
		return err
	}
	d, err := engine.Compare(cmd.Context(), env, f.request, args[0], args[1], f.lapseDays)
	if err != nil {
		return err
	}
	code := 0
	if d.Reports != nil {
		d.Reports.Changes = d.Reports.Limit(f.outputs.most)
	}
	if d.Fleets != nil {
		code, err = d.Fleets.Verdict.ExitCode, writeFleet(*d.Fleets)
	} else {
		code, err = d.Reports.Verdict.ExitCode, write(*d.Reports)
	}
	if err == nil && code != 0 {
		err = &exitError{code: code}
	}
	return err
}

// printSchema prints the schema of the comparison of reports, or of the fleets that are named.
func (f *diffFlags) printSchema(env Env, args []string) error {
	schema := diff.Schema()
	if len(args) > 0 && engine.IsFleet(env, args[0]) {
		schema = fleet.DiffSchema()
	}
	_, err := env.Stdout.Write(schema)
	return err
}

func (f *diffFlags) validate(args []string) error {
	if _, ok := report.NewGapsTier(f.request.FailOn); !ok && f.request.FailOn != report.Never {
		return engine.Usagef("unknown --fail-on %q: must be one of new, new-should, new-could, never", f.request.FailOn)
	}
	if f.outputs.most < 0 {
		return engine.Usagef("--max-findings must not be negative, got %d", f.outputs.most)
	}
	if f.lapseDays < 0 {
		return engine.Usagef("--lapse-days must not be negative, got %d", f.lapseDays)
	}
	if args[0] == "-" && args[1] == "-" {
		return engine.Usagef("OLD and NEW cannot both be standard input")
	}
	return nil
}
