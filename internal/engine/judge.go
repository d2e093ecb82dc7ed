package engine

import (
	"context"
	"runtime"
	"slices"
	"time"

	"github.com/kready/kready/internal/cause"
	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/diff"
	"github.com/kready/kready/internal/evaluate"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/policy"
	"github.com/kready/kready/internal/report"
	"github.com/kready/kready/internal/text"
)

// Check reads the target, runs the selected probes and judges. When there is a baseline,
// the report also says what changed since.
func (r *Rules) Check(ctx context.Context, t Target, p Probes, base *diff.Report) (report.Report, error) {
	selected, err := p.Select(t, r.IsEnabled)
	if err != nil {
		return report.Report{}, err
	}
	check.Prepare(r.Enabled()) // while the target is being read
	snapshot, err := r.Collect(ctx, t, selected...)
	if err != nil {
		return report.Report{}, err
	}
	if err := r.forVersion.check(snapshot); err != nil {
		return report.Report{}, err // before anything is created for a probe
	}
	if err := r.probe(ctx, t, p, selected, snapshot); err != nil {
		return report.Report{}, err
	}
	rep, err := r.Judge(ctx, snapshot)
	if err != nil {
		return report.Report{}, err
	}
	return r.Against(rep, base), nil
}

// Judge makes the report of one target's facts.
func (r *Rules) Judge(ctx context.Context, snapshot *facts.Snapshot) (report.Report, error) {
	if err := r.forVersion.check(snapshot); err != nil {
		return report.Report{}, err
	}
	enabled := r.Enabled()
	defer r.env.saying("judging by %s", text.Counted(len(enabled), "check", "checks"))()
	check.Prepare(enabled) // nothing to do where it was called before
	in := r.Input(snapshot)
	results, err := evaluate.Run(policy.WithMemo(ctx, in), in, r.Checks, evaluate.Options{
		Profile: r.Config.Profile.Name, Requirements: r.Config.Profile.Requirements, Disabled: r.Config.Profile.Disabled,
		Memo: r.memoFor(in), Lanes: lanes(in),
	})
	if err != nil {
		return report.Report{}, err
	}
	causes := cause.Find(in)
	results, states := evaluate.Waive(causes.Explain(results), r.Config.Waivers, in.AsOf)
	results = causes.Fold(results)
	return report.New(reportTarget(in), results, implementationsByBattery(in), blindSpots(in, enabled), report.Options{
		Tool: r.env.Version, Profile: r.Config.Profile.Name, Requirement: r.Config.Profile.Requirement, FailOn: r.FailOn, AllowUnknown: r.AllowUnknown,
		Waivers: reportWaivers(r.Config.Waivers, states), Place: check.PlaceOf(in), Asked: r.asked, Unlocks: unlocks(in, results),
	}), nil
}

// Input derives from a target's facts all that checks and probes are given, by the
// configuration's thresholds and resources. It is the one place where an input is made.
func (r *Rules) Input(snapshot *facts.Snapshot) *facts.Input {
	if !r.wholeWorkloads() {
		snapshot = r.recogniser.Summed(snapshot)
	}
	in := r.recogniser.InputWith(snapshot, r.AsOf, r.Config.Thresholds)
	in.Intent, in.ForVersion = r.intent, r.forVersion.of(snapshot.Version)
	in.AddCustom(r.Config.Custom)
	return in
}

// wholeWorkloads reports whether one of the user's own policies looks at workloads, or at budgets: it sees
// them all, one by one.
func (r *Rules) wholeWorkloads() bool {
	return slices.ContainsFunc(r.Enabled(), func(c check.Check) bool {
		reads := slices.Concat(c.Reads, c.OptionalReads)
		return c.Position != "" && slices.ContainsFunc([]facts.InputField{
			facts.KindWorkloads, facts.KindPDBs, facts.PartUntolerated, facts.PartBudgeted, facts.PartApplications,
		}, reads.Has)
	})
}

// lanes is how many checks of an input are judged side by side: as many as there are processors. More than a
// few would take memory for little. Those of a cluster of usual size take less time than that saves, and several
// such clusters of a fleet are judged at the same time.
func lanes(in *facts.Input) int {
	if in.Size() <= usualSize {
		return 1
	}
	return min(runtime.GOMAXPROCS(0), mostLanes)
}

// mostLanes is how many checks are judged side by side at most.
const mostLanes = 4

// asCollected returns the rules with dates judged at the time of collection.
func (r *Rules) asCollected() *Rules {
	before := *r
	before.AsOf = time.Time{}
	return &before
}

// memoFor returns where the answers on an input are kept. What stands for the facts of a large
// cluster takes long to work out, and no other one is like it.
func (r *Rules) memoFor(in *facts.Input) *evaluate.Memo {
	if in.Size() > usualSize {
		return nil
	}
	return r.memo
}
