package collect

import (
	"context"
	"slices"
	"time"

	corev1 "k8s.io/api/core/v1"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/kube"
	"github.com/kready/kready/internal/target"
	"github.com/kready/kready/internal/text"
)

// Bounds of what is read: events are kept for an hour by default, and a cluster in trouble has
// many.
const (
	eventNamespacesMax = 20
	eventsMax          = 1000
)

// explaining are the reasons of events that say why a workload is not ready, written by the
// controllers, the scheduler and the kubelet.
var explaining = []string{
	"FailedCreate", "FailedScheduling", "FailedMount", "FailedAttachVolume", "FailedMapVolume", "FailedBinding",
	"Unhealthy", "BackOff", "Failed", "InspectFailed", "ErrImageNeverPull", "FailedCreatePodSandBox",
	"NetworkNotReady", "Evicted", "FailedDaemonPod", "FailedPlacement",
}

// withholding are the reasons of events that say why a Service has no address, written by cloud controllers, MetalLB
// and the AWS Load Balancer Controller.
var withholding = []string{
	"AllocationFailed", "SyncLoadBalancerFailed", "CreatingLoadBalancerFailed", "UnAvailableLoadBalancer", "FailedBuildModel", "FailedDeployModel",
}

// unprovided are the reasons of events that say why a PersistentVolumeClaim has no volume, written by provisioners and
// by the controller of volumes.
var unprovided = []string{"ProvisioningFailed", "FailedBinding"}

func eventsCollector() Collector {
	events := list("", "events")
	events.When = "a workload of the platform is not ready, a Service waits for its load balancer, or a claim for its volume"
	return Collector{
		Facts:   facts.KindEvents,
		Reads:   []Read{events},
		After:   append(podsAfter(), facts.KindServices, facts.KindPendingClaims),
		BasedOn: []facts.Kind{facts.KindWorkloads},
		Collect: collectEvents,
	}
}

// collectEvents reads the warnings in the namespaces of platform workloads that are not ready, of Services that
// wait for an address and of claims that wait for a volume.
// Events of core/v1 and events.k8s.io are the same objects; the former take field selectors for
// type and are what dumps hold.
func collectEvents(ctx context.Context, r *Run) Fill {
	asked := slices.Concat(r.notReady(), r.withoutAddress(), r.withoutVolume())
	var namespaces []string
	for _, w := range asked {
		namespaces = append(namespaces, w.Namespace)
	}
	namespaces = sorted(namespaces)
	byNamespace := map[string][]facts.ObjectRef{} // all of them, since one's name may begin with another's
	for i := range r.Before.Workloads {
		w := &r.Before.Workloads[i]
		byNamespace[w.Namespace] = append(byNamespace[w.Namespace], kube.Ref(w))
	}
	if apart := r.Before.ApartIn(); slices.ContainsFunc(namespaces, func(n string) bool { return apart[n] > 0 }) {
		for w := range r.Before.EachApart() {
			if slices.Contains(namespaces, w.Namespace) {
				byNamespace[w.Namespace] = append(byNamespace[w.Namespace], kube.Ref(w))
			}
		}
	}
	q := target.Query{Version: "v1", Resource: "events", FieldSelector: "type=" + corev1.EventTypeWarning, PageSize: 500}
	if len(namespaces) > eventNamespacesMax {
		r.fail("list", q, &target.ReadError{Reason: facts.ReasonTooLarge, Message: "too many namespaces hold workloads that are not ready"})
		namespaces = namespaces[:eventNamespacesMax]
	}
	var parts []func(*Run) []facts.Event
	for _, namespace := range namespaces {
		parts = append(parts, func(r *Run) []facts.Event {
			q := q
			q.Namespace = namespace
			return eachUpTo(ctx, r, q, eventsMax, func(e *corev1.Event) facts.Event { return distilEvent(e, byNamespace[namespace]) })
		})
	}
	events := slices.DeleteFunc(foldEvents(runParallel(r, parts)), func(e facts.Event) bool {
		return !slices.Contains(asked, facts.ObjectRef{Kind: e.Kind, Namespace: e.Namespace, Name: e.Name})
	})
	return func(s *facts.Snapshot) { s.Events = events }
}

// notReady returns the platform's workloads with fewer ready pods than they should have.
func (r *Run) notReady() []facts.ObjectRef {
	var out []facts.ObjectRef
	for i := range r.Before.Workloads {
		if w := &r.Before.Workloads[i]; w.Status && w.Ready < w.Desired {
			out = append(out, kube.Ref(w))
		}
	}
	if len(out) == 0 {
		return nil
	}
	known := r.platform()
	return slices.DeleteFunc(out, func(ref facts.ObjectRef) bool { return !slices.Contains(known, ref) })
}

// withoutAddress returns the Services of type LoadBalancer that have no address.
func (r *Run) withoutAddress() []facts.ObjectRef {
	var out []facts.ObjectRef
	for i := range r.Before.Services {
		if s := &r.Before.Services[i]; s.Type == string(corev1.ServiceTypeLoadBalancer) && s.Addresses == 0 && !s.Deleting {
			out = append(out, facts.ObjectRef{Kind: "Service", Namespace: s.Namespace, Name: s.Name})
		}
	}
	return out
}

// withoutVolume returns the PersistentVolumeClaims that are Pending.
func (r *Run) withoutVolume() []facts.ObjectRef {
	var out []facts.ObjectRef
	for i := range r.Before.PendingClaims {
		c := &r.Before.PendingClaims[i]
		out = append(out, facts.ObjectRef{Kind: claimKind, Namespace: c.Namespace, Name: c.Name})
	}
	return out
}

// ofOwnObject reports whether an event explains its object itself, and not a workload that it belongs to.
func ofOwnObject(e *corev1.Event) bool {
	switch e.InvolvedObject.Kind {
	case "Service":
		return slices.Contains(withholding, e.Reason)
	case claimKind:
		return slices.Contains(unprovided, e.Reason)
	}
	return false
}

// distilEvent distils one event; its Name is "" when it explains none of the workloads.
func distilEvent(e *corev1.Event, workloads []facts.ObjectRef) facts.Event {
	own := ofOwnObject(e)
	if !own && !slices.Contains(explaining, e.Reason) {
		return facts.Event{}
	}
	out := facts.Event{Namespace: e.Namespace, Reason: e.Reason, Message: shorten(redact(text.OneLine(e.Message))), Count: max(int(e.Count), 1)}
	owner, _ := kube.OwnerByName(e.InvolvedObject.Kind, e.InvolvedObject.Name, workloads)
	if own {
		owner = facts.ObjectRef{Kind: e.InvolvedObject.Kind, Name: e.InvolvedObject.Name}
	}
	out.Kind, out.Name = owner.Kind, owner.Name
	out.SeenAt = seenAt(e)
	if e.Series != nil {
		out.Count = max(out.Count, int(e.Series.Count))
	}
	return out
}

// seenAt is when an event was last reported. What the scheduler writes has no lastTimestamp.
func seenAt(e *corev1.Event) time.Time {
	at := e.LastTimestamp.Time
	if e.Series != nil {
		at = e.Series.LastObservedTime.Time
	}
	if at.IsZero() {
		at = e.EventTime.Time
	}
	if at.IsZero() {
		at = e.CreationTimestamp.Time
	}
	return truncateToSecond(at)
}

// foldEvents keeps the newest event of each workload and reason, and counts the others.
func foldEvents(all []facts.Event) []facts.Event {
	type key struct {
		ref    facts.ObjectRef
		reason string
	}
	at := map[key]int{}
	var out []facts.Event
	for _, e := range all {
		if e.Name == "" {
			continue
		}
		k := key{facts.ObjectRef{Kind: e.Kind, Namespace: e.Namespace, Name: e.Name}, e.Reason}
		i, ok := at[k]
		if !ok {
			at[k] = len(out)
			out = append(out, e)
			continue
		}
		count := out[i].Count + e.Count
		if e.SeenAt.After(out[i].SeenAt) || e.SeenAt.Equal(out[i].SeenAt) && e.Message > out[i].Message {
			out[i] = e
		}
		out[i].Count = count
	}
	sortBy(out,
		func(e facts.Event) string { return e.Namespace },
		func(e facts.Event) string { return e.Name },
		func(e facts.Event) string { return e.Kind },
		func(e facts.Event) string { return e.Reason })
	return out
}
