package cli

import (
	"fmt"
	"sync"
	"time"

	"github.com/spf13/pflag"

	"github.com/kready/kready/internal/engine"
)

// addProbes gives flags for how probes are run.
func addProbes(flags *pflag.FlagSet, p *engine.Probes) {
	flags.StringVar(&p.Image, "probe-image", "", "`IMAGE` of the probes' pods: a mirror's, or one with a digest (default \""+engine.AgentImage+":"+version+"\")")
	flags.StringSliceVar(&p.PullSecrets, "probe-pull-secret", nil, "`SECRET` to pull that image with, in the namespace of --namespace")
	flags.StringVarP(&p.Namespace, "namespace", "n", "", "run probes in this `NAMESPACE`, which exists, instead of in ones that they make and remove")
	flags.DurationVar(&p.Timeout, "probe-timeout", 5*time.Minute, "bound on all probes together, cleaning up left out; 15m by default with --allow-scale-up")
	flags.BoolVar(&p.AllowStorage, "allow-storage", false, "let probes claim a volume, which may cost money")
	flags.BoolVar(&p.AllowScaleUp, "allow-scale-up", false, "let a probe have the autoscaler add a node, which costs money, and stays until the autoscaler removes it: Cluster Autoscaler waits 10 minutes by default")
}

// scaleUpTimeout is the default bound on all probes where one of them waits for a node.
const scaleUpTimeout = 15 * time.Minute

// giveTime gives probes the time that a new node takes, unless the user says how long they may take.
func giveTime(flags *pflag.FlagSet, p *engine.Probes) {
	if p.AllowScaleUp && !flags.Changed("probe-timeout") {
		p.Timeout = scaleUpTimeout
	}
}

// addProbeSwitch gives the flag that turns probes on, for commands that work without.
func addProbeSwitch(flags *pflag.FlagSet, p *engine.Probes) {
	flags.StringVar(&p.List, "probe", "", "prove it: create small pods in namespaces of kready's own, let them talk, remove them; for all probes, or a `LIST` of batteries and ids (--probe=dns,network/mtu)")
	flags.Lookup("probe").NoOptDefVal = "all"
}

// requireProbe refuses flags of how probes are run where none is, and gives those that are run their time.
func requireProbe(flags *pflag.FlagSet, p *engine.Probes) error {
	giveTime(flags, p)
	if p.List != "" {
		return nil
	}
	for _, name := range []string{"probe-image", "probe-pull-secret", "namespace", "probe-timeout", "allow-storage", "allow-scale-up"} {
		if flags.Changed(name) {
			if name == "namespace" {
				return engine.Usagef("--namespace requires --probe: it is where probes run, and checks look at all namespaces")
			}
			return engine.Usagef("--%s requires --probe", name)
		}
	}
	return nil
}

// sayEnded writes to stderr a line for each probe as it ends, with the seconds since the first.
func sayEnded(env Env, p *engine.Probes) {
	var mu sync.Mutex
	began := time.Time{}
	p.Ended = func(line string) {
		mu.Lock()
		defer mu.Unlock()
		if began.IsZero() {
			began = time.Now()
		}
		fmt.Fprintf(env.Stderr, "%4.0fs  %s\n", time.Since(began).Seconds(), line)
	}
}
