package probe

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"k8s.io/client-go/dynamic"
	"k8s.io/client-go/rest"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/text"
)

// perProbe is the default timeout of one probe on a healthy cluster.
const perProbe = 150 * time.Second

// Run runs the probes in the cluster of config and returns their facts, sorted by name. The
// probes read in. Run always deletes what it created before it returns; its error is about
// what may be left behind.
func Run(ctx context.Context, config *rest.Config, in *facts.Input, probes []Probe, settings Settings) ([]facts.Probe, error) {
	client, err := dynamic.NewForConfig(config)
	if err != nil {
		return nil, fmt.Errorf("setting up the probes' client: %w", err)
	}
	return run(ctx, client, in, probes, settings)
}

func run(ctx context.Context, client dynamic.Interface, in *facts.Input, probes []Probe, settings Settings) ([]facts.Probe, error) {
	timed, cancel := context.WithTimeout(ctx, settings.Timeout)
	defer cancel()
	s := newSession(timed, client, in, settings)
	refused, err := s.reviewRights(timed, probes)
	if err != nil {
		return allObstructed(probes, settings.Now(), reasonOf(err)), nil
	}
	s.collectGarbage(timed)
	results := s.runAll(timed, probes, refused)
	return results, s.cleanUp(ctx)
}

// reviewRights reviews the rights of the probes. It is an obstacle for all when those are missing that
// every probe needs.
func (s *Session) reviewRights(ctx context.Context, probes []Probe) (deniedRights, error) {
	refused, err := missingRights(ctx, s.Client, s.Namespace, Rights(probes, s.Settings.Namespace == ""))
	if err != nil {
		return nil, err
	}
	base := BaseRights()
	if s.Settings.Namespace == "" {
		base = append(NamespaceRights(), base...)
	}
	if missing := refused.firstOf(base); missing != "" {
		return nil, &ObstacleError{missing + ": `kready rbac --probe` prints the role that probes need"}
	}
	return refused, nil
}

// runAll creates the namespace and runs the probes in parallel, the longest first.
func (s *Session) runAll(ctx context.Context, probes []Probe, refused deniedRights) []facts.Probe {
	if err := s.prepare(ctx); err != nil {
		return allObstructed(probes, s.Settings.Now(), reasonOf(err))
	}
	order := slices.SortedStableFunc(slices.Values(probes), func(a, b Probe) int { return cmp.Compare(b.ExpectedSeconds, a.ExpectedSeconds) })
	results := make([]facts.Probe, len(order))
	slots := make(chan struct{}, s.atOnce())
	var wg sync.WaitGroup
	for i, p := range order { // what is known already takes no place of others
		if out := s.begin(p); s.decided(p, out, refused) {
			results[i] = s.end(out, s.Settings.Now())
		}
	}
	for i, p := range order {
		if results[i].Name != "" {
			continue
		}
		slots <- struct{}{}
		wg.Go(func() {
			defer func() { <-slots }()
			results[i] = s.runOne(ctx, p)
		})
	}
	wg.Wait()
	slices.SortFunc(results, func(a, b facts.Probe) int { return cmp.Compare(a.Name, b.Name) })
	return results
}

// atOnce returns how many probes run at once: each has a few small pods, so it is twice as many where
// there is more than one node for them. The quota of a namespace that was given is not known.
func (s *Session) atOnce() int {
	switch {
	case s.Settings.Parallel > 0:
		return s.Settings.Parallel
	case s.Settings.Namespace == "" && len(s.Nodes()) > 1:
		return 2 * defaultParallel
	}
	return defaultParallel
}

// begin returns the result of a probe that begins now.
func (s *Session) begin(p Probe) *Result {
	return &Result{probe: facts.Probe{Name: p.Name, StartedAt: s.Settings.Now().UTC().Truncate(time.Second)}}
}

// end completes the facts of a probe that began at a time, and reports them.
func (s *Session) end(out *Result, began time.Time) facts.Probe {
	done := out.probe
	done.Milliseconds = int(s.Settings.Now().Sub(began).Milliseconds())
	facts.FillEmpty(&done)
	if s.Settings.Ended != nil {
		s.Settings.Ended(done)
	}
	return done
}

// decided reports whether the facts or missing rights tell already what becomes of a probe, and
// records it. A panic is an obstacle of that probe only.
func (s *Session) decided(p Probe, out *Result, refused deniedRights) (known bool) {
	defer func() {
		if broke := recover(); broke != nil {
			out.probe.Obstacle, known = fmt.Sprintf("the probe broke: %v", broke), true
		}
	}()
	if s.decidedByFacts(p, out) {
		return true
	}
	if missing := refused.firstOf(p.Rights); missing != "" {
		out.probe.Obstacle = missing + ": `kready rbac --probe` prints the role that probes need"
	}
	return out.probe.Obstacle != ""
}

// runOne runs one probe. A panic is an obstacle of that probe only.
func (s *Session) runOne(ctx context.Context, p Probe) (done facts.Probe) {
	began := s.Settings.Now()
	out := s.begin(p)
	defer func() {
		if broke := recover(); broke != nil {
			out.probe.Obstacle = fmt.Sprintf("the probe broke: %v", broke)
		}
		done = s.end(out, began)
	}()
	if s.Settings.Begun != nil {
		s.Settings.Begun(p.Name)
	}
	ctx, cancel := context.WithTimeout(ctx, s.extendLimit(cmp.Or(p.Limit, perProbe)))
	defer cancel()
	if err := p.Run(ctx, s, out); err != nil {
		out.probe.Obstacle = reasonOf(err)
	}
	return
}

// decidedByFacts reports whether the facts tell already what becomes of a probe, and records it.
func (s *Session) decidedByFacts(p Probe, out *Result) bool {
	if p.Skip != nil {
		why, err := p.Skip(s)
		out.probe.NotApplicable = why
		if err != nil {
			out.probe.Obstacle = reasonOf(err)
		}
		if why != "" || err != nil {
			return true
		}
	}
	if p.RuledOut != nil {
		out.probe.RuledOut = p.RuledOut(s)
	}
	return out.probe.RuledOut != ""
}

// Ended says how a probe ended, without judging it.
func Ended(p facts.Probe) string {
	switch {
	case p.Obstacle != "":
		return "it came to no answer: " + p.Obstacle
	case p.NotApplicable != "":
		return "it does not apply here: " + p.NotApplicable
	case p.RuledOut != "":
		return "it was not tried: " + p.RuledOut
	}
	return text.Counted(len(p.Trials), "trial", "trials")
}

// allObstructed returns the facts of probes that could not run, all for the same reason.
func allObstructed(probes []Probe, now time.Time, why string) []facts.Probe {
	var out []facts.Probe
	for _, p := range probes {
		one := facts.Probe{Name: p.Name, StartedAt: now.UTC().Truncate(time.Second), Obstacle: why}
		facts.FillEmpty(&one)
		out = append(out, one)
	}
	return out
}

func (s *Session) logProgress(format string, args ...any) {
	if s.Settings.Progress != nil {
		s.Settings.Progress(fmt.Sprintf(format, args...))
	}
}

// IsLeftover reports whether an error is about something that was left behind.
func IsLeftover(err error) bool {
	var left *LeftoverError
	return errors.As(err, &left)
}
