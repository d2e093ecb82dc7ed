package engine

import (
	"bytes"
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/fleet"
	"github.com/kready/kready/internal/memory"
	"github.com/kready/kready/internal/progress"
	"github.com/kready/kready/internal/report"
	"github.com/kready/kready/internal/target"
)

// fleetAtOnce is how many clusters are read at the same time, where memory allows it.
const fleetAtOnce = 8

// Members names the clusters of a fleet.
type Members struct {
	// Contexts are names of contexts, in which * stands for anything.
	Contexts []string
	// Files are what --from takes.
	Files []string
}

// member is a cluster to read.
type member struct {
	name   string
	target Target
	notes  bytes.Buffer
	// file is true when it is not a context: when it cannot be read, the command line is wrong.
	file   bool
	report *report.Report
	err    error
	// progress counts what is read of it; done is set when it is judged.
	progress *progress.Reading
	done     atomic.Bool
}

// list returns the members, without any request. The target says how all of them are read.
func (m Members) list(t Target) ([]*member, error) {
	var all []*member
	t.member = true
	if len(m.Contexts) > 0 {
		names, err := target.Contexts(t.Connection, m.Contexts)
		if err != nil {
			return nil, TargetError(err)
		}
		for _, name := range names {
			one := &member{name: name, target: t, progress: &progress.Reading{}}
			one.target.Connection, one.target.From = target.ForContext(t.Connection, name), ""
			one.target.Complete, one.target.Kinds = false, nil
			all = append(all, one)
		}
	}
	if t.Complete && len(m.Files) == 0 {
		return nil, Usagef("--complete requires --from")
	}
	if len(t.Kinds) > 0 && len(m.Files) == 0 {
		return nil, Usagef("--kinds requires --from")
	}
	for _, file := range m.Files {
		one := &member{name: file, target: t, file: true, progress: &progress.Reading{}}
		one.target.From = file
		all = append(all, one)
	}
	return all, nil
}

// Fleet reads all members, some at a time, and judges each by the same rules. It returns
// them with the document that compares them; one that cannot be reached has an error instead
// of a report.
func (r *Rules) Fleet(ctx context.Context, m Members, t Target) (fleet.Fleet, []fleet.Member, error) {
	members, err := m.list(t)
	if err != nil {
		return fleet.Fleet{}, nil, err
	}
	check.Prepare(r.Enabled()) // while the members are being read
	r = r.forSeveral()
	watched := &watchedFleet{members: members}
	watch := r.env.Progress.Begin(watched.String)
	defer watch.End()
	// Files come first: what is wrong with one is reported before a cluster is read.
	for _, files := range []bool{true, false} {
		if err := r.readAll(ctx, members, files); err != nil {
			return fleet.Fleet{}, nil, err
		}
	}
	watch.End()
	columns := fleetColumns(members)
	return fleet.New(columns, fleet.Options{
		Tool: r.env.Version, Profile: r.Config.Profile.Name, FailOn: r.FailOn,
		Products: slices.Contains(Needs(r.Enabled()), facts.KindWorkloads),
	}), columns, nil
}

// readAll reads and judges the members that are files, or those that are not. An error
// ends the run; that of a single cluster stays with it.
func (r *Rules) readAll(ctx context.Context, members []*member, files bool) error {
	judging := newJudging(r.env)
	var running sync.WaitGroup
	slots := make(chan struct{}, memory.Members(r.env.getenv, fleetAtOnce))
	for _, m := range members {
		if m.file != files {
			continue
		}
		running.Go(func() {
			slots <- struct{}{}
			defer func() { <-slots }()
			m.read(ctx, r, judging)
		})
	}
	running.Wait()
	if context.Cause(ctx) != nil {
		return incompletef("interrupted")
	}
	for _, m := range members {
		if m.file != files {
			continue
		}
		_, _ = r.env.Stderr.Write(m.notes.Bytes())
		if m.err != nil && m.file {
			return m.err
		}
	}
	return nil
}

// read reads the member and, when it has a place, judges it.
func (m *member) read(ctx context.Context, r *Rules, judging *judging) {
	defer m.done.Store(true)
	own := *r
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
		column := fleet.Member{Name: name, Report: m.report}
		if m.err != nil {
			column.Error = m.err.Error()
		}
		all = append(all, column)
	}
	return all
}
