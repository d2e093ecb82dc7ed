package cli

import (
	"context"
	"slices"

	"github.com/spf13/pflag"

	"github.com/kready/kready/internal/engine"
	"github.com/kready/kready/internal/report/format"
	"github.com/kready/kready/internal/target"
)

// fleetFlags name several clusters.
type fleetFlags struct {
	contexts []string
	// from are the files of --from: with one alone, there is no fleet.
	from      []string
	each      []string
	inventory string
	groupBy   []string
}

func (f *fleetFlags) add(flags *pflag.FlagSet) {
	flags.StringSliceVar(&f.contexts, "contexts", nil, "`NAMES` of contexts to check side by side, separated by commas; * stands for anything: a,'prod-*'")
	flags.StringVar(&f.inventory, "inventory", "", "`FILE` that says what clusters there are: contexts and files with labels, and a profile or kready.yaml for each")
	flags.StringSliceVar(&f.groupBy, "group-by", nil, "group several clusters by these `NAMES`: patterns such as 'prod-*', or labels of the inventory; without, by their state")
	flags.StringArrayVar(&f.each, "each", nil, "`FORMAT=DIR`: of several clusters, also write each one's own report to a file in DIR; repeatable")
	offerFormats(flags, "each", format.All())
}

// several reports whether there is more than one cluster to check.
func (f *fleetFlags) several() bool {
	return len(f.contexts) > 0 || len(f.from) > 1 || f.inventory != ""
}

func (f *fleetFlags) members() engine.Members {
	return engine.Members{Contexts: f.contexts, Files: f.from, Inventory: f.inventory, GroupBy: f.groupBy}
}

// validate refuses flags that cannot be used together, before anything is read.
func (f *fleetFlags) validate(flags *pflag.FlagSet) error {
	if !f.several() {
		for _, name := range []string{"each", "group-by"} {
			if flags.Changed(name) {
				return engine.Usagef("--%s requires several clusters: name them with --contexts, --inventory, or with --from more than once", name)
			}
		}
		if flags.Changed("inventory") {
			return engine.Usagef("--inventory must name a file")
		}
		return nil
	}
	if len(f.contexts) > 0 || f.inventory != "" {
		for _, name := range target.SingleClusterFlags() {
			if flags.Changed(name) {
				return engine.Usagef("--%s cannot be used with --%s, which names several clusters", name, f.naming())
			}
		}
	}
	if flags.Changed("brief") {
		return engine.Usagef("--brief is about the gaps of a single cluster")
	}
	for i, file := range f.from {
		if slices.Contains(f.from[:i], file) {
			return engine.Usagef("--from %s is given twice", file)
		}
	}
	return nil
}

// naming is the flag that names the clusters.
func (f *fleetFlags) naming() string {
	if len(f.contexts) > 0 {
		return "contexts"
	}
	return "inventory"
}

// runFleet is run for several clusters. One that cannot be reached has a column with the
// error.
func (f *checkFlags) runFleet(ctx context.Context, env Env, baseline bool) error {
	if err := f.target.ValidateBounds(); err != nil {
		return err
	}
	if f.dry {
		return f.fleetDryRun(ctx, env)
	}
	rules, err := engine.Load(env, f.request)
	if err != nil {
		return err
	}
	run, err := f.fleetRun(env, rules, baseline)
	if err != nil {
		return err
	}
	write, err := f.outputs.loadFleet(env)
	if err != nil {
		return err
	}
	f.outputs.planOf = planBy(rules)
	each, err := f.outputs.parseEach(env, f.fleet.each)
	if err != nil {
		return err
	}
	doc, columns, err := rules.Fleet(ctx, f.fleet.members(), f.target, run)
	if err != nil {
		return err
	}
	if err := write(doc); err != nil {
		return err
	}
	if err := writeEach(env, each, columns, f.outputs.most); err != nil {
		return &engine.UsageError{Err: err}
	}
	return f.exit(doc.Verdict.ExitCode)
}

// fleetRun reads the baseline, when there is one, and prepares probes.
func (f *checkFlags) fleetRun(env Env, rules *engine.Rules, baseline bool) (engine.FleetRun, error) {
	run := engine.FleetRun{BaselineName: f.baseline}
	switch {
	case baseline && f.baseline == "":
		return run, engine.Usagef("--baseline must name a file")
	case f.baseline == "" && rules.CountsNew():
		return run, engine.Usagef("--fail-on %s requires --baseline", rules.FailOn)
	case f.baseline == "-" && slices.Contains(f.fleet.from, "-"):
		return run, engine.Usagef("--baseline and --from cannot both read standard input")
	case f.baseline != "":
		base, err := rules.FleetBaseline(f.baseline)
		if err != nil {
			return run, err
		}
		run.Baseline = &base
	}
	sayEnded(env, &f.probes)
	run.Probes = f.probes
	return run, nil
}
