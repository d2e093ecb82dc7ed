package policy

import (
	"slices"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/kube"
)

// bounds are the quotas and limits that hold for a namespace once the service is applied.
type bounds struct {
	quotas []facts.Quota
	ranges []facts.LimitRange
	// running are the workloads of the service that are there already. Whether any is was not asked where the bounds
	// are those of a snapshot that was taken for no service.
	running  []facts.ObjectRef
	notAsked bool
	// known tells a namespace without bounds from one of which they could not be read.
	known bool
}

// allBounds are the bounds of namespaces, once the service is applied.
type allBounds struct {
	in     *facts.Input
	seen   *kube.Seen
	unread bool
	// quotas and ranges are those of the service, limits those that are there, and asked what was looked up, by namespace.
	quotas map[string][]facts.Quota
	ranges map[string][]facts.LimitRange
	limits map[string][]*facts.NamespaceLimit
	asked  map[string]*facts.NamespaceBounds
	known  map[string]bounds
}

func newBounds(in *facts.Input) *allBounds {
	a := &allBounds{
		in: in, seen: kube.NewSeen(&in.Snapshot), unread: len(in.BlindTo(facts.KindNamespaceLimits)) > 0,
		quotas: map[string][]facts.Quota{}, ranges: map[string][]facts.LimitRange{},
		limits: map[string][]*facts.NamespaceLimit{}, asked: map[string]*facts.NamespaceBounds{}, known: map[string]bounds{},
	}
	for i := range in.Service.Quotas {
		own := &in.Service.Quotas[i]
		a.quotas[own.Namespace] = append(a.quotas[own.Namespace], own.Quota)
	}
	for i := range in.Service.Ranges {
		own := &in.Service.Ranges[i]
		a.ranges[own.Namespace] = append(a.ranges[own.Namespace], own.Range)
	}
	for i := range in.NamespaceLimits {
		l := &in.NamespaceLimits[i]
		a.limits[l.Namespace] = append(a.limits[l.Namespace], l)
	}
	for i := range in.NamespaceBounds {
		if b := &in.NamespaceBounds[i]; a.asked[b.Namespace] == nil {
			a.asked[b.Namespace] = b
		}
	}
	return a
}

// of are those of a namespace: what was looked up, and what the service brings, which comes in place of an object of the
// same name.
func (a *allBounds) of(namespace string) bounds {
	if known, ok := a.known[namespace]; ok {
		return known
	}
	out := a.lookedUp(namespace)
	for _, q := range a.quotas[namespace] {
		out.quotas = slices.DeleteFunc(slices.Clone(out.quotas), func(there facts.Quota) bool {
			if there.Name == q.Name {
				q.Used = there.Used
			}
			return there.Name == q.Name
		})
		for _, hard := range q.Hard {
			if _, counted := facts.AmountOf(q.Used, hard.Name); !counted {
				q.Used = append(slices.Clip(q.Used), facts.Quantity{Name: hard.Name})
			}
		}
		out.quotas = append(out.quotas, q)
	}
	for _, r := range a.ranges[namespace] {
		out.ranges = slices.DeleteFunc(slices.Clone(out.ranges), func(there facts.LimitRange) bool { return there.Name == r.Name })
		out.ranges = append(out.ranges, r)
	}
	a.known[namespace] = out
	return out
}

// lookedUp are the bounds that are in the cluster: those that were asked for by the name of the namespace, or else
// those of all namespaces. A namespace that is not there has none.
func (a *allBounds) lookedUp(namespace string) bounds {
	if b := a.asked[namespace]; b != nil {
		return bounds{quotas: b.Quotas, ranges: b.Ranges, running: b.Running, known: true}
	}
	switch {
	case a.seen.Namespace(namespace) == nil:
		return bounds{known: true}
	case a.unread:
		return bounds{}
	}
	out := bounds{known: true, notAsked: true}
	for _, l := range a.limits[namespace] {
		switch {
		case !l.Told:
			return bounds{}
		case l.Kind == "ResourceQuota":
			out.quotas = append(out.quotas, l.Quota)
		default:
			out.ranges = append(out.ranges, l.Range)
		}
	}
	return out
}

// boundContainer is a container with the defaults of LimitRanges.
type boundContainer struct {
	facts.LandingContainer
	// from are the LimitRanges that the limits come from which it does not set, by resource.
	from map[string]string
}

// defaulted are the containers of a template as the API server makes them: what they do not set, LimitRanges do.
func defaulted(p *facts.LandingPods, ranges []facts.LimitRange) []boundContainer {
	var out []boundContainer
	for _, c := range p.Containers {
		b := boundContainer{LandingContainer: c, from: map[string]string{}}
		b.Requests, b.Limits = slices.Clone(c.Requests), slices.Clone(c.Limits)
		for _, r := range ranges {
			for _, item := range r.Items {
				for _, q := range item.Limits {
					if _, set := facts.AmountOf(b.Limits, q.Name); !set {
						b.Limits, b.from[q.Name] = append(b.Limits, q), r.Name
					}
				}
				for _, q := range item.Requests {
					if _, set := facts.AmountOf(b.Requests, q.Name); !set {
						b.Requests = append(b.Requests, q)
					}
				}
			}
		}
		out = append(out, b)
	}
	return out
}

// ofPod is how much of a resource a pod takes: the containers that stay together, and no less than an init
// container beside the sidecars that were started before it.
func ofPod(containers []boundContainer, name string, list func(boundContainer) []facts.Quantity) (total int64, set bool) {
	var running, starting int64
	for _, c := range containers {
		amount, there := facts.AmountOf(list(c), name)
		set = set || there
		if c.Role == "init" {
			starting = max(starting, running+amount)
			continue
		}
		running += amount
		if c.Role == "sidecar" {
			starting = max(starting, running)
		}
	}
	return max(running, starting), set
}

func requestsOf(c boundContainer) []facts.Quantity { return c.Requests }

func limitsOf(c boundContainer) []facts.Quantity { return c.Limits }
