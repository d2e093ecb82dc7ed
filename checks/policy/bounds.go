package policy

import (
	"slices"

	"github.com/kready/kready/internal/facts"
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

// boundsOf are those of a namespace: what was looked up, and what the service brings, which comes in place of an
// object of the same name.
func boundsOf(in *facts.Input, namespace string) bounds {
	out := lookedUp(in, namespace)
	for _, own := range in.Service.Quotas {
		if own.Namespace != namespace {
			continue
		}
		q := own.Quota
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
	for _, own := range in.Service.Ranges {
		if own.Namespace == namespace {
			out.ranges = slices.DeleteFunc(slices.Clone(out.ranges), func(there facts.LimitRange) bool { return there.Name == own.Range.Name })
			out.ranges = append(out.ranges, own.Range)
		}
	}
	return out
}

// lookedUp are the bounds that are in the cluster: those that were asked for by the name of the namespace, or else
// those of all namespaces. A namespace that is not there has none.
func lookedUp(in *facts.Input, namespace string) bounds {
	for _, b := range in.NamespaceBounds {
		if b.Namespace == namespace {
			return bounds{quotas: b.Quotas, ranges: b.Ranges, running: b.Running, known: true}
		}
	}
	if !slices.ContainsFunc(in.Namespaces, func(n facts.Namespace) bool { return n.Name == namespace }) {
		return bounds{known: true}
	}
	if len(in.BlindTo(facts.KindNamespaceLimits)) > 0 {
		return bounds{}
	}
	out := bounds{known: true, notAsked: true}
	for i := range in.NamespaceLimits {
		l := &in.NamespaceLimits[i]
		switch {
		case l.Namespace != namespace:
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
