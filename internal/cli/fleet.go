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

// validate refuses flags that cannot be used together, before anything is read.
func (f *fleetFlags) validate(flags *pflag.FlagSet) error {
	if !f.several() {
		if len(f.each) > 0 {
			return engine.Usagef("--each requires several clusters: name them with --contexts, or with --from more than once")
		}
		return nil
	}
	if len(f.contexts) > 0 {
		for _, name := range target.SingleClusterFlags() {
			if flags.Changed(name) {
				return engine.Usagef("--%s cannot be used with --contexts, which names several clusters", name)
			}
		}
	}
	for _, name := range []string{"baseline", "dry-run", "probe"} {
		if flags.Changed(name) {
			return engine.Usagef("--%s requires a single cluster", name)
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

// runFleet is run for several clusters. One that cannot be reached has a column with the
// error.
func (f *checkFlags) runFleet(ctx context.Context, env Env) error {
	if err := f.target.ValidateBounds(); err != nil {
		return err
	}
	rules, err := engine.Load(env, f.request)
	if err != nil {
		return err
	}
	if rules.CountsNew() {
		return engine.Usagef("--fail-on %s requires a single cluster and a --baseline", rules.FailOn)
	}
	write, err := f.outputs.loadFleet(env)
	if err != nil {
		return err
	}
	each, err := parseEach(env, f.fleet.each)
	if err != nil {
		return err
	}
	doc, columns, err := rules.Fleet(ctx, engine.Members{Contexts: f.fleet.contexts, Files: f.fleet.from}, f.target)
	if err != nil {
		return err
	}
	if err := write(doc); err != nil {
		return err
	}
	if err := writeEach(env, each, columns); err != nil {
		return &engine.UsageError{Err: err}
	}
	return f.exit(doc.Verdict.ExitCode)
}
