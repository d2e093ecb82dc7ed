package cli

import (
	"context"
	"slices"
	"time"

	"github.com/spf13/pflag"

	"github.com/kready/kready/internal/catalog"
	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/config"
	"github.com/kready/kready/internal/engine"
	"github.com/kready/kready/internal/evaluate"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/inventory"
	"github.com/kready/kready/internal/probe"
	"github.com/kready/kready/internal/rbac"
	"github.com/kready/kready/internal/report"
)

// ruleFlags say what a target is judged by, whatever the target is.
type ruleFlags struct {
	intent       intentFlags
	policies     policyFlags
	failOn       string
	allowUnknown bool
	asOf         string
}

func (f *ruleFlags) add(flags *pflag.FlagSet) {
	f.intent.add(flags)
	f.policies.add(flags)
	flags.StringVar(&f.failOn, "fail-on", string(check.TierMust), "least tier of a gap that fails the run: must, should, could or never; or, with --baseline, of a gap that is new or larger: new (must-haves), new-should, new-could")
	flags.BoolVar(&f.allowUnknown, "allow-unknown", false, "accept must-haves that could not be judged")
	flags.StringVar(&f.asOf, "as-of", "", "judge dates as of this `DAY` (2026-11-23); default is the day of collection")
}

// rules are what a target is judged by: all of the command line and the configuration
// that is not about the target itself.
type rules struct {
	intent config.Intent
	// intended is the intent as checks see it.
	intended     facts.Intent
	catalog      *catalog.Catalog
	checks       []check.Check
	asOf         time.Time
	failOn       string
	allowUnknown bool
}

// load reads and validates all of it, without asking a cluster anything. Names are the
// batteries and ids of the checks to judge; none means all.
func (f *ruleFlags) load(names, catalogs []string) (rules, error) {
	intent, err := f.intent.load()
	if err != nil {
		return rules{}, err
	}
	if err := validFailOn(f.failOn); err != nil {
		return rules{}, err
	}
	asOf, err := parseDay(f.asOf)
	if err != nil {
		return rules{}, err
	}
	all, faults, err := f.policies.all(intent)
	if err != nil {
		return rules{}, err
	}
	if err := faulty(faults); err != nil {
		return rules{}, err
	}
	if err := f.intent.checkBatteries(intent, all); err != nil {
		return rules{}, err
	}
	if err := knownWaivers(intent, all); err != nil {
		return rules{}, err
	}
	selected, err := selectChecks(all, names)
	if err != nil {
		return rules{}, err
	}
	known, err := loadCatalog(catalogs)
	if err != nil {
		return rules{}, err
	}
	if err := knownProducts(intent, known); err != nil {
		return rules{}, err
	}
	return rules{
		intent: intent, intended: f.intent.facts(intent), catalog: known, checks: selected,
		asOf: asOf, failOn: f.failOn, allowUnknown: f.allowUnknown,
	}, nil
}

// asked are the checks that the profile and the configuration do not turn off: only
// what these need is read.
func (r rules) asked() []check.Check {
	return slices.DeleteFunc(slices.Clone(r.checks), func(c check.Check) bool { return !r.wanted(c.ID) })
}

// demands are the rights that reading for these checks and for probes wants.
func (r rules) demands(probes ...probe.Probe) []rbac.Demand {
	opts := collectOptions(r.catalog)
	opts.Custom = r.intent.Custom
	return rbac.Demands(r.asked(), engine.Needs(r.asked(), probes...), opts)
}

// judge makes the report of one target's facts.
func (r rules) judge(ctx context.Context, snapshot *facts.Snapshot) (report.Report, error) {
	check.Prepare(r.asked())
	in := inventory.InputWith(snapshot, r.catalog, r.asOf, r.intent.Thresholds)
	in.Intent = r.intended
	in.AddCustom(r.intent.Custom)
	results, err := evaluate.Run(ctx, in, r.checks, evaluate.Options{
		Profile: r.intent.Profile.Name, Wants: r.intent.Profile.Wants, Off: r.intent.Profile.Off,
	})
	if err != nil {
		return report.Report{}, err
	}
	results, states := evaluate.Waive(results, r.intent.Waivers, in.AsOf)
	return report.New(reportTarget(in), results, implementationsByBattery(in), blindSpots(in, r.asked()), report.Options{
		Tool: version, Profile: r.intent.Profile.Name, Want: r.intent.Profile.Want, FailOn: r.failOn, AllowUnknown: r.allowUnknown,
		Waivers: reportWaivers(r.intent.Waivers, states),
	}), nil
}

// wanted reports whether a check is one of the run's, and the profile lets it be asked.
func (r rules) wanted(id string) bool {
	_, off := r.intent.Profile.Off[id]
	return !off && slices.ContainsFunc(r.checks, func(c check.Check) bool {
		return c.ID == id && r.intent.Profile.Want(c.Battery()) != check.None
	})
}

func validFailOn(tier string) error {
	if _, isNew := report.NewFloor(tier); isNew || tier == report.Never {
		return nil
	}
	for _, t := range check.Tiers() {
		if tier == string(t) {
			return nil
		}
	}
	return usageError("there is no tier %q for --fail-on: choose must, should, could or never, or new, new-should or new-could with --baseline", tier)
}

// parseDay reads a date; the day itself is meant as begun, not as over.
func parseDay(day string) (time.Time, error) {
	if day == "" {
		return time.Time{}, nil
	}
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return time.Time{}, usageError("--as-of %q is not a day like 2026-11-23", day)
	}
	return t, nil
}
