package cli

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/output"
	"github.com/kready/kready/internal/rbac"
	"github.com/kready/kready/internal/report"
	"github.com/kready/kready/internal/target"
)

// dryRun says which checks this identity could judge, from reviews of its rights and
// the list of served APIs alone.
func (f *checkFlags) dryRun(ctx context.Context, streams Streams, args []string) error {
	if f.source.from != "" {
		return usageError("--dry-run asks a cluster what one may read there; a file of --from can be read as a whole")
	}
	if f.baseline.file != "" {
		return usageError("--dry-run judges nothing that --baseline could be held against")
	}
	if f.probes.list != "" {
		return usageError("--dry-run says nothing of probes: each asks for its own rights before it creates anything")
	}
	outputs, err := parseOutputs(f.outputs.outputs, dryRunFormats())
	if err != nil {
		return err
	}
	rules, err := f.rules.load(args, f.source.catalogs)
	if err != nil {
		return err
	}
	ordered, err := check.Order(rules.asked())
	if err != nil {
		return err
	}
	ctx, cancel, err := f.source.bounded(ctx)
	if err != nil {
		return err
	}
	defer cancel()
	src, _, err := f.source.open(ctx, streams)
	if err != nil {
		return err
	}
	answers, err := ask(ctx, src, rules.demands())
	if err != nil {
		return &exitError{code: exitIncomplete, err: err}
	}
	outcome := dryRunOf(src.Describe(), rules, rbac.Forecasts(ordered, answers.unmet), answers)
	if err := writeOutputs(streams.Out, outputs, outcome, output.Options{}); err != nil {
		return err
	}
	if outcome.ExitCode != 0 && !f.exitZero {
		return &exitError{code: outcome.ExitCode}
	}
	return nil
}

// answers are what the API server said about demands.
type answers struct {
	// unmet are the demands that are refused, or of which nobody knows.
	unmet []rbac.Answer
	// complete is false when an authorizer decides that does not list its rules.
	complete bool
	// requests counts the reviews.
	requests int
}

// ask holds demands against what the identity may do.
func ask(ctx context.Context, src target.Source, demands []rbac.Demand) (answers, error) {
	reviewer, ok := target.NewReviewer(src)
	if !ok {
		return answers{}, errors.New("only a live cluster can be asked what one may do there")
	}
	asker := asker{reviewer: reviewer, complete: true}
	open, err := asker.unlisted(ctx, demands)
	if err != nil {
		return answers{}, err
	}
	apis, failed := src.Discover(ctx)
	open = slices.DeleteFunc(open, func(a rbac.Answer) bool { // discovery itself worked, or the resource is not there
		_, served := apis.Version(a.Group, a.Resource)
		return failed == nil && (strings.HasPrefix(a.URL, "/api") || a.IfServed && !served)
	})
	open, err = asker.refused(ctx, open)
	if err != nil {
		return answers{}, err
	}
	return answers{unmet: append(open, dead(demands, apis, failed)...), complete: asker.complete, requests: asker.requests}, nil
}

// dead are the demands for custom resources that no right helps to read: the server
// behind them does not answer, or nobody says which are served.
func dead(demands []rbac.Demand, apis target.Discovery, failed error) []rbac.Answer {
	var out []rbac.Answer
	for _, d := range demands {
		if !d.IfServed {
			continue
		}
		why := ""
		if failed != nil {
			why = failed.Error()
		}
		i := slices.IndexFunc(apis.Failed, func(f target.FailedGroup) bool { return f.Group == d.Group })
		if _, served := apis.Version(d.Group, d.Resource); i >= 0 && !served {
			why = apis.Failed[i].Message
		}
		if why != "" {
			out = append(out, rbac.Answer{Demand: d, Missing: d.Right, Dead: why})
		}
	}
	return out
}

// mustUnknown counts the must-haves that a forecast does not see judged, as a report
// counts them: without those that a waiver covers.
func mustUnknown(forecasts []rbac.Forecast, rules rules) int {
	asOf := rules.asOf
	if asOf.IsZero() {
		asOf = now()
	}
	n := 0
	for _, f := range forecasts {
		waived := slices.ContainsFunc(rules.intent.Waivers, func(w check.Waiver) bool {
			return w.Covers(f.Check) && w.Object == "" && !w.Expired(asOf)
		})
		must := f.Check.Tier == check.TierMust && rules.intent.Profile.Want(f.Check.Battery()) == check.Required
		if f.Outlook != rbac.Judged && must && !waived {
			n++
		}
	}
	return n
}

// dryRunOf makes the outcome.
func dryRunOf(about facts.Target, rules rules, forecasts []rbac.Forecast, a answers) dryRunOutcome {
	out := dryRunOutcome{
		APIVersion: report.APIVersion, Kind: "DryRun", Tool: version, Profile: rules.intent.Profile.Name,
		Target: dryRunTarget{Name: about.Name, Server: about.Server}, Reviews: a.requests, RulesComplete: a.complete,
		Checks: []dryRunCheck{}, MustUnknown: mustUnknown(forecasts, rules),
	}
	for _, f := range forecasts {
		out.add(f)
	}
	if out.MustUnknown > 0 && !rules.allowUnknown {
		out.ExitCode = exitIncomplete
	}
	return out
}
