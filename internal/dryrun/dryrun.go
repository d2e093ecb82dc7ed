// Package dryrun asks the API server of a cluster what it would make of a service, object by object, without
// storing anything: `kubectl apply --server-side --dry-run=server` of each object, and of the Pod that is
// made of each template. What a Deployment's dry run says of its pods is a warning at most.
package dryrun

import (
	"context"
	"encoding/json"
	"fmt"
	"sync"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/service"
	"github.com/kready/kready/internal/target"
)

// atOnce is how many objects are tried at the same time.
const atOnce = 8

// Run tries a service. The facts hold the service's own, and learn of the run in DryRun.
func Run(ctx context.Context, src target.Source, m *service.Manifests) (facts.LandingDryRun, error) {
	client, ok := target.NewDryRunner(src)
	if !ok {
		return facts.LandingDryRun{}, fmt.Errorf("a dry run needs a live cluster")
	}
	apis, err := src.Discover(ctx)
	if err != nil && len(apis.Groups) == 0 {
		return facts.LandingDryRun{}, fmt.Errorf("learning which kinds the cluster serves: %w", err)
	}
	own, err := m.Facts()
	if err != nil {
		return facts.LandingDryRun{}, err
	}
	r := run{client: client, apis: apis, own: own}
	trials, err := m.Trials()
	if err != nil {
		return facts.LandingDryRun{}, err
	}
	out := facts.LandingDryRun{Asked: true, Tried: make([]facts.LandingTrial, len(trials))}
	next := make(chan int)
	var workers sync.WaitGroup
	for range min(atOnce, len(trials)) {
		workers.Go(func() {
			for i := range next {
				out.Tried[i] = r.try(ctx, trials[i])
			}
		})
	}
	for i := range trials {
		next <- i
	}
	close(next)
	workers.Wait()
	countOwnPods(out.Tried)
	facts.FillEmpty(&out)
	return out, nil
}

// countOwnPods marks the Pods unknown that are refused for a quota which may count those of their workload: it is
// there already.
func countOwnPods(tried []facts.LandingTrial) {
	there := map[facts.Manifest]bool{}
	for _, t := range tried {
		if t.Of == "object" && t.Changes {
			there[t.Manifest] = true
		}
	}
	for i := range tried {
		if t := &tried[i]; t.Of == "pod" && t.Result == facts.TrialRefused && t.Because == "quota" && there[t.Manifest] {
			t.Result = facts.TrialUnknown
			t.Message += ": the quota may count the pods that it has already"
		}
	}
}

// run is the dry run of one service.
type run struct {
	client target.DryRunner
	apis   target.Discovery
	own    facts.Landing
}

// try tries one object.
func (r *run) try(ctx context.Context, t service.Trial) facts.LandingTrial {
	out := facts.LandingTrial{Manifest: t.Manifest, Of: "object"}
	if t.Pod {
		out.Of = "pod"
	}
	resource, ok := r.resource(t)
	if !ok {
		return unknown(out, r.brings("CustomResourceDefinition", func(o facts.LandingObject) bool { return r.defines(o, t) }), "brought-kind", "no-kind",
			"its kind is not served before the CRD of the service is applied", "the cluster does not serve its kind")
	}
	q := target.Query{Group: t.Group, Version: t.Version, Resource: resource.Name}
	if resource.Namespaced {
		q.Namespace = t.Namespace
	}
	if t.Named {
		q.Name = t.Name
	}
	// Of a Secret in the cluster nothing but its metadata is to be answered.
	secret := t.Group == "" && t.BodyKind == "Secret"
	return r.judge(ctx, t, out, target.Trial{Query: q, Metadata: secret}, secret)
}

// judge sends an object, until its fate is known.
func (r *run) judge(ctx context.Context, t service.Trial, out facts.LandingTrial, send target.Trial, secret bool) facts.LandingTrial {
	body, err := json.Marshal(t.Body)
	if err != nil {
		return noAnswer(out, err)
	}
	send.Body = body
	got, err := r.client.Try(ctx, send)
	if err == nil && got.Refused != nil && isConflict(got.Refused) {
		out.Owned = owned(t, got.Refused)
		send.Force = true // nothing is taken over: it is a dry run
		got, err = r.client.Try(ctx, send)
	}
	if err == nil && got.Refused != nil && isApplyOnly(got.Refused) {
		got, err = r.create(ctx, send, got)
	}
	if err == nil && got.Refused != nil && t.Pod && r.lacksOwnAccount(got.Refused, t) {
		send.Body, err = withoutAccount(t.Body)
		if err == nil {
			got, err = r.client.Try(ctx, send)
		}
	}
	if err != nil {
		return noAnswer(out, err)
	}
	out.Warnings = warnings(got.Warnings)
	if got.Refused != nil {
		return r.refused(out, t, got.Refused, secret)
	}
	out.Result, out.Changes = facts.TrialAccepted, !got.Created && t.Named
	if !secret && !t.Pod {
		out.Dropped = dropped(t, got.Body)
	}
	return out
}

// create tries what server-side apply alone refuses as an object to be created: duplicates in a list are
// taken by `kubectl apply`. One that exists keeps its answer.
func (r *run) create(ctx context.Context, send target.Trial, refused target.TrialAnswer) (target.TrialAnswer, error) {
	send.Name = ""
	got, err := r.client.Try(ctx, send)
	if err != nil || got.Refused != nil && got.Refused.Reason == "AlreadyExists" {
		return refused, err
	}
	if got.Refused == nil {
		got.Warnings = append(got.Warnings, "server-side apply refuses it: "+refused.Refused.Message)
	}
	return got, nil
}

// withoutAccount is the body of a Pod that runs as its namespace's default ServiceAccount.
func withoutAccount(body map[string]any) ([]byte, error) {
	spec, _ := body["spec"].(map[string]any)
	delete(spec, "serviceAccountName")
	delete(spec, "serviceAccount")
	return json.Marshal(body)
}
