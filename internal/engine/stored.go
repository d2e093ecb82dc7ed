package engine

import (
	"context"

	"github.com/kready/kready/internal/diff"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/fleet"
	"github.com/kready/kready/internal/report"
	"github.com/kready/kready/internal/target"
)

// storedFile is a report, a snapshot or a fleet that kready has written. One of them is set.
type storedFile struct {
	// name is what messages call the file.
	name     string
	report   *report.Report
	snapshot *facts.Snapshot
	fleet    *fleet.Fleet
}

// readStored reads a report, a snapshot or a fleet; "-" is stdin.
func (e Env) readStored(file string) (storedFile, error) {
	stored := storedFile{name: file}
	if file == "-" {
		stored.name = "standard input"
	}
	_, end := e.watchFile(file)
	defer end()
	doc, err := target.ReadDocument(file, e.Stdin, e.Lookup())
	if err != nil {
		return stored, Usagef("%w; `kready check -o json=FILE` and `kready snapshot -o FILE` write what can be compared", err)
	}
	switch {
	case doc.Snapshot != nil:
		stored.snapshot = doc.Snapshot
	case doc.Kind == report.Kind:
		rep, err := report.Parse(doc.JSON)
		if err != nil {
			return stored, Usagef("%s cannot be compared: %w", stored.name, err)
		}
		stored.report = &rep
	case doc.Kind == fleet.Kind:
		f, err := fleet.Parse(doc.JSON)
		if err == nil {
			err = f.Comparable()
		}
		if err != nil {
			return stored, Usagef("%s cannot be compared: %w", stored.name, err)
		}
		stored.fleet = &f
	default:
		return stored, Usagef("%s is a %s of kready: only reports, snapshots and fleets can be compared", stored.name, doc.Kind)
	}
	return stored, nil
}

// judge returns the report, or judges the snapshot by the rules, which may be nil for a report.
func (s storedFile) judge(ctx context.Context, r *Rules) (diff.Report, error) {
	if s.report != nil {
		return diff.Report{Name: s.name, Form: "report", Report: *s.report}, nil
	}
	rep, err := r.Judge(ctx, s.snapshot)
	return diff.Report{Name: s.name, Form: "snapshot", Report: rep}, err
}

// judgeAsCollected is judge for the older of two: its snapshot is judged as of the day it was
// taken, so that what expired since is a change as well.
func (s storedFile) judgeAsCollected(ctx context.Context, r *Rules) (diff.Report, error) {
	if s.snapshot != nil {
		r = r.asCollected()
	}
	return s.judge(ctx, r)
}

// Baseline reads a report or a snapshot with which a later report is compared; a snapshot is
// judged by the rules.
func (r *Rules) Baseline(ctx context.Context, file string) (*diff.Report, error) {
	stored, err := r.env.readStored(file)
	if err != nil {
		return nil, err
	}
	if stored.fleet != nil {
		return nil, Usagef("%s is of several clusters, and this run is of one: its baseline is a report or a snapshot", stored.name)
	}
	base, err := stored.judgeAsCollected(ctx, r)
	if err != nil {
		return nil, err
	}
	return &base, nil
}

// Against adds to a report what changed since a baseline, if there is one.
func (r *Rules) Against(rep report.Report, base *diff.Report) report.Report {
	if base == nil {
		return rep
	}
	changes := diff.Compare(base.Report, rep, diff.ExpiringDays)
	return rep.WithBaseline(report.Baseline{Side: base.Side(), Changes: changes}, r.AllowUnknown)
}

// FleetBaseline reads a report of a fleet with which a later one is compared.
func (r *Rules) FleetBaseline(file string) (fleet.Fleet, error) {
	stored, err := r.env.readStored(file)
	if err != nil {
		return fleet.Fleet{}, err
	}
	if stored.fleet == nil {
		return fleet.Fleet{}, Usagef("%s is of one cluster, and this run is of several: their baseline is what `kready check --contexts … -o json=FILE` wrote", stored.name)
	}
	return *stored.fleet, nil
}

// Compared is what changed between two reports or snapshots, or between two fleets. One of both is
// set.
type Compared struct {
	Reports *diff.Diff
	Fleets  *fleet.Diff
}

// Compare returns what changed from one report, snapshot or fleet to another. Snapshots are judged by
// the request; parts of a request that only judging uses are refused when there is none.
func Compare(ctx context.Context, env Env, req Request, oldFile, newFile string, lapseDays int) (Compared, error) {
	before, err := env.readStored(oldFile)
	if err != nil {
		return Compared{}, err
	}
	after, err := env.readStored(newFile)
	if err != nil {
		return Compared{}, err
	}
	opts := diff.Options{Tool: env.Version, FailOn: req.FailOn, AllowUnknown: req.AllowUnknown, ExpiringDays: lapseDays}
	if before.fleet == nil && after.fleet == nil {
		d, err := compareReports(ctx, env, req, before, after, opts)
		return Compared{Reports: &d}, err
	}
	one, other := before.name, after.name
	if before.fleet == nil {
		one, other = other, one
	}
	if before.fleet == nil || after.fleet == nil {
		return Compared{}, Usagef("%s is of several clusters and %s of one: two of a kind can be compared", one, other)
	}
	if err := req.refuseJudging(); err != nil {
		return Compared{}, err
	}
	d := fleet.NewDiff(*before.fleet, *after.fleet, before.name, after.name, opts)
	return Compared{Fleets: &d}, nil
}

// compareReports is Compare for two files of one cluster each.
func compareReports(ctx context.Context, env Env, req Request, before, after storedFile, opts diff.Options) (diff.Diff, error) {
	var r *Rules
	var err error
	if before.snapshot != nil || after.snapshot != nil {
		r, err = Load(env, req)
	} else {
		err = req.refuseJudging()
	}
	if err != nil {
		return diff.Diff{}, err
	}
	if req.AsOf != "" && after.report != nil {
		return diff.Diff{}, Usagef("--as-of requires NEW to be a snapshot, and %s is a report", after.name)
	}
	old, err := before.judgeAsCollected(ctx, r)
	if err != nil {
		return diff.Diff{}, err
	}
	now, err := after.judge(ctx, r)
	if err != nil {
		return diff.Diff{}, err
	}
	return diff.New(old, now, opts), nil
}

// refuseJudging refuses the parts of a request that only judging a snapshot uses.
func (req Request) refuseJudging() error {
	for _, flag := range []struct {
		name string
		set  bool
	}{
		{"profile", req.Profile != ""}, {"config", req.Config != ""}, {"catalog", len(req.Catalogs) > 0}, {"tables", len(req.Tables) > 0}, {"as-of", req.AsOf != ""}, {"for-version", req.ForVersion != ""},
	} {
		if flag.set {
			return Usagef("--%s is for judging a snapshot, and neither file is one", flag.name)
		}
	}
	return nil
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
		err = Usagef("cannot plan from %s: %w", file, err)
	}
	return rep, true, err
}

// IsFleet reports whether a file is a report of several clusters.
func IsFleet(env Env, file string) bool {
	doc, err := target.ReadDocument(file, env.Stdin, env.Lookup())
	return err == nil && doc.Kind == fleet.Kind
}
