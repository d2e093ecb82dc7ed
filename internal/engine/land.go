package engine

import (
	"context"
	"errors"
	"runtime"
	"slices"
	"sync"

	"github.com/kready/kready/internal/cause"
	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/dryrun"
	"github.com/kready/kready/internal/evaluate"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/policy"
	"github.com/kready/kready/internal/probe"
	"github.com/kready/kready/internal/report"
	"github.com/kready/kready/internal/service"
	"github.com/kready/kready/internal/text"
)

// Land judges services against a target by requirements: a report for each, in their order. The target is
// read once, and the checks of the cluster that requirements require are judged once.
func (r *Rules) Land(ctx context.Context, t Target, services []*service.Manifests) ([]report.Report, error) {
	check.Prepare(r.Enabled()) // while manifests and target are being read
	landing := *r
	if r.request.ServerDryRun && t.From != "" {
		return nil, Usagef("--server-dry-run requires a live cluster and cannot be used with --from")
	}
	if err := r.request.Proofs.forServices(t); err != nil {
		return nil, err
	}
	if r.request.SecretNames && t.From != "" {
		return nil, Usagef("--allow-secret-names requires a live cluster and cannot be used with --from")
	}
	if err := landing.lookUp(services); err != nil {
		return nil, err
	}
	var trials []probe.Probe
	if r.triesServices() {
		trials = append(trials, probe.Probe{Reads: probe.LandingReads()})
	}
	snapshot, err := landing.Collect(ctx, t, trials...)
	if err != nil {
		return nil, err
	}
	if r.request.SecretNames {
		if landing.secrets, err = r.secretNames(ctx, t, services); err != nil {
			return nil, err
		}
	}
	if r.request.ServerDryRun {
		if landing.dryRuns, err = r.tryServices(ctx, t, services); err != nil {
			return nil, err
		}
	}
	if r.triesServices() {
		if landing.proofs, err = r.probeServices(ctx, t, snapshot, services); err != nil {
			return nil, err
		}
	}
	return landing.judgeServices(ctx, snapshot, services)
}

// tryServices asks the API server of a cluster what it would make of each service.
func (r *Rules) tryServices(ctx context.Context, t Target, services []*service.Manifests) ([]facts.LandingDryRun, error) {
	ctx, cancel := context.WithTimeout(ctx, t.Timeout)
	defer cancel()
	defer r.env.saying("asking the API server for a dry run of %s", text.Counted(len(services), "service", "services"))()
	src, err := r.env.open(ctx, t)
	if err != nil {
		return nil, err
	}
	all := make([]facts.LandingDryRun, len(services))
	for i, m := range services {
		if all[i], err = dryrun.Run(ctx, src, m); err != nil {
			return nil, incompletef("the dry run of %s: %v", m.Name, err)
		}
	}
	return all, nil
}

// lookUp adds what services name to what is read.
func (r *Rules) lookUp(services []*service.Manifests) error {
	for _, m := range services {
		named, err := m.Facts(r.Catalog.Tables.Fields...)
		if err != nil {
			return Usagef("%w", err)
		}
		r.lookups.Add(service.Lookups(named))
	}
	return nil
}

// judgeServices makes a report for each service against the facts of one target.
func (r *Rules) judgeServices(ctx context.Context, snapshot *facts.Snapshot, services []*service.Manifests) ([]report.Report, error) {
	in := r.Input(snapshot)
	ctx = policy.WithMemo(ctx, in)
	enabled := r.Enabled()
	options := evaluate.Options{Profile: r.Config.Profile.Name, Disabled: r.Config.Profile.Disabled, Lanes: lanes(in)}
	cluster, err := evaluate.Run(ctx, in, check.Of(enabled, check.SubjectCluster), options)
	if err != nil {
		return nil, err
	}
	cluster = cause.Find(in).Explain(cluster)
	requirements := check.Of(r.Checks, check.SubjectService)
	reports, errs := make([]report.Report, len(services)), make([]error, len(services))
	next := make(chan int)
	var workers sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(services)) {
		workers.Go(func() {
			for i := range next {
				services[i].Learn(snapshot.APIs)
				own := *in
				if own.Service, errs[i] = services[i].Facts(in.Tables.Fields...); errs[i] != nil {
					continue
				}
				own.BlindSpots = mattering(in.BlindSpots, service.Lookups(own.Service))
				own.Service.Secrets = append(own.Service.Secrets, r.secrets...)
				if r.dryRuns != nil {
					own.Service.DryRun = r.dryRuns[i]
				}
				if r.proofs != nil {
					own.Service.Proofs = r.proofs[i]
				}
				results, err := evaluate.Requirements(policy.WithService(ctx, &own), &own, requirements, cluster, options)
				if errs[i] = err; err == nil {
					reports[i] = r.serviceReport(&own, results)
				}
			}
		})
	}
	for i := range services {
		next <- i
	}
	close(next)
	workers.Wait()
	return reports, errors.Join(errs...)
}

// mattering are the blind spots without those of what is looked up by name, where a service names nothing of it: a
// snapshot that was taken for no service lacks nothing then.
func mattering(spots []facts.BlindSpot, named facts.Lookups) []facts.BlindSpot {
	unnamed := named.Unnamed()
	return slices.DeleteFunc(slices.Clone(spots), func(b facts.BlindSpot) bool { return slices.Contains(unnamed, b.Facts.Whole()) })
}

// serviceReport is the report of one service.
func (r *Rules) serviceReport(in *facts.Input, results []check.Result) report.Report {
	results, states := evaluate.Waive(results, r.Config.Waivers, in.AsOf)
	requirements := check.Of(r.Enabled(), check.SubjectService)
	return report.New(reportTarget(in), results, nil, blindSpots(in, requirements), report.Options{
		Tool: r.env.Version, Profile: r.Config.Profile.Name, Requirement: func(string) check.Requirement { return check.Required },
		FailOn: r.FailOn, AllowUnknown: r.AllowUnknown, Waivers: reportWaivers(r.Config.Waivers, states),
		Place: check.PlaceOf(in), Asked: r.asked, Service: reportService(&in.Service),
	})
}

// reportService describes the service that was judged.
func reportService(s *facts.Landing) *report.Service {
	out := &report.Service{Name: s.Name, Namespace: s.Namespace, Objects: len(s.Objects)}
	known := map[string]bool{}
	for i := range s.Objects {
		if file := s.Objects[i].File; !known[file] {
			known[file], out.Files = true, append(out.Files, file)
		}
	}
	return out
}
