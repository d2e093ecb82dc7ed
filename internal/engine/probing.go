package engine

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"k8s.io/apimachinery/pkg/util/validation"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/config"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/probe"
	"github.com/kready/kready/internal/target"
	"github.com/kready/kready/internal/text"
)

// AgentImage is where kready's own image is published; the probes' agent is in it.
const AgentImage = "ghcr.io/kready/kready"

// Probes are the flags of whether and how probes are run.
type Probes struct {
	// List is the value of --probe: "" for no probes, "all", batteries or ids.
	List string
	// Image is that of the probes' pods, PullSecrets are Secrets to pull it with; both fall
	// back to the configuration.
	Image       string
	PullSecrets []string
	// Namespace is one that exists; "" means that probes make and remove their own.
	Namespace string
	// Timeout bounds all probes together, cleaning up left out.
	Timeout time.Duration
	// AllowStorage lets probes claim a volume, which may cost money.
	AllowStorage bool
	// AllowScaleUp lets a probe have a node added, which costs money.
	AllowScaleUp bool
	// Ended is called with a line for each probe that ended, by several at once; it may be nil.
	Ended func(line string)
}

// Select validates the flags and returns the probes that List names, of those whose checks
// are enabled. A file cannot be probed.
func (p Probes) Select(t Target, enabled func(id string) bool) ([]probe.Probe, error) {
	switch {
	case p.List == "":
		return nil, nil
	case t.From != "":
		return nil, Usagef("--probe requires a live cluster and cannot be used with --from")
	case p.Timeout <= 0:
		return nil, Usagef("--probe-timeout must be positive, got %s", p.Timeout)
	case len(p.PullSecrets) > 0 && p.Namespace == "":
		return nil, Usagef("--probe-pull-secret requires --namespace: a namespace that probes create has no Secrets")
	}
	if wrong := validation.IsDNS1123Label(p.Namespace); p.Namespace != "" && len(wrong) > 0 {
		return nil, Usagef("invalid --namespace %q: %s", p.Namespace, wrong[0])
	}
	return p.selected(enabled)
}

// selected returns the probes that List names, of those whose checks are enabled and to
// which the flags consent.
func (p Probes) selected(enabled func(id string) bool) ([]probe.Probe, error) {
	if p.List == "" {
		return nil, nil
	}
	selected := probe.All()
	if p.List != "all" {
		var err error
		if selected, err = ProbesNamed(strings.Split(p.List, ",")); err != nil {
			return nil, err
		}
	}
	return slices.DeleteFunc(selected, func(one probe.Probe) bool {
		return one.Consent != "" && !slices.Contains(p.consents(), one.Consent) || !enabled(one.Name)
	}), nil
}

// ProbesNamed returns the probes of batteries and ids.
func ProbesNamed(names []string) ([]probe.Probe, error) {
	var selected []probe.Probe
	for _, p := range probe.All() {
		battery, _, _ := strings.Cut(p.Name, "/")
		if slices.Contains(names, p.Name) || slices.Contains(names, battery) {
			selected = append(selected, p)
		}
	}
	for _, name := range names {
		if !slices.ContainsFunc(selected, func(p probe.Probe) bool { return p.Name == name || strings.HasPrefix(p.Name, name+"/") }) {
			return nil, Usagef("unknown probe %q: must be one of %s", name, strings.Join(probe.Names(), ", "))
		}
	}
	return selected, nil
}

func (p Probes) consents() []string {
	var all []string
	if p.AllowStorage {
		all = append(all, "allow-storage")
	}
	if p.AllowScaleUp {
		all = append(all, "allow-scale-up")
	}
	return all
}

// settings returns the flags' settings, with those of the configuration where a flag is not
// set.
func (p Probes) settings(env Env, configured config.Probes) probe.Settings {
	s := probe.Settings{
		Image: p.Image, PullSecrets: p.PullSecrets, Namespace: p.Namespace, Timeout: p.Timeout,
		Consents: p.consents(), Options: configured.Options(), Now: env.Clock,
	}
	if s.Image == "" {
		s.Image = configured.Image
	}
	if s.Image == "" {
		s.Image, s.Unpublished = AgentImage+":"+env.Version, builtFromSource(env.Version)
	}
	if len(s.PullSecrets) == 0 && s.Namespace != "" {
		s.PullSecrets = configured.PullSecrets
	}
	return s
}

// fromSource matches the versions that `make build` gives to what is no release.
var fromSource = regexp.MustCompile(`-dev$|-dirty$|-[0-9]+-g[0-9a-f]+$`)

func builtFromSource(version string) bool { return fromSource.MatchString(version) }

// PlanProbes describes what the selected probes would create in the target, and which would not be
// tried. It creates nothing. A cluster that cannot be read is no error, unless the flags name one that
// does not exist: then it describes all.
func (r *Rules) PlanProbes(ctx context.Context, t Target, p Probes) (string, error) {
	selected, err := p.Select(t, r.IsEnabled)
	if err != nil {
		return "", err
	}
	settings := p.settings(r.env, r.Config.Probes)
	snapshot, err := r.Collect(ctx, t, selected...)
	if ctx.Err() != nil {
		return "", incompletef("interrupted")
	}
	var usage *UsageError
	if errors.As(err, &usage) && t.Connection.Named() {
		return "", err
	}
	if err != nil {
		fmt.Fprintf(r.env.Stderr, "kready: the plan names all probes, those too that do not apply: %s\n", err)
		return probe.Plan(nil, selected, settings), nil
	}
	in := r.Input(snapshot)
	if settings.Known, err = r.known(ctx, in, selected); err != nil {
		return "", err
	}
	return probe.Plan(in, selected, settings), nil
}

// probe runs the selected probes on the cluster that the snapshot was taken of, and writes
// their results into it. At a terminal it first prints what will be created.
func (r *Rules) probe(ctx context.Context, t Target, p Probes, selected []probe.Probe, snapshot *facts.Snapshot) error {
	if len(selected) == 0 {
		return nil
	}
	client, err := target.ClientConfig(t.Connection, target.LiveOptions{Version: r.env.Version})
	if err != nil {
		return TargetError(err)
	}
	in := r.Input(snapshot)
	settings := p.settings(r.env, r.Config.Probes)
	if settings.Known, err = r.known(ctx, in, selected); err != nil {
		return err
	}
	if r.env.Progress != nil {
		fmt.Fprint(r.env.Stderr, probe.Plan(in, selected, settings))
	}
	watched := &watchedProbes{all: len(selected)}
	settings.Progress, settings.Begun = watched.say, watched.begin
	settings.Ended = func(one facts.Probe) {
		watched.end(one.Name)
		if p.Ended != nil {
			p.Ended(r.probeLine(ctx, in, one))
		}
	}
	defer r.env.Progress.Begin(watched.String).End()
	defer r.env.Holding()() // it removes what it created, however long that takes
	results, err := probe.Run(ctx, client, in, selected, settings)
	snapshot.Probes = results
	snapshot.Redact() // what probes were told, too
	switch {
	case err != nil:
		fmt.Fprintf(r.env.Stderr, "kready: %s%s\n", err, cleanupHint(err))
		if ctx.Err() != nil {
			return &IncompleteError{}
		}
	case errors.Is(ctx.Err(), context.Canceled):
		return incompletef("interrupted; what the probes created is removed")
	}
	return nil
}

// probeLine says what a probe proved by itself: the report judges it with all others.
func (r *Rules) probeLine(ctx context.Context, in *facts.Input, one facts.Probe) string {
	status, reason := "done", probe.Ended(one)
	alone := *in
	alone.Probes = []facts.Probe{one}
	i := slices.IndexFunc(r.all, func(c check.Check) bool { return c.ID == one.Name })
	if i >= 0 {
		if out, err := r.all[i].Run(ctx, &alone); err == nil {
			status, reason = string(out.Status), out.Reason
		}
	}
	line := fmt.Sprintf("%-8s %s: %s", status, one.Name, reason)
	if one.NotApplicable == "" && one.RuledOut == "" {
		line += fmt.Sprintf(" (%.0f s)", float64(one.Milliseconds)/1000)
	}
	return text.Clean(line)
}

// cleanupHint names the command that removes what a run left, "" where nothing is left.
func cleanupHint(err error) string {
	var left *probe.LeftoverError
	if errors.As(err, &left) && left.Empty {
		return ""
	}
	return ": `kready cleanup` removes what probes left behind"
}
