package cli

import (
	"context"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/kready/kready/internal/diff"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/report"
	"github.com/kready/kready/internal/target"
)

// baselineFlags name an earlier report that a run is held against.
type baselineFlags struct {
	file string
}

func (f *baselineFlags) add(flags *pflag.FlagSet) {
	flags.StringVar(&f.file, "baseline", "", "`FILE` with an earlier JSON report, or a snapshot: say what changed since")
}

// load reads the baseline, before the target is asked anything. It returns nil when
// there is none. A snapshot is judged by the rules of the run, as of its own day.
func (f *baselineFlags) load(cmd *cobra.Command, streams Streams, r rules, from string) (*diff.Report, error) {
	_, isNew := report.NewFloor(r.failOn)
	switch {
	case f.file == "" && cmd.Flags().Changed("baseline"):
		return nil, usageError("--baseline names no file")
	case f.file == "" && isNew:
		return nil, usageError("--fail-on %s asks what is new, and there is no --baseline to tell by", r.failOn)
	case f.file == "":
		return nil, nil
	case f.file == "-" && from == "-":
		return nil, usageError("--baseline and --from cannot both read standard input")
	}
	doc, err := readOwn(f.file, streams)
	if err != nil {
		return nil, err
	}
	r.asOf = time.Time{} // what time alone changed is a change as well
	base, err := doc.judged(cmd.Context(), r)
	if err != nil {
		return nil, err
	}
	return &base, nil
}

// against adds to a report what changed since a baseline, if there is one.
func against(rep report.Report, base *diff.Report, allowUnknown bool) report.Report {
	if base == nil {
		return rep
	}
	changes := diff.Compare(base.Report, rep, diff.LapseDays)
	return rep.Against(report.Baseline{Side: base.Side(), Changes: changes}, allowUnknown)
}

// ownFile is a report or a snapshot that kready has written.
type ownFile struct {
	name     string
	report   report.Report
	snapshot *facts.Snapshot
}

// readOwn reads a report or a snapshot.
func readOwn(file string, streams Streams) (ownFile, error) {
	own := ownFile{name: file}
	if file == "-" {
		own.name = "standard input"
	}
	doc, err := target.ReadDocument(file, streams.In)
	if err != nil {
		return own, usageError("%w; `kready check -o json=FILE` and `kready snapshot -o FILE` write what can be compared", err)
	}
	switch {
	case doc.Snapshot != nil:
		own.snapshot = doc.Snapshot
	case doc.Kind == report.Kind:
		if own.report, err = report.Parse(doc.JSON); err != nil {
			return own, usageError("%s cannot be compared: %w", own.name, err)
		}
	default:
		return own, usageError("%s is a %s of kready: only reports and snapshots can be compared", own.name, doc.Kind)
	}
	return own, nil
}

func (o ownFile) isSnapshot() bool { return o.snapshot != nil }

// judged returns the report, or that of the snapshot by rules.
func (o ownFile) judged(ctx context.Context, r rules) (diff.Report, error) {
	if !o.isSnapshot() {
		return diff.Report{Name: o.name, Form: "report", Report: o.report}, nil
	}
	rep, err := r.judge(ctx, o.snapshot)
	return diff.Report{Name: o.name, Form: "snapshot", Report: rep}, err
}
