package engine

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"sync"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/diff"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/fleet"
	"github.com/kready/kready/internal/memory"
)

// fleetAtOnce is how many clusters are read at the same time, where memory allows it.
const fleetAtOnce = 8

// FleetRun is how a fleet is read and what it is compared with.
type FleetRun struct {
	// Probes are run in one cluster after the other.
	Probes Probes
	// Baseline is an earlier report of the fleet, from the file of that name; nil for none.
	Baseline     *fleet.Fleet
	BaselineName string
}

// Fleet reads all members, some at a time, and judges each by the same rules, or by those that the
// inventory names for it. It returns them with the document that compares them; one that cannot be
// reached has an error instead of a report.
func (r *Rules) Fleet(ctx context.Context, m Members, t Target, run FleetRun) (fleet.Fleet, []fleet.Member, error) {
	r = r.forSeveral()
	members, err := m.list(r, t)
	if err != nil {
		return fleet.Fleet{}, nil, err
	}
	groupOf, err := m.groupOf(members)
	if err != nil {
		return fleet.Fleet{}, nil, err
	}
	if err := run.Probes.fleetConsent(members); err != nil {
		return fleet.Fleet{}, nil, err
	}
	check.Prepare(r.Enabled()) // while the members are being read
	end := r.watch(members, run.Probes)
	defer end()
	// Files come first: what is wrong with one is reported before a cluster is read.
	for _, files := range []bool{true, false} {
		if err := r.readAll(ctx, members, files, run.Probes); err != nil {
			return fleet.Fleet{}, nil, err
		}
	}
	end()
	columns := fleetColumns(members)
	opts := fleet.Options{
		Tool: r.env.Version, Profile: r.Config.Profile.Name, FailOn: r.FailOn,
		Products: slices.Contains(Needs(r.Enabled()), facts.KindWorkloads), GroupBy: m.GroupBy, GroupOf: groupOf,
	}
	doc := fleet.New(columns, opts)
	if run.Baseline == nil {
		return doc, columns, nil
	}
	columns, base := doc.WithBaseline(columns, *run.Baseline, run.BaselineName, diff.ExpiringDays, r.AllowUnknown)
	doc = fleet.New(columns, opts)
	doc.Baseline = base
	return doc, columns, nil
}

// watch says how far the fleet is, until the function that it returns is called. Where there are probes,
// each cluster says it for itself.
func (r *Rules) watch(members []*member, p Probes) (end func()) {
	if p.List != "" {
		return func() {}
	}
	watched := &watchedFleet{members: members}
	return r.env.Progress.Begin(watched.String).End
}

// readAll reads and judges the members that are files, or those that are not. An error
// ends the run; that of a single cluster stays with it.
func (r *Rules) readAll(ctx context.Context, members []*member, files bool, p Probes) error {
	members = slices.DeleteFunc(slices.Clone(members), func(m *member) bool { return m.file != files })
	if p.List != "" {
		r.probeEach(ctx, members, p)
	} else {
		r.readEach(ctx, members)
	}
	for _, m := range members {
		_, _ = r.env.Stderr.Write(m.notes.Bytes())
	}
	if context.Cause(ctx) != nil {
		return incompletef("interrupted")
	}
	for _, m := range members {
		if m.err != nil && m.file {
			return m.err
		}
	}
	return nil
}

// readEach reads and judges members side by side.
func (r *Rules) readEach(ctx context.Context, members []*member) {
	judging := newJudging(r.env)
	var running sync.WaitGroup
	slots := make(chan struct{}, memory.Members(r.env.getenv, fleetAtOnce))
	for _, m := range members {
		running.Go(func() {
			slots <- struct{}{}
			defer func() { <-slots }()
			m.read(ctx, judging)
		})
	}
	running.Wait()
}

// read reads the member and, when it has a place, judges it.
func (m *member) read(ctx context.Context, judging *judging) {
	defer m.done.Store(true)
	own := *m.rules
	own.env.Stderr, own.env.Progress = &m.notes, nil // the fleet as a whole says how far it is
	m.target.progress = m.progress
	snapshot, err := own.Collect(ctx, m.target)
	if err != nil {
		m.err = err
		return
	}
	defer judging.enter(snapshot.Size())()
	rep, err := own.Judge(ctx, snapshot)
	if err != nil {
		m.err = fmt.Errorf("judging %s: %w", m.name, err)
		return
	}
	m.report = &rep
}

// fleetColumns returns the members with names that are unique: a context has its own, a file
// that of the cluster it was taken of, with the file's where another member has that name.
func fleetColumns(members []*member) []fleet.Member {
	times := map[string]int{}
	for _, m := range members {
		if m.file && m.report != nil {
			m.name = m.report.Target.Name
		}
		times[m.name]++
	}
	var all []fleet.Member
	taken := map[string]bool{}
	for _, m := range members {
		name := m.name
		if m.file && times[name] > 1 {
			name = fmt.Sprintf("%s (%s)", name, filepath.Base(m.target.From))
			if taken[name] {
				name = fmt.Sprintf("%s (%s)", m.name, m.target.From)
			}
		}
		taken[name] = true
		column := fleet.Member{Name: name, Labels: m.labels, Report: m.report}
		if m.err != nil {
			column.Error = m.err.Error()
		}
		all = append(all, column)
	}
	return all
}
