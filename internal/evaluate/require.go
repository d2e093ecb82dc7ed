package evaluate

import (
	"context"
	"fmt"
	"slices"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
)

// Requirements judges a service by requirements: in holds the service beside the facts of the cluster. The
// cluster's results are those of the checks that requirements require. A requirement whose objects need
// what such a check found to be a gap is a gap itself, which quotes it. What a profile wants of a cluster
// does not matter to a service; checks that it turns off are skipped.
func Requirements(ctx context.Context, in *facts.Input, checks []check.Check, cluster []check.Result, opts Options) ([]check.Result, error) {
	ordered, err := check.Order(checks)
	if err != nil {
		return nil, fmt.Errorf("ordering the requirements: %w", err)
	}
	opts.worker, opts.digests, opts.Memo = newWorker(1), nil, nil
	defer opts.worker.end()
	done := make(map[string]check.Result, len(cluster))
	for _, r := range cluster {
		done[r.Check.ID] = r
	}
	own := make(map[string]check.Result, len(ordered))
	results := make([]check.Result, 0, len(ordered))
	for _, c := range ordered {
		if err := ctx.Err(); err != nil {
			return nil, fmt.Errorf("evaluating the requirements: %w", err)
		}
		r := require(ctx, in, c, own, done, opts)
		if r.Outcome.Status != check.StatusSkip || r.Because != "" { // what does not apply keeps nothing else from being judged
			own[c.ID] = r
		}
		results = append(results, r)
	}
	return results, nil
}

// require decides on one requirement, given the results of those before it and of the cluster.
func require(ctx context.Context, in *facts.Input, c check.Check, own, cluster map[string]check.Result, opts Options) check.Result {
	if reason, ok := opts.Disabled[c.ID]; ok {
		return check.Result{Check: c, Outcome: check.Skip(fmt.Sprintf("turned off by profile %s: %s", opts.Profile, reason))}
	}
	result := check.Result{Check: c}
	result.Outcome, result.Unread = runOnWhatWasRead(ctx, in, c, opts)
	if result = withoutReported(result, own); result.Because != "" {
		return result
	}
	if c.Needy == nil || result.Outcome.Status == check.StatusSkip || result.Outcome.Status == check.StatusError {
		return result
	}
	needy, err := neediest(ctx, in, c, opts)
	if err != nil {
		return check.Result{Check: c, Outcome: check.Outcome{Status: check.StatusError, Reason: err.Error()}}
	}
	if len(needy) == 0 {
		return result
	}
	for _, id := range c.Requires {
		result = lacking(result, root(cluster, id), needy)
	}
	return result
}

// withoutReported leaves out what a requirement says of objects for which one that it requires is a gap: an object
// whose kind nothing defines has one gap, whatever else follows from that. Where nothing is left, the
// requirement is skipped because of it.
func withoutReported(r check.Result, own map[string]check.Result) check.Result {
	for _, id := range r.Check.Requires {
		before, judged := own[id]
		if !judged || before.Outcome.Status != check.StatusGap || len(r.Outcome.Findings) == 0 {
			continue
		}
		reported := map[place]bool{}
		for _, b := range before.Outcome.Findings {
			reported[place{b.Object, b.At.File}] = true
		}
		r.Outcome.Findings = slices.DeleteFunc(slices.Clone(r.Outcome.Findings), func(f check.Finding) bool {
			return reported[place{f.Object, f.At.File}]
		})
		if len(r.Outcome.Findings) == 0 {
			return check.Result{Check: r.Check, Because: id, Outcome: check.Skip(id + " is a gap")}
		}
	}
	return r
}

// place is an object of a file.
type place struct {
	object facts.ObjectRef
	file   string
}

// neediest asks which objects need what the requirement requires of the cluster.
func neediest(ctx context.Context, in *facts.Input, c check.Check, opts Options) ([]check.Finding, error) {
	ask := c
	ask.Run = func(ctx context.Context, in *facts.Input) (check.Outcome, error) {
		found, err := c.Needy(ctx, in)
		return check.Outcome{Status: check.StatusPass, Findings: found}, err
	}
	out := run(ctx, in, ask, opts)
	if out.Status == check.StatusError {
		return nil, fmt.Errorf("asking which objects need it: %s", out.Reason)
	}
	return out.Findings, nil
}

// root is the result of a check, or of the one that decided it: what is skipped because of a gap is no more
// there than that.
func root(cluster map[string]check.Result, id string) check.Result {
	r := cluster[id]
	if because, ok := cluster[r.Because]; ok && r.Because != "" {
		return because
	}
	return r
}

// lacking is the result of a requirement whose objects need what a check of the cluster establishes.
func lacking(own, required check.Result, needy []check.Finding) check.Result {
	quoted := slices.Clone(needy)
	for i := range quoted {
		quoted[i].Message += fmt.Sprintf("; %s: %s", required.Check.ID, required.Outcome.Reason)
		quoted[i].By = check.ByPlatform
	}
	switch required.Outcome.Status {
	case check.StatusGap:
		reason := fmt.Sprintf("%s is a gap: %s", required.Check.ID, required.Outcome.Reason)
		if own.Outcome.Status == check.StatusGap {
			own.Outcome.Findings = append(own.Outcome.Findings, quoted...)
			own.Outcome.Reason += "; " + reason
		} else {
			own.Outcome, own.Quoted = check.Gap(reason, quoted...), true
		}
		own.Lacks = append(own.Lacks, required)
	case check.StatusUnknown, check.StatusError:
		if own.Outcome.Status == check.StatusPass {
			own.Outcome = check.Unknown(fmt.Sprintf("%s could not be judged: %s", required.Check.ID, required.Outcome.Reason), quoted...)
			own.Because = required.Check.ID
		}
	}
	return own
}
