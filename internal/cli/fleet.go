package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"sync"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/kready/kready/internal/engine"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/fleet"
	"github.com/kready/kready/internal/report"
	"github.com/kready/kready/internal/report/format"
	"github.com/kready/kready/internal/target"
)

// fleetAtOnce is how many clusters are read at the same time.
const fleetAtOnce = 8

// fleetFlags name several clusters.
type fleetFlags struct {
	contexts []string
	// from are the files of --from: with one alone, there is no fleet.
	from []string
	each []string
}

func (f *fleetFlags) add(flags *pflag.FlagSet) {
	flags.StringSliceVar(&f.contexts, "contexts", nil, "`NAMES` of contexts to check side by side, separated by commas; * stands for anything: a,'prod-*'")
	flags.StringArrayVar(&f.each, "each", nil, "`FORMAT=DIR`: of several clusters, also write each one's own report to a file in DIR; repeatable")
	offerFormats(flags, "each", format.All())
}

// several reports whether there is more than one cluster to check.
func (f *fleetFlags) several() bool { return len(f.contexts) > 0 || len(f.from) > 1 }

// refuse says what cannot go together, before anything is read.
func (f *fleetFlags) refuse(flags *pflag.FlagSet) error {
	if !f.several() {
		if len(f.each) > 0 {
			return usageError("--each is for several clusters: name them with --contexts, or with --from more than once")
		}
		return nil
	}
	if len(f.contexts) > 0 {
		for _, name := range target.OfOneCluster() {
			if flags.Changed(name) {
				return usageError("--%s is about one cluster, and --contexts names several", name)
			}
		}
	}
	for _, name := range []string{"baseline", "dry-run", "probe"} {
		if flags.Changed(name) {
			return usageError("--%s is for one cluster at a time", name)
		}
	}
	for i, file := range f.from {
		if slices.Contains(f.from[:i], file) {
			return usageError("--from %s is given twice", file)
		}
	}
	return nil
}

// fleetMember is a cluster to read.
type fleetMember struct {
	name   string
	source sourceFlags
	notes  bytes.Buffer
	// file is true for what --from names: when it cannot be read, the command line is wrong.
	file bool
	rep  *report.Report
	err  error
}

// members lists who is to be read. It asks nobody.
func (f *fleetFlags) members(source *sourceFlags) ([]*fleetMember, error) {
	var all []*fleetMember
	if len(f.contexts) > 0 {
		names, err := target.Contexts(source.connection, f.contexts)
		if err != nil {
			return nil, targetError(err)
		}
		for _, name := range names {
			m := &fleetMember{name: name, source: *source}
			m.source.connection, m.source.from, m.source.complete = target.ForContext(source.connection, name), "", false
			all = append(all, m)
		}
	}
	if source.complete && len(f.from) == 0 {
		return nil, usageError("--complete says something about the files of --from, and there is none")
	}
	for _, file := range f.from {
		m := &fleetMember{name: file, source: *source, file: true}
		m.source.from = file
		all = append(all, m)
	}
	return all, nil
}

// runFleet is run for several clusters.
func (f *checkFlags) runFleet(cmd *cobra.Command, streams Streams, args []string) error {
	if err := f.source.bounds(); err != nil {
		return err
	}
	if _, isNew := report.NewFloor(f.rules.failOn); isNew {
		return usageError("--fail-on %s is for one cluster at a time: it asks what is new since its --baseline", f.rules.failOn)
	}
	rules, err := f.rules.load(args, f.source.catalogs)
	if err != nil {
		return err
	}
	f.source.custom = rules.intent.Custom
	code, err := f.fleet.run(cmd.Context(), streams, f.source, f.outputs, rules)
	if err != nil {
		return err
	}
	if code != 0 && !f.exitZero {
		return &exitError{code: code}
	}
	return nil
}

// run reads all clusters, some at a time, judges each by the same rules, and writes what
// came out. One that cannot be reached has a column that says why.
func (f *fleetFlags) run(ctx context.Context, streams Streams, source *sourceFlags, outputs outputFlags, r rules) (exitCode int, err error) {
	write, err := outputs.loadFleet(streams.Out)
	if err != nil {
		return 0, err
	}
	each, err := parseEach(f.each)
	if err != nil {
		return 0, err
	}
	members, err := f.members(source)
	if err != nil {
		return 0, err
	}
	// Files come first: what is wrong with one is said before a cluster is asked.
	for _, files := range []bool{true, false} {
		if err := readAll(ctx, streams, members, files, r); err != nil {
			return 0, err
		}
	}
	columns := fleetColumns(members)
	doc := fleet.New(columns, fleet.Options{
		Tool: version, Profile: r.intent.Profile.Name, FailOn: r.failOn,
		Products: slices.Contains(engine.Needs(r.asked()), facts.KindWorkloads),
	})
	if err := write(doc); err != nil {
		return 0, err
	}
	if err := writeEach(each, columns); err != nil {
		return 0, &exitError{code: exitUsage, err: err}
	}
	return doc.Verdict.ExitCode, nil
}

// readAll reads and judges the members that are files, or those that are not. An error
// ends the run; that of a single cluster stays with it.
func readAll(ctx context.Context, streams Streams, members []*fleetMember, files bool, r rules) error {
	var judging sync.Mutex // it takes all processors by itself, and much memory
	var running sync.WaitGroup
	places := make(chan struct{}, fleetAtOnce)
	for _, m := range members {
		if m.file != files {
			continue
		}
		running.Go(func() {
			places <- struct{}{}
			defer func() { <-places }()
			snapshot, err := m.source.read(ctx, Streams{In: streams.In, Out: io.Discard, Err: &m.notes}, r.catalog, engine.Needs(r.asked()))
			if err != nil {
				m.err = err
				return
			}
			judging.Lock()
			defer judging.Unlock()
			rep, err := r.judge(ctx, snapshot)
			if err != nil {
				m.err = fmt.Errorf("judging %s: %w", m.name, err)
				return
			}
			m.rep = &rep
		})
	}
	running.Wait()
	if context.Cause(ctx) != nil {
		return &exitError{code: exitIncomplete, err: errors.New("interrupted")}
	}
	for _, m := range members {
		if m.file != files {
			continue
		}
		_, _ = streams.Err.Write(m.notes.Bytes())
		if m.err != nil && m.file {
			return m.err
		}
	}
	return nil
}

// fleetColumns give each member a name unlike the others': a context's is its own, a file
// has that of the cluster it was taken of, unless another one has it.
func fleetColumns(members []*fleetMember) []fleet.Member {
	times := map[string]int{}
	for _, m := range members {
		if m.file && m.rep != nil {
			m.name = m.rep.Target.Name
		}
		times[m.name]++
	}
	var all []fleet.Member
	taken := map[string]bool{}
	for _, m := range members {
		name := m.name
		if m.file && times[name] > 1 {
			name = fmt.Sprintf("%s (%s)", name, filepath.Base(m.source.from))
			if taken[name] {
				name = fmt.Sprintf("%s (%s)", m.name, m.source.from)
			}
		}
		taken[name] = true
		column := fleet.Member{Name: name, Report: m.rep}
		if m.err != nil {
			column.Error = m.err.Error()
		}
		all = append(all, column)
	}
	return all
}
