package engine

import (
	"slices"
	"time"

	"github.com/kready/kready/internal/catalog"
	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/collect"
	"github.com/kready/kready/internal/config"
	"github.com/kready/kready/internal/evaluate"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/inventory"
	"github.com/kready/kready/internal/probe"
	"github.com/kready/kready/internal/rbac"
	"github.com/kready/kready/internal/report"
)

// Request names what targets are judged by.
type Request struct {
	// Config is the configuration's file; "" means kready.yaml in the working folder, when
	// there is one.
	Config string
	// Profile is the kind of cluster; "" leaves it to the configuration.
	Profile string
	// Policies are folders of the user's own policies, besides those of the configuration.
	Policies []string
	// Catalogs are folders of catalogue entries.
	Catalogs []string
	// Tables are folders of dated tables that replace kready's own.
	Tables []string
	// Checks are batteries and ids; none means all checks.
	Checks []string
	// FailOn is the least tier of a gap that fails the run: a tier, report.Never, or one of
	// new gaps (report.NewGapsTier).
	FailOn string
	// AllowUnknown accepts must-haves that could not be judged.
	AllowUnknown bool
	// AsOf is the day of judgement, as 2026-11-23; "" means the day of collection.
	AsOf string
	// ForVersion is the Kubernetes version to come that is judged for, as 1.38, or next; "" means
	// the one that the cluster has.
	ForVersion string
	// Land selects requirements, with the checks of the cluster that these require, in place of checks of the
	// cluster.
	Land bool
	// ServerDryRun asks the API server of the target what it would make of the services, too.
	ServerDryRun bool
	// Proofs, when set, tries pods like those of the services in the target, as it says.
	Proofs *Probes
	// SecretNames allows to look up which Secrets are there, by their metadata alone: those that a service names,
	// those that hold tokens of ServiceAccounts, and those of Helm's releases.
	SecretNames bool
	// Metrics allows to read the metrics of the API server.
	Metrics bool
}

// Rules are what targets are judged by, loaded and validated.
type Rules struct {
	env     Env
	Config  config.Config
	Catalog *catalog.Catalog
	// Checks are those that the request names, with all that they require, in order.
	Checks []check.Check
	// AsOf is when dates are judged; zero means the time of collection.
	AsOf         time.Time
	FailOn       string
	AllowUnknown bool

	// all are all checks, asked for or not, by which probes that consult one are told its gap.
	all []check.Check
	// asked are the ids that the request names, itself or by their battery; nil for all.
	asked []string
	// recogniser looks for the catalogue's products, in every target.
	recogniser *inventory.Recogniser
	// memo keeps the answers of checks for other clusters; nil for none.
	memo *evaluate.Memo
	// land is true where a service is judged: what a profile wants of a cluster does not matter to it.
	land bool
	// lookups are the objects that a service names.
	lookups facts.Lookups
	// dryRuns are what the API server would make of the services, in their order; nil where it was not asked.
	dryRuns []facts.LandingDryRun
	// proofs are what was tried for the services, in their order; nil where nobody asked for it.
	proofs []facts.LandingProofs
	// secrets are those that services name, where they may be looked up.
	secrets []facts.LandingSecret
	// intent is the configuration as checks see it.
	intent facts.Intent
	// consents are the flags of the request without which some facts are not read.
	consents []collect.Consent
	// request is what the rules were loaded by.
	request Request
	// forVersion is the version to come that targets are judged for.
	forVersion forVersion
}

// Load reads and validates the rules, without any request to a cluster. Its errors are
// UsageErrors, but for faults of kready's own checks.
func Load(env Env, req Request) (*Rules, error) {
	file, cfg, err := env.Configuration(req.Config, req.Profile)
	if err != nil {
		return nil, err
	}
	if err := validateFailOn(req.FailOn); err != nil {
		return nil, err
	}
	asOf, err := ParseDay(req.AsOf)
	if err != nil {
		return nil, err
	}
	version, err := parseForVersion(req.ForVersion)
	if err != nil {
		return nil, err
	}
	defer env.saying("loading the checks")()
	r, err := env.rules(file, cfg, req)
	if err != nil {
		return nil, err
	}
	r.request, r.AsOf, r.FailOn, r.AllowUnknown = req, asOf, req.FailOn, req.AllowUnknown
	r.forVersion = version
	return r, r.loadChecks(file)
}

// loadChecks loads the checks of the request, by the configuration that was read from a file.
func (r *Rules) loadChecks(file string) error {
	all, err := r.env.checks(file, r.Config, r.request)
	if err != nil {
		return err
	}
	selected, err := selectFor(all, r.request)
	if err != nil {
		return err
	}
	r.all, r.Checks, r.asked, r.land = all, selected, namedIDs(selected, r.request.Checks), r.request.Land
	return validateProducts(r.Config, r.Catalog)
}

// with returns the rules for a cluster that has a configuration or a profile of its own; either may
// be "". What does not depend on them is shared.
func (r *Rules) with(configuration, profile string) (*Rules, error) {
	own := *r
	if configuration != "" {
		own.request.Config, own.request.Profile = configuration, ""
	}
	if profile != "" {
		own.request.Profile = profile
	}
	file, cfg, err := r.env.Configuration(own.request.Config, own.request.Profile)
	if err != nil {
		return nil, err
	}
	own.Config, own.intent = cfg, intentFacts(file, cfg)
	if err := own.loadChecks(file); err != nil {
		return nil, err
	}
	if len(cfg.Policies) > 0 || len(r.Config.Policies) > 0 {
		own.memo = nil // a check of one name may be another one
		if r.memo != nil {
			own.memo = &evaluate.Memo{}
		}
	}
	return &own, nil
}

// rules returns rules without checks: enough to collect facts and to derive the input.
func (e Env) rules(file string, cfg config.Config, req Request) (*Rules, error) {
	known, err := e.CatalogOf(req)
	if err != nil {
		return nil, err
	}
	return &Rules{
		env: e, Config: cfg, intent: intentFacts(file, cfg),
		Catalog: known, recogniser: inventory.NewRecogniser(known), consents: req.consents(),
	}, nil
}

// Waivers returns the waivers of the request's configuration. A waiver of a check that does
// not exist is an error.
func Waivers(env Env, req Request) ([]check.Waiver, error) {
	file, cfg, err := env.Configuration(req.Config, req.Profile)
	if err != nil {
		return nil, err
	}
	_, err = env.checks(file, cfg, req)
	return cfg.Waivers, err
}

// checks returns all checks, kready's and the user's. Whatever is wrong with a policy is an error, and
// so is a check, battery or waiver of the configuration that does not exist.
func (e Env) checks(file string, cfg config.Config, req Request) ([]check.Check, error) {
	all, faults, err := e.allChecks(cfg, req)
	if err != nil {
		return nil, err
	}
	if err := joinFaults(faults); err != nil {
		return nil, err
	}
	if err := cfg.CheckBatteries(UserBatteries(all)); err != nil {
		return nil, Usagef("%s: %w", file, err)
	}
	return all, e.validateWaivers(cfg, all)
}

// Enabled are the checks that the profile and the configuration do not turn off: only
// what these need is read.
func (r *Rules) Enabled() []check.Check {
	return slices.DeleteFunc(slices.Clone(r.Checks), func(c check.Check) bool { return !r.IsEnabled(c.ID) })
}

// IsEnabled reports whether a check is one of the run's, and neither the profile nor the
// configuration turns it off.
func (r *Rules) IsEnabled(id string) bool {
	_, off := r.Config.Profile.Disabled[id]
	return !off && slices.ContainsFunc(r.Checks, func(c check.Check) bool {
		return c.ID == id && (r.land || r.Config.Profile.Requirement(c.Battery()) != check.None)
	})
}

// Demands are the rights that are needed to read for the enabled checks and for probes.
func (r *Rules) Demands(probes ...probe.Probe) []rbac.Demand {
	return rbac.Demands(r.Enabled(), Needs(r.Enabled(), probes...), r.collectOptions())
}

// CountsNew reports whether the run fails on new gaps, which requires a baseline.
func (r *Rules) CountsNew() bool {
	_, isNew := report.NewGapsTier(r.FailOn)
	return isNew
}

func validateFailOn(tier string) error {
	if _, isNew := report.NewGapsTier(tier); isNew || tier == report.Never {
		return nil
	}
	for _, t := range check.Tiers() {
		if tier == string(t) {
			return nil
		}
	}
	return Usagef("unknown --fail-on %q: must be one of must, should, could, never, or with --baseline one of new, new-should, new-could", tier)
}

// ParseDay reads a date, which stands for the start of that day. "" is the zero time.
func ParseDay(day string) (time.Time, error) {
	if day == "" {
		return time.Time{}, nil
	}
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return time.Time{}, Usagef("invalid --as-of %q: must be a day like 2026-11-23", day)
	}
	if t.Year() < 2014 || t.Year() > 2200 {
		return time.Time{}, Usagef("invalid --as-of %q: must be a day of a cluster's life", day)
	}
	return t, nil
}

// validateWaivers refuses waivers of checks that do not exist: they would never match.
// A waiver for ever would not be one.
func (e Env) validateWaivers(cfg config.Config, all []check.Check) error {
	for i, w := range cfg.Waivers {
		if w.DaysLeft(e.Now()) > cfg.WaiverDays {
			return Usagef("waivers: number %d (%s) expires %s, more than %d days ahead: name an earlier day, or set waiverDays in kready.yaml",
				i+1, w, w.Expires.Format(time.DateOnly), cfg.WaiverDays)
		}
		if w.Check != "" && !slices.ContainsFunc(all, func(c check.Check) bool { return c.ID == w.Check }) {
			return Usagef("waivers: %w", UnknownCheck(all, w.Check))
		}
	}
	return nil
}
