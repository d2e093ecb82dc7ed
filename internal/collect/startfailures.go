package collect

import (
	"context"
	"regexp"
	"slices"

	corev1 "k8s.io/api/core/v1"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/kube"
	"github.com/kready/kready/internal/target"
	"github.com/kready/kready/internal/text"
)

// The reasons of events that say why pods are not made, and why those that have a node are not started on it.
const (
	failedCreate  = "FailedCreate"
	failedSandbox = "FailedCreatePodSandBox"
)

func startFailuresCollector() Collector {
	events := list("", "events")
	events.When = "pods wait on their node, or a workload has fewer than it should"
	return Collector{
		Facts:   facts.KindStartFailures,
		Reads:   []Read{events},
		After:   []facts.Kind{facts.KindPendingPods, facts.KindWorkloads},
		BasedOn: []facts.Kind{facts.KindPendingPods, facts.KindWorkloads},
		Collect: collectStartFailures,
	}
}

// collectStartFailures reads the events that say why pods of all namespaces do not start: those of two reasons alone,
// and each only where something waits.
func collectStartFailures(ctx context.Context, r *Run) Fill {
	var out []facts.StartFailure
	for _, one := range []struct {
		reason  string
		waiting []facts.ObjectRef
	}{{failedSandbox, r.waitingOnNode()}, {failedCreate, r.lackingPods()}} {
		if len(one.waiting) == 0 {
			continue
		}
		of := waitingIn(one.waiting)
		q := target.Query{Version: "v1", Resource: "events", FieldSelector: "type=" + corev1.EventTypeWarning + ",reason=" + one.reason, PageSize: 500}
		out = append(out, newestFailures(eachUpTo(ctx, r, q, eventsMax, func(e *corev1.Event) facts.StartFailure {
			return distilStartFailure(e, of[e.InvolvedObject.Namespace])
		}))...)
	}
	sortBy(out,
		func(f facts.StartFailure) string { return f.Namespace },
		func(f facts.StartFailure) string { return f.Name },
		func(f facts.StartFailure) string { return f.Kind },
		func(f facts.StartFailure) string { return f.Reason })
	return func(s *facts.Snapshot) { s.StartFailures = out }
}

// waitingOnNode returns whose pods have a node, and no container there yet.
func (r *Run) waitingOnNode() []facts.ObjectRef {
	var out []facts.ObjectRef
	for _, p := range r.Before.PendingPods {
		if slices.Contains(starting, p.Reason) || p.Reason == "" && !p.Unseen {
			out = append(out, facts.ObjectRef{Kind: p.Kind, Namespace: p.Namespace, Name: p.Name})
		}
	}
	return out
}

// lackingPods returns the workloads with fewer ready pods than they should have.
func (r *Run) lackingPods() []facts.ObjectRef {
	var out []facts.ObjectRef
	for i := range r.Before.Workloads {
		if w := &r.Before.Workloads[i]; w.Status && w.Ready < w.Desired {
			out = append(out, kube.Ref(w))
		}
	}
	return out
}

// waitingIn sorts references by their namespace.
func waitingIn(refs []facts.ObjectRef) map[string][]facts.ObjectRef {
	out := map[string][]facts.ObjectRef{}
	for _, ref := range refs {
		out[ref.Namespace] = append(out[ref.Namespace], ref)
	}
	return out
}

// sandboxID is the id of a sandbox, with which no two messages are the same.
var sandboxID = regexp.MustCompile(` ?"?\b[0-9a-f]{64}\b"?`)

// distilStartFailure distils one event; its Name is "" when it is about none of the workloads.
func distilStartFailure(e *corev1.Event, workloads []facts.ObjectRef) facts.StartFailure {
	owner, ok := kube.OwnerByName(e.InvolvedObject.Kind, e.InvolvedObject.Name, workloads)
	if !ok {
		return facts.StartFailure{}
	}
	return facts.StartFailure{
		Kind: owner.Kind, Namespace: owner.Namespace, Name: owner.Name, Reason: e.Reason,
		Message: shorten(redact(text.OneLine(sandboxID.ReplaceAllString(e.Message, "")))), SeenAt: seenAt(e),
	}
}

// newestFailures keeps the newest of each workload.
func newestFailures(all []facts.StartFailure) []facts.StartFailure {
	at := map[facts.ObjectRef]int{}
	var out []facts.StartFailure
	for _, f := range all {
		ref := facts.ObjectRef{Kind: f.Kind, Namespace: f.Namespace, Name: f.Name}
		i, known := at[ref]
		switch {
		case f.Name == "":
		case !known:
			at[ref], out = len(out), append(out, f)
		case f.SeenAt.After(out[i].SeenAt) || f.SeenAt.Equal(out[i].SeenAt) && f.Message > out[i].Message:
			out[i] = f
		}
	}
	return out
}
