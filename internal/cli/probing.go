package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/mattn/go-isatty"
	"github.com/spf13/pflag"
	"k8s.io/apimachinery/pkg/util/validation"

	"github.com/kready/kready/internal/catalog"
	"github.com/kready/kready/internal/config"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/inventory"
	"github.com/kready/kready/internal/probe"
	"github.com/kready/kready/internal/target"
)

// imageOf is where kready's own image is published; the probes' agent is in it.
const imageOf = "ghcr.io/kready/kready"

// probeFlags say whether and how probes are run.
type probeFlags struct {
	// list is what --probe was given: "" for no probes, "all", batteries or ids.
	list         string
	image        string
	pullSecrets  []string
	namespace    string
	timeout      time.Duration
	allowStorage bool
}

// add gives flags for how probes are run.
func (f *probeFlags) add(flags *pflag.FlagSet) {
	flags.StringVar(&f.image, "probe-image", "", "`IMAGE` of the probes' pods: a mirror's, or one with a digest (default \""+imageOf+":"+version+"\")")
	flags.StringSliceVar(&f.pullSecrets, "probe-pull-secret", nil, "`SECRET` to pull that image with, in the namespace of --namespace")
	flags.StringVar(&f.namespace, "namespace", "", "run probes in this `NAMESPACE`, which exists, instead of in ones that they make and remove")
	flags.DurationVar(&f.timeout, "probe-timeout", 5*time.Minute, "bound on all probes together, cleaning up left out")
	flags.BoolVar(&f.allowStorage, "allow-storage", false, "let probes claim a volume, which may cost money")
}

// addSwitch gives the flag that turns probes on, for commands that work without.
func (f *probeFlags) addSwitch(flags *pflag.FlagSet) {
	flags.StringVar(&f.list, "probe", "", "prove it: create small pods in namespaces of kready's own, let them talk, remove them; for all probes, or a `LIST` of batteries and ids (--probe=dns,network/mtu)")
	flags.Lookup("probe").NoOptDefVal = "all"
}

// live refuses to probe a file.
func (f *probeFlags) live(source *sourceFlags) error {
	if f.list != "" && source.from != "" {
		return usageError("--probe tries things in a live cluster, and --from is a file")
	}
	return nil
}

// choose returns the probes that are asked for, of those whose checks are wanted.
func (f *probeFlags) choose(wanted func(id string) bool) ([]probe.Probe, error) {
	if f.list == "" {
		return nil, nil
	}
	if f.timeout <= 0 {
		return nil, usageError("--probe-timeout %s is no time to probe in", f.timeout)
	}
	if wrong := validation.IsDNS1123Label(f.namespace); f.namespace != "" && len(wrong) > 0 {
		return nil, usageError("--namespace %q is no name of a namespace: %s", f.namespace, wrong[0])
	}
	if len(f.pullSecrets) > 0 && f.namespace == "" {
		return nil, usageError("--probe-pull-secret names a Secret of the namespace of --namespace, and there is none: a namespace that probes make has no Secrets")
	}
	chosen := probe.All()
	if f.list != "all" {
		var err error
		if chosen, err = probesNamed(strings.Split(f.list, ",")); err != nil {
			return nil, err
		}
	}
	return slices.DeleteFunc(chosen, func(p probe.Probe) bool {
		return p.Consent != "" && !slices.Contains(f.consents(), p.Consent) || !wanted(p.Name)
	}), nil
}

// probesNamed returns the probes of batteries and ids.
func probesNamed(names []string) ([]probe.Probe, error) {
	var chosen []probe.Probe
	for _, p := range probe.All() {
		battery, _, _ := strings.Cut(p.Name, "/")
		if slices.Contains(names, p.Name) || slices.Contains(names, battery) {
			chosen = append(chosen, p)
		}
	}
	for _, name := range names {
		if !slices.ContainsFunc(chosen, func(p probe.Probe) bool { return p.Name == name || strings.HasPrefix(p.Name, name+"/") }) {
			return nil, usageError("there is no probe %q: choose from %s", name, strings.Join(probe.Names(), ", "))
		}
	}
	return chosen, nil
}

func (f *probeFlags) consents() []string {
	if f.allowStorage {
		return []string{"allow-storage"}
	}
	return nil
}

// settings join flags and configuration.
func (f *probeFlags) settings(streams Streams, said config.Probes) probe.Settings {
	s := probe.Settings{
		Image: f.image, PullSecrets: f.pullSecrets, Namespace: f.namespace, Timeout: f.timeout,
		Consents: f.consents(), Options: said.Options(), Now: time.Now,
	}
	if s.Image == "" {
		s.Image = said.Image
	}
	if s.Image == "" {
		s.Image = imageOf + ":" + version
	}
	if len(s.PullSecrets) == 0 && s.Namespace != "" {
		s.PullSecrets = said.PullSecrets
	}
	if onTerminal(streams) {
		began := time.Now()
		s.Progress = func(line string) {
			fmt.Fprintf(streams.Err, "%4.0fs  %s\n", time.Since(began).Seconds(), line)
		}
	}
	return s
}

// probe runs probes on the cluster that the snapshot is of, and writes what they saw
// into it. On a terminal it says first what will be created.
func (f *probeFlags) probe(ctx context.Context, streams Streams, source *sourceFlags, known *catalog.Catalog, said config.Probes, probes []probe.Probe, snapshot *facts.Snapshot) error {
	if len(probes) == 0 {
		return nil
	}
	client, err := target.ClientConfig(source.connection, target.LiveOptions{Version: version})
	if err != nil {
		return targetError(err)
	}
	settings := f.settings(streams, said)
	if onTerminal(streams) {
		fmt.Fprint(streams.Err, probe.Plan(probes, settings))
	}
	saw, err := probe.Run(ctx, client, inventory.Input(snapshot, known, time.Time{}), probes, settings)
	snapshot.Probes = saw
	switch {
	case err != nil:
		fmt.Fprintf(streams.Err, "kready: %s%s\n", err, cleanupHint(err))
		if ctx.Err() != nil {
			return &exitError{code: exitIncomplete}
		}
	case errors.Is(ctx.Err(), context.Canceled):
		return &exitError{code: exitIncomplete, err: errors.New("interrupted; what the probes created is removed")}
	}
	return nil
}

// cleanupHint says what removes what a run left, unless nobody has to.
func cleanupHint(err error) string {
	var left *probe.LeftoverError
	if errors.As(err, &left) && left.Empty {
		return ""
	}
	return ": `kready cleanup` removes what probes left behind"
}

func onTerminal(streams Streams) bool {
	f, ok := streams.Err.(*os.File)
	return ok && isatty.IsTerminal(f.Fd())
}
