package collect

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/target"
)

// shutdownGrace is how long collectors may take to return what they have when time is up.
const shutdownGrace = 200 * time.Millisecond

// Snapshot collects the kinds of fact in needs, and those that they come after. It never fails:
// what could not be read until ctx is done is a blind spot. Kinds that are not in needs are
// blind spots too, so that they do not look empty in a snapshot file.
func Snapshot(ctx context.Context, src target.Source, needs []facts.Kind, opts Options) *facts.Snapshot {
	return collectWith(ctx, src, All(), needs, opts)
}

// collectWith is Snapshot with the collectors to choose from.
func collectWith(ctx context.Context, src target.Source, all []Collector, needs []facts.Kind, opts Options) *facts.Snapshot {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	s := &facts.Snapshot{
		APIVersion: facts.APIVersion, Kind: facts.SnapshotKind,
		CollectedBy: opts.Version, Writes: facts.AlwaysWritten(), CollectedAt: truncateToSecond(opts.Now), Target: src.Describe(),
	}
	opts.Custom = SelectCustom(opts.Custom, needs)
	if opts.Summing == nil {
		opts.Application = nil
	}
	chosen := selectCollectors(all, needs)
	for _, c := range all {
		if !slices.ContainsFunc(chosen, func(o Collector) bool { return o.Facts == c.Facts }) {
			s.BlindSpots = append(s.BlindSpots, notCollected(c, facts.ReasonNotCollected, "not needed by the checks of the run")[0])
		}
	}
	chosen = opts.allowed(chosen)
	opts.progress().Expect(len(chosen))
	common := newShared(ctx, src, opts, chosen)
	if slices.ContainsFunc(chosen, func(c Collector) bool { return c.Facts == facts.KindBackends }) {
		go begin(common.clusterDNS)
	}
	if slices.ContainsFunc(chosen, func(c Collector) bool { return c.Facts == facts.KindPods }) {
		go beginPods(common.otherPods)
	}
	schedule(ctx, s, chosen, common)
	s.Redact()
	s.ClampTimes()
	sortAndFill(s)
	if opts.Application != nil {
		return s.SumApart(opts.Summing)
	}
	return s
}

// newShared builds what the chosen collectors share.
func newShared(ctx context.Context, src target.Source, opts Options, chosen []Collector) shared {
	limited, open := limit(src, opts.Parallel, opts.progress())
	time.AfterFunc(settling, open)
	common := shared{src: ofSmallCluster(ctx, limited, chosen), opts: opts, known: &recognition{}, budget: newBudget(opts.FactsMax)}
	common.loosePods, common.otherPods = systemPodsOnce(ctx, common)
	ctx = target.Awaited(ctx, deepest) // several collectors wait for each of these
	common.discover = sync.OnceValues(func() (target.Discovery, error) { return common.src.Discover(ctx) })
	common.clusterDNS = clusterDNSOnce(ctx, common)
	common.controlPlanePods = controlPlaneOnce(ctx, common)
	common.clusterRoles = requestOnce(ctx, common, rbacQuery("clusterroles"), distilClusterRole)
	common.clusterRoleBindings = requestOnce(ctx, common, rbacQuery("clusterrolebindings"), distilClusterRoleBinding)
	common.claims = claimsOnce(ctx, common)
	common.systemLeases = requestOnce(ctx, common, leaseQuery(metav1.NamespaceSystem), withoutManagedFields)
	common.share(ctx, chosen)
	return common
}

// CollectorsFor returns the collectors that Snapshot runs for needs with opts.
func CollectorsFor(needs []facts.Kind, opts Options) []Collector {
	return opts.allowed(selectCollectors(All(), needs))
}

// selectCollectors returns the collectors for needs and for what those come after.
func selectCollectors(all []Collector, needs []facts.Kind) []Collector {
	chosen := map[facts.Kind]bool{}
	var add func(kind facts.Kind)
	add = func(kind facts.Kind) {
		for _, c := range all {
			if c.Facts == kind && !chosen[kind] {
				chosen[kind] = true
				for _, before := range c.After {
					add(before)
				}
			}
		}
	}
	for _, need := range needs {
		add(need.Whole())
	}
	return slices.DeleteFunc(slices.Clone(all), func(c Collector) bool { return !chosen[c.Facts] })
}

// outcome is the result of one collector.
type outcome struct {
	collector Collector
	fill      Fill
	blind     []facts.BlindSpot
}

// schedule runs every collector as soon as those before it are done, and stores their outcomes.
// It returns shortly after ctx is done, also when collectors are still running.
func schedule(ctx context.Context, s *facts.Snapshot, waiting []Collector, common shared) {
	handed := make(chan outcome, len(waiting))
	running := map[facts.Kind]Collector{}
	start := func() {
		var still []Collector
		for _, c := range waiting {
			if ctx.Err() != nil || blocked(c, waiting, running) {
				still = append(still, c)
				continue
			}
			running[c.Facts] = c
			before, ctx := *s, target.Awaited(ctx, depth(c, waiting))
			go func() { handed <- runCollector(ctx, c, &Run{shared: common, Before: &before, kind: c.Facts}) }()
		}
		waiting = still
	}
	var last <-chan time.Time
	stopped := ctx.Done()
	for start(); len(running) > 0; start() {
		select {
		case done := <-handed:
			delete(running, done.collector.Facts)
			storeOutcome(s, done, common.opts)
		case <-stopped:
			stopped, last = nil, time.After(shutdownGrace)
		case <-last:
			for _, c := range running {
				s.BlindSpots = append(s.BlindSpots, notCollected(c, facts.ReasonTimeout, "not finished in time")...)
			}
			clear(running)
		}
	}
	for _, c := range waiting {
		s.BlindSpots = append(s.BlindSpots, notCollected(c, facts.ReasonTimeout, notAskedFor)...)
	}
}

// deepest is more than the depth of any collector, for requests whose answers several of them wait for.
const deepest = 100

// depth returns how many collectors come after this one, one after the other.
func depth(c Collector, waiting []Collector) int {
	most := 0
	for _, o := range waiting {
		if slices.Contains(o.After, c.Facts) {
			most = max(most, 1+depth(o, waiting))
		}
	}
	return most
}

// blocked reports whether a collector that c comes after is not done.
func blocked(c Collector, waiting []Collector, running map[facts.Kind]Collector) bool {
	for _, kind := range c.After {
		if _, ok := running[kind]; ok {
			return true
		}
		if slices.ContainsFunc(waiting, func(o Collector) bool { return o.Facts == kind }) {
			return true
		}
	}
	return false
}

// runCollector runs one collector. A panic is a blind spot of its kind of fact only.
func runCollector(ctx context.Context, c Collector, r *Run) (out outcome) {
	defer func() {
		if p := recover(); p != nil {
			out = outcome{collector: c, blind: notCollected(c, facts.ReasonMalformed, fmt.Sprintf("the collector broke: %v", p))}
		}
	}()
	r.inherit(c.BasedOn...)
	fill := c.Collect(ctx, r)
	return outcome{collector: c, fill: fill, blind: r.blind}
}

// storeOutcome writes the outcome of a collector into the snapshot.
func storeOutcome(s *facts.Snapshot, done outcome, opts Options) {
	if done.fill != nil {
		done.fill(s)
	}
	s.BlindSpots = append(s.BlindSpots[:len(s.BlindSpots):len(s.BlindSpots)], done.blind...)
	opts.progress().Done(string(done.collector.Facts))
}

// notCollected returns a blind spot for each request of a collector.
func notCollected(c Collector, reason, message string) []facts.BlindSpot {
	var blind []facts.BlindSpot
	for _, read := range c.Reads {
		blind = append(blind, facts.BlindSpot{
			Facts: c.Facts, Verb: read.Verbs[0], Resource: read.name(),
			Namespace: read.Namespace, Reason: reason, Message: shorten(message),
		})
	}
	if blind == nil {
		blind = []facts.BlindSpot{{Facts: c.Facts, Verb: "list", Resource: string(c.Facts), Reason: reason, Message: shorten(message)}}
	}
	return blind
}

// sortAndFill sorts the blind spots and replaces nil by empty values.
func sortAndFill(s *facts.Snapshot) {
	slices.SortFunc(s.BlindSpots, func(a, b facts.BlindSpot) int {
		key := func(x facts.BlindSpot) string {
			return strings.Join([]string{string(x.Facts), x.Resource, x.Verb, x.Namespace, x.Only, x.Reason, x.Message}, "\x00")
		}
		return strings.Compare(key(a), key(b))
	})
	facts.FillEmpty(s)
}

// truncateToSecond returns a time in UTC, without fractions of a second.
func truncateToSecond(t time.Time) time.Time {
	if t.IsZero() {
		return time.Time{}
	}
	return t.UTC().Truncate(time.Second)
}
