package engine

import (
	"context"

	"github.com/kready/kready/internal/diff"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/report"
	"github.com/kready/kready/internal/target"
)

// Stored is a report or a snapshot that kready has written.
type Stored struct {
	// Name is what messages call the file.
	Name     string
	report   report.Report
	snapshot *facts.Snapshot
}

// ReadStored reads a report or a snapshot; "-" is stdin.
func ReadStored(env Env, file string) (Stored, error) {
	stored := Stored{Name: file}
	if file == "-" {
		stored.Name = "standard input"
	}
	doc, err := target.ReadDocument(file, env.Stdin, env.Lookup())
	if err != nil {
		return stored, Usagef("%w; `kready check -o json=FILE` and `kready snapshot -o FILE` write what can be compared", err)
	}
	switch {
	case doc.Snapshot != nil:
		stored.snapshot = doc.Snapshot
	case doc.Kind == report.Kind:
		if stored.report, err = report.Parse(doc.JSON); err != nil {
			return stored, Usagef("%s cannot be compared: %w", stored.Name, err)
		}
	default:
		return stored, Usagef("%s is a %s of kready: only reports and snapshots can be compared", stored.Name, doc.Kind)
	}
	return stored, nil
}

// IsSnapshot reports whether it takes rules to make a report of it.
func (s Stored) IsSnapshot() bool { return s.snapshot != nil }

// Judged returns the report, or that of the snapshot by rules; only a snapshot needs them.
func (s Stored) Judged(ctx context.Context, r *Rules) (diff.Report, error) {
	if !s.IsSnapshot() {
		return diff.Report{Name: s.Name, Form: "report", Report: s.report}, nil
	}
	rep, err := r.Judge(ctx, s.snapshot)
	return diff.Report{Name: s.Name, Form: "snapshot", Report: rep}, err
}

// JudgedBefore is Judged for what something later is compared with: a snapshot is judged as
// of its own day, since what time alone changed is a change as well.
func (s Stored) JudgedBefore(ctx context.Context, r *Rules) (diff.Report, error) {
	if s.IsSnapshot() {
		r = r.asCollected()
	}
	return s.Judged(ctx, r)
}

// Against adds to a report what changed since a baseline, if there is one.
func (r *Rules) Against(rep report.Report, base *diff.Report) report.Report {
	if base == nil {
		return rep
	}
	changes := diff.Compare(base.Report, rep, diff.ExpiringDays)
	return rep.WithBaseline(report.Baseline{Side: base.Side(), Changes: changes}, r.AllowUnknown)
}

// StoredReport reads a file that is a report. False when it is something else, or cannot
// be read at all, which reading it as a target explains.
func StoredReport(env Env, file string) (report.Report, bool, error) {
	if file == "" || file == "-" {
		return report.Report{}, false, nil
	}
	doc, err := target.ReadDocument(file, nil, env.Lookup())
	if err != nil || doc.Kind != report.Kind {
		return report.Report{}, false, nil //nolint:nilerr // see above
	}
	rep, err := report.Parse(doc.JSON)
	if err != nil {
		err = Usagef("%s cannot be planned from: %w", file, err)
	}
	return rep, true, err
}
