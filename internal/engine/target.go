package engine

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/collect"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/memory"
	"github.com/kready/kready/internal/probe"
	"github.com/kready/kready/internal/progress"
	"github.com/kready/kready/internal/target"
)

// Target is what is checked: a live cluster, or a file of one.
type Target struct {
	// Connection chooses the cluster.
	Connection *target.ConnectionFlags
	// From is a file or folder to look at instead, "-" for stdin; "" means the cluster.
	From string
	// Complete is true when the objects of From are the whole cluster.
	Complete bool
	// Kinds name the kinds of which From holds all objects, as kubectl names them.
	Kinds []string
	// Timeout bounds reading as a whole. PageSize is the limit of list requests; zero means
	// 500 objects.
	Timeout  time.Duration
	PageSize int64
	// member is true for one cluster of several, which share the memory.
	member bool
	// summing sums up the workloads of a snapshot, application tells which may be; nil where each is to stand
	// by itself.
	summing     facts.Summing
	application func(*facts.Workload) bool
	// progress counts what is read of one of several; nil for a cluster that is alone.
	progress *progress.Reading
}

// Validate refuses flags that contradict each other, before anything is read.
func (t Target) Validate() error {
	if t.Complete && t.From == "" {
		return Usagef("--complete requires --from")
	}
	if len(t.Kinds) > 0 && t.From == "" {
		return Usagef("--kinds requires --from")
	}
	if _, err := target.ParseKinds(t.Kinds); err != nil {
		return Usagef("%v", err)
	}
	return t.ValidateBounds()
}

// ValidateBounds refuses limits of time and size that are out of range.
func (t Target) ValidateBounds() error {
	switch {
	case t.Timeout <= 0:
		return Usagef("--timeout must be positive, got %s", t.Timeout)
	case t.PageSize < 0:
		return Usagef("--page-size must not be negative, got %d", t.PageSize)
	}
	return nil
}

// Collect returns the facts of a target. Of a live cluster it reads only what the rules
// need, and what the probes do.
func (r *Rules) Collect(ctx context.Context, t Target, probes ...probe.Probe) (*facts.Snapshot, error) {
	consulted, err := r.consulted(probes)
	if err != nil {
		return nil, err
	}
	checks := slices.Concat(r.Enabled(), consulted)
	check.Prepare(checks) // they compile while the cluster answers
	if !r.wholeWorkloads() {
		t.summing = func(s *facts.Snapshot) facts.Sum { return r.recogniser.NewSum(s) }
		t.application = r.recogniser.LikeApplications()
	}
	return r.collect(ctx, t, Needs(checks, probes...))
}

// collect returns the facts of a target; of a live cluster, these kinds only.
func (r *Rules) collect(ctx context.Context, t Target, kinds []facts.Kind) (*facts.Snapshot, error) {
	if err := t.Validate(); err != nil {
		return nil, err
	}
	if err := r.validateConsents(t); err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, t.Timeout)
	defer cancel()
	if t.progress == nil {
		t.progress = &progress.Reading{}
		defer r.env.Progress.Begin(t.progress.String).End()
	}
	src, opened, reached, err := r.env.begin(ctx, t)
	if err != nil || opened.Snapshot != nil {
		return opened.Snapshot, err
	}
	opts := r.collectOptions()
	if at := opened.Moment; !at.IsZero() && at.Before(opts.Now) {
		opts.Now = at // dates are judged as of the day on which the files were gathered
	}
	opts.Progress = t.progress
	opts.Summing, opts.Application = t.summing, t.application
	opts.FactsMax = memory.Facts(r.env.getenv, t.member)
	reading, stop := context.WithCancel(ctx)
	defer stop()
	collected := make(chan *facts.Snapshot, 1)
	go func() { collected <- collect.Snapshot(reading, src, kinds, opts) }()
	if err := reached(); err != nil {
		stop()
		<-collected // it ends when it is told to
		return nil, err
	}
	s := <-collected
	if errors.Is(context.Cause(ctx), context.Canceled) {
		return nil, incompletef("interrupted")
	}
	if errors.Is(ctx.Err(), context.DeadlineExceeded) {
		r.env.noteTimeout(t, s)
	}
	return s, nil
}

// open returns the target's source.
func (e Env) open(ctx context.Context, t Target) (target.Source, error) {
	src, _, reached, err := e.begin(ctx, t)
	if err == nil {
		err = reached()
	}
	return src, err
}

// begin is open without waiting for a live cluster to give a sign of life: it has a connection, and
// reached tells whether an API server is behind it.
func (e Env) begin(ctx context.Context, t Target) (src target.Source, opened target.Opened, reached func() error, err error) {
	if t.From == "" {
		src, err := target.NewLive(t.Connection, target.LiveOptions{Version: e.Version, PageSize: t.PageSize})
		if err != nil {
			return nil, target.Opened{}, nil, TargetError(err)
		}
		reached, err := e.connect(ctx, t, src)
		return src, target.Opened{}, reached, err
	}
	opened, err = e.openFile(ctx, t)
	if err != nil {
		return nil, target.Opened{}, nil, TargetError(err)
	}
	if opened.About != "" {
		e.Note(t.From + ": " + opened.About)
	}
	e.noteSkippedFiles(opened.Notes)
	return opened.Source, opened, func() error { return nil }, nil
}

// connect waits for a connection to a cluster, and returns what waits for its sign of life. A program that
// signs in to it may talk to people meanwhile.
func (e Env) connect(ctx context.Context, t Target, src target.Source) (reached func() error, err error) {
	if program := target.SignIn(src); program != "" {
		defer e.Progress.BeginStill(fmt.Sprintf("signing in with %s", program)).End()
	}
	request := t.progress.Request(src.Describe().Server)
	wait, err := target.Connect(ctx, src)
	if err != nil {
		request.Over(true)
		return nil, TargetError(err)
	}
	return func() error {
		defer request.Over(true)
		if err := wait(); err != nil {
			return TargetError(err)
		}
		return nil
	}, nil
}

// openFile reads a file or a folder, for as long as ctx lasts: a FIFO may have no writer, and
// a terminal nobody who types.
func (e Env) openFile(ctx context.Context, t Target) (target.Opened, error) {
	type outcome struct {
		opened target.Opened
		err    error
	}
	whole, err := target.ParseKinds(t.Kinds)
	if err != nil {
		return target.Opened{}, err
	}
	watched, end := e.watchFile(t.From)
	defer end()
	done := make(chan outcome, 1)
	go func() {
		opened, err := target.Open(t.From, target.FileOptions{
			Complete: t.Complete, Whole: whole, Progress: watched, Stdin: e.Stdin, Dir: e.Dir, Most: memory.File(e.getenv), Summing: t.summing,
		})
		done <- outcome{opened, err}
	}()
	select {
	case got := <-done:
		return got.opened, got.err
	case <-ctx.Done():
	}
	if errors.Is(ctx.Err(), context.DeadlineExceeded) {
		return target.Opened{}, incompletef("reading %s took longer than --timeout %s", t.From, t.Timeout)
	}
	return target.Opened{}, incompletef("interrupted")
}

// noteSkippedFiles names a few of the files that were left out, and counts the others.
func (e Env) noteSkippedFiles(notes []string) {
	const few = 3
	for i, note := range notes {
		if i == few && len(notes) > few+1 {
			e.Note(fmt.Sprintf("%d more notes like these", len(notes)-few))
			break
		}
		e.Note(note)
	}
}

// collectOptions take from the catalogue what recognition looks at, and from the
// configuration the resources that policies read.
func (r *Rules) collectOptions() collect.Options {
	known := r.Catalog
	opts := collect.Options{
		Version:  r.env.Version,
		Now:      r.env.Now(),
		Custom:   r.Config.Custom,
		Lookups:  r.lookups,
		Platform: r.recogniser.Platform,
		Flags:    known.Flags(),
		Env:      known.Env(),
		Consents: r.consents,
	}
	for _, d := range known.OperatorResources() {
		opts.Operators = append(opts.Operators, collect.OperatorKind{
			Group: d.Group, Kind: d.Kind, Resource: d.Resource,
			Fields: d.FieldNames(), VersionField: d.VersionField,
		})
	}
	for _, p := range known.ProductResources() {
		opts.Products = append(opts.Products, collect.ProductKind(p))
	}
	return opts
}
