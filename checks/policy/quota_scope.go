package policy

import (
	"fmt"
	"slices"
	"strings"

	"github.com/kready/kready/internal/facts"
)

// counts reports whether a quota counts the pods of a template: all of its scopes have to match.
func (a *account) counts(p *facts.LandingPods, containers []boundContainer) bool {
	for _, scope := range a.quota.Scopes {
		if !a.matches(scope, p, containers) {
			return false
		}
	}
	return true
}

func (a *account) matches(scope facts.QuotaScope, p *facts.LandingPods, containers []boundContainer) bool {
	switch scope.Name {
	case "Terminating":
		return p.Ends
	case "NotTerminating":
		return !p.Ends
	case "BestEffort":
		return bestEffort(containers) && len(p.Whole) == 0
	case "NotBestEffort":
		return !bestEffort(containers) || len(p.Whole) > 0
	case "CrossNamespacePodAffinity":
		return p.FarAffinity
	case "PriorityClass":
		class := a.priorityClass(p)
		switch scope.Operator {
		case "Exists":
			return class != ""
		case "DoesNotExist":
			return class == ""
		case "NotIn":
			return !slices.Contains(scope.Values, class)
		}
		return slices.Contains(scope.Values, class)
	}
	return false // of claims
}

// priorityClass is the class that the pods get: the default one, where they name none.
func (a *account) priorityClass(p *facts.LandingPods) string {
	if p.PriorityClass != "" {
		return p.PriorityClass
	}
	for _, c := range a.of.in.PriorityClasses {
		if c.Default {
			return c.Name
		}
	}
	return ""
}

// bestEffort reports whether no container asks for CPU or memory.
func bestEffort(containers []boundContainer) bool {
	return !slices.ContainsFunc(containers, func(c boundContainer) bool {
		return slices.ContainsFunc(slices.Concat(c.Requests, c.Limits), func(q facts.Quantity) bool {
			return (q.Name == "cpu" || q.Name == "memory") && q.Amount > 0
		})
	})
}

// unset says which requests and limits the quota wants of each container and some container does not set, as the API
// server says it; "" where all do.
func (a *account) unset(containers []boundContainer) string {
	var missing []string
	for _, hard := range a.quota.Hard {
		var names []string
		for _, c := range containers {
			if !sets(c, hard.Name) {
				names = append(names, c.Name)
			}
		}
		if len(names) > 0 {
			missing = append(missing, hard.Name+" for: "+strings.Join(names, ","))
		}
	}
	if len(missing) == 0 {
		return ""
	}
	return fmt.Sprintf("ResourceQuota %s demands that containers set %s", a.quota.Name, strings.Join(missing, "; "))
}

// sets reports whether a container sets what a quota demands; of other resources than CPU and memory, it demands nothing.
func sets(c boundContainer, name string) bool {
	list := c.Requests
	switch name {
	case "cpu", "memory", "requests.cpu", "requests.memory":
	case "limits.cpu", "limits.memory":
		list = c.Limits
	default:
		return true
	}
	_, set := facts.AmountOf(list, strings.TrimPrefix(strings.TrimPrefix(name, "requests."), "limits."))
	return set
}

// usage is how much of a resource of quotas one pod takes.
func usage(containers []boundContainer, name string) int64 {
	resource, ofRequests := strings.CutPrefix(name, "requests.")
	limit, ofLimits := strings.CutPrefix(name, "limits.")
	var amount int64
	switch {
	case name == "pods" || name == "count/pods":
		return 1
	case ofLimits:
		amount, _ = ofPod(containers, limit, limitsOf)
	case ofRequests, name == "cpu", name == "memory", name == "ephemeral-storage", strings.HasPrefix(name, "hugepages-"):
		amount, _ = ofPod(containers, resource, requestsOf)
	}
	return amount
}

// objects adds the objects of a namespace that quotas count. Pods alone have scopes.
func (a *account) objects(namespace string) {
	if len(a.quota.Scopes) > 0 {
		return
	}
	for name, n := range a.of.objects[namespace] {
		a.total[name] += n
	}
}
