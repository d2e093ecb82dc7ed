package policy

import (
	"context"
	"fmt"
	"slices"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/kube"
	"github.com/kready/kready/internal/text"
)

// LimitsAllow asks whether the LimitRanges of their namespaces let the pods of a service in.
func LimitsAllow() check.Check {
	return check.Check{
		ID:      "policy/limits-allow",
		Title:   "The LimitRanges of their namespace let the service's pods in",
		Subject: check.SubjectService,
		Doc: `A pod that asks for more than a LimitRange of its namespace allows, or for less than it demands, is
refused. A Deployment of such pods is accepted, and has none: only an event of the ReplicaSet says why.

A LimitRange also gives containers the requests and limits that they do not set. kready adds these to each
template, as the API server does, and then holds its containers and the pod as a whole against minimum, maximum
and the ratio of limit to request. A default limit below a request of the container is refused as well. Claims are
held against the storage that a LimitRange allows each of them.

LimitRanges are looked up in the namespaces of the service's pods; one that the service brings counts as there.
A snapshot holds those of all namespaces; past 2,000 of them only their names, and then the answer is unknown. So
it is for pods that set resources as a whole.`,
		Level:         check.LevelConfigured,
		Tier:          check.TierMust,
		Reads:         facts.Fields{facts.PartService, facts.KindNamespaces},
		OptionalReads: facts.Fields{facts.KindNamespaceBounds, facts.KindNamespaceLimits},
		Remediation: `Set requests and limits of the container within what the LimitRange allows:

    kubectl -n NAMESPACE describe limitrange

Or have the platform change the LimitRange.`,
		Links: []string{
			"https://kubernetes.io/docs/concepts/policy/limit-range/",
			"https://github.com/kubernetes/kubernetes/blob/master/plugin/pkg/admission/limitranger/admission.go",
		},
		Since: "0.2.0",
		Run:   runLimitsAllow,
	}
}

func runLimitsAllow(_ context.Context, in *facts.Input) (check.Outcome, error) {
	if len(in.Service.Pods)+len(in.Service.Claims) == 0 {
		return check.Skip("the service has no pods and no claims"), nil
	}
	all := newBounds(in)
	gaps := limitedClaims(in, all)
	var unknowns []check.Finding
	ranges := map[string]bool{}
	for i := range in.Service.Claims {
		c := &in.Service.Claims[i]
		b := all.of(c.Namespace)
		if !b.known {
			unknowns = append(unknowns, check.OfManifest(c.Manifest, c.ClaimLine, check.ByPlatform,
				"what the LimitRanges of the namespace "+c.Namespace+" allow its claim "+c.Claim+" could not be looked up"))
		}
		for _, r := range b.ranges {
			ranges[c.Namespace+"/"+r.Name] = true
		}
	}
	for i := range in.Service.Pods {
		p := &in.Service.Pods[i]
		b := all.of(p.Namespace)
		if !b.known {
			unknowns = append(unknowns, check.OfManifest(p.Manifest, p.TemplateLine, check.ByPlatform,
				"what the LimitRanges of the namespace "+p.Namespace+" allow could not be looked up"))
			continue
		}
		for _, r := range b.ranges {
			ranges[p.Namespace+"/"+r.Name] = true
		}
		found := limited(p, b.ranges)
		if len(p.Whole) > 0 {
			for _, f := range found {
				f.Message += "; its pods set resources as a whole: whether that counts is not known"
				unknowns = append(unknowns, f)
			}
			continue
		}
		gaps = append(gaps, found...)
	}
	templates := text.Counted(len(in.Service.Pods), "pod template", "pod templates")
	if len(in.Service.Pods) == 0 {
		templates = text.Counted(len(in.Service.Claims), "claim", "claims")
	}
	switch {
	case len(gaps) > 0:
		return check.Gap("LimitRanges refuse pods or claims of the service", gaps...), nil
	case len(unknowns) > 0:
		return check.Unknown("whether LimitRanges refuse pods or claims of the service is not known", unknowns...), nil
	case len(ranges) == 0:
		return check.Pass(templates + ", in namespaces without a LimitRange"), nil
	}
	return check.Pass(fmt.Sprintf("%s, within %s", templates, text.Counted(len(ranges), "LimitRange", "LimitRanges"))), nil
}

// limited are the findings on a template: what LimitRanges refuse of it.
func limited(p *facts.LandingPods, ranges []facts.LimitRange) []check.Finding {
	containers := defaulted(p, ranges)
	var out []check.Finding
	add := func(line int, message string) {
		f := check.OfManifest(p.Manifest, line, check.ByService, "its pods are refused: "+message)
		if !slices.ContainsFunc(out, func(o check.Finding) bool { return o.At == f.At && o.Message == f.Message }) {
			out = append(out, f)
		}
	}
	for _, c := range containers {
		for _, q := range c.Limits {
			if request, set := facts.AmountOf(c.Requests, q.Name); set && request > q.Amount && c.from[q.Name] != "" {
				add(c.Line, fmt.Sprintf("the container %s requests %s of %s, and gets the limit %s of LimitRange %s",
					c.Name, kube.Amount(q.Name, request), q.Name, kube.Amount(q.Name, q.Amount), c.from[q.Name]))
			}
		}
	}
	for _, r := range ranges {
		for _, item := range r.Items {
			switch item.Type {
			case "Container":
				for _, c := range containers {
					if c.Role == "container" {
						for _, message := range outside(item, "the container "+c.Name, single(c, requestsOf), single(c, limitsOf)) {
							add(c.Line, message+", says LimitRange "+r.Name)
						}
					}
				}
			case "Pod":
				for _, message := range outside(item, "the pod", together(containers, requestsOf), together(containers, limitsOf)) {
					add(p.TemplateLine, message+", says LimitRange "+r.Name)
				}
			}
		}
	}
	return out
}

// amounts tells how much of a resource something asks for, and whether it does.
type amounts func(name string) (int64, bool)

func single(c boundContainer, list func(boundContainer) []facts.Quantity) amounts {
	return func(name string) (int64, bool) { return facts.AmountOf(list(c), name) }
}

func together(containers []boundContainer, list func(boundContainer) []facts.Quantity) amounts {
	return func(name string) (int64, bool) { return ofPod(containers, name, list) }
}

// outside are the rules that something breaks.
func outside(item facts.LimitItem, what string, requests, limits amounts) []string {
	var out []string
	for _, q := range item.Min {
		request, set := requests(q.Name)
		limit, limited := limits(q.Name)
		switch {
		case !set:
			out = append(out, fmt.Sprintf("%s requests no %s, and the minimum is %s", what, q.Name, kube.Amount(q.Name, q.Amount)))
		case request < q.Amount:
			out = append(out, fmt.Sprintf("%s requests %s of %s, and the minimum is %s", what, kube.Amount(q.Name, request), q.Name, kube.Amount(q.Name, q.Amount)))
		case limited && limit < q.Amount:
			out = append(out, fmt.Sprintf("%s has the limit %s of %s, and the minimum is %s", what, kube.Amount(q.Name, limit), q.Name, kube.Amount(q.Name, q.Amount)))
		}
	}
	for _, q := range item.Max {
		request, _ := requests(q.Name)
		limit, limited := limits(q.Name)
		switch {
		case !limited:
			out = append(out, fmt.Sprintf("%s has no limit of %s, and the maximum is %s", what, q.Name, kube.Amount(q.Name, q.Amount)))
		case limit > q.Amount:
			out = append(out, fmt.Sprintf("%s has the limit %s of %s, and the maximum is %s", what, kube.Amount(q.Name, limit), q.Name, kube.Amount(q.Name, q.Amount)))
		case request > q.Amount:
			out = append(out, fmt.Sprintf("%s requests %s of %s, and the maximum is %s", what, kube.Amount(q.Name, request), q.Name, kube.Amount(q.Name, q.Amount)))
		}
	}
	for _, q := range item.MaxRatio {
		request, _ := requests(q.Name)
		limit, _ := limits(q.Name)
		switch {
		case request == 0 || limit == 0:
			out = append(out, fmt.Sprintf("%s has no request or no limit of %s, and their ratio is limited", what, q.Name))
		case float64(limit)/float64(request) > float64(q.Amount)/1000:
			out = append(out, fmt.Sprintf("%s has a limit of %s that is %.1f times its request, and at most %.1f times is allowed", what, q.Name, float64(limit)/float64(request), float64(q.Amount)/1000))
		}
	}
	return out
}
