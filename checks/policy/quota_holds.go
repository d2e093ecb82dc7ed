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

// QuotaHolds asks whether the ResourceQuotas of their namespaces have room for the pods of a service.
func QuotaHolds() check.Check {
	return check.Check{
		ID:      "policy/quota-holds",
		Title:   "The ResourceQuotas of their namespace have room for the service's pods",
		Subject: check.SubjectService,
		Doc: `Pods that a ResourceQuota has no room for are refused when they are made; the Deployment itself is
accepted. A quota of CPU or memory also refuses each pod with a container that does not set the
request, or the limit, that it counts.

kready adds up what the pods of the service take of each quota that counts them, by its scopes: the replicas of
Deployments, StatefulSets, ReplicaSets and bare pods, and for DaemonSets one on each node that takes it. What
containers do not set is filled in from LimitRanges first. Pods of Jobs and CronJobs, which come and go, are
not added up: each has to fit by itself. Nor are the additional pods of a rolling update, what an autoscaler
adds later, and the overhead of a RuntimeClass. Of objects, ConfigMaps, Secrets, Services and claims are
counted, and the storage of claims, that of each storage class by itself too; those of a template once for each pod.

Where workloads of the service are in the namespace already, a part of what is used is theirs: what fits beside
all that is used passes, what does not even fit alone is a gap, and all between is unknown. So it is by a snapshot,
which does not say whether the service runs there already, and of what the quota's controller has not counted. Quotas are
looked up in the namespaces of the service's pods; one that the service brings counts as there. A snapshot
holds those of all namespaces, with what was used when it was taken; past 2,000 of them only their names, and then the
answer is unknown.`,
		Level:         check.LevelConfigured,
		Tier:          check.TierMust,
		Reads:         facts.Fields{facts.PartService, facts.KindNamespaces, facts.KindPriorityClasses, facts.KindNodes},
		OptionalReads: facts.Fields{facts.KindNamespaceBounds, facts.KindNamespaceLimits, facts.KindStorageClasses},
		Remediation: `Ask for less (replicas, requests, limits), set the requests and limits that the quota counts, or have the
platform raise the quota:

    kubectl -n NAMESPACE describe resourcequota`,
		Links: []string{
			"https://kubernetes.io/docs/concepts/policy/resource-quotas/",
			"https://github.com/kubernetes/kubernetes/blob/master/pkg/quota/v1/evaluator/core/pods.go",
		},
		Since: "0.2.0",
		Run:   runQuotaHolds,
	}
}

func runQuotaHolds(_ context.Context, in *facts.Input) (check.Outcome, error) {
	if len(in.Service.Pods)+len(in.Service.Claims) == 0 {
		return check.Skip("the service has no pods and no claims"), nil
	}
	var gaps, unknowns []check.Finding
	quotas, all, of := 0, newBounds(in), newTaking(in)
	for _, namespace := range countedNamespaces(in) {
		b := all.of(namespace)
		if !b.known {
			first, line := of.firstIn(namespace)
			unknowns = append(unknowns, check.OfManifest(first, line, check.ByPlatform,
				"what the ResourceQuotas of the namespace "+namespace+" allow could not be looked up"))
			continue
		}
		for i := range b.quotas {
			quotas++
			a := account{of: of, quota: &b.quotas[i], running: len(b.running) > 0, notAsked: b.notAsked}
			a.pods(namespace, b.ranges)
			a.objects(namespace)
			a.claims(namespace)
			a.judge()
			gaps, unknowns = append(gaps, a.gaps...), append(unknowns, a.unknowns...)
		}
	}
	templates := text.Counted(len(in.Service.Pods), "pod template", "pod templates")
	if len(in.Service.Pods) == 0 {
		templates = text.Counted(len(in.Service.Claims), "claim", "claims")
	}
	switch {
	case len(gaps) > 0:
		return check.Gap("ResourceQuotas refuse pods or claims of the service", gaps...), nil
	case len(unknowns) > 0:
		return check.Unknown("whether ResourceQuotas refuse pods or claims of the service is not known", unknowns...), nil
	case quotas == 0:
		return check.Pass(templates + ", in namespaces without a ResourceQuota"), nil
	}
	return check.Pass(fmt.Sprintf("%s, with room in %s", templates, text.Counted(quotas, "ResourceQuota", "ResourceQuotas"))), nil
}

// countedNamespaces are the namespaces of the service's pods and claims, sorted.
func countedNamespaces(in *facts.Input) []string {
	var names []string
	for i := range in.Service.Pods {
		names = append(names, in.Service.Pods[i].Namespace)
	}
	for i := range in.Service.Claims {
		names = append(names, in.Service.Claims[i].Namespace)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// account adds up what the service takes of one quota.
type account struct {
	of    *taking
	quota *facts.Quota
	// running tells that a part of what is used may be the service's own.
	running bool
	// notAsked tells that whether it may was not asked.
	notAsked bool
	// on is the autoscaler that findings are on; nil for what takes most.
	on             *facts.LandingScaler
	total          map[string]int64
	largest        *facts.LandingPods
	claim          *facts.LandingClaim
	gaps, unknowns []check.Finding
}

// pods adds the pods of a namespace that the quota counts, and reports those that it refuses one by one.
func (a *account) pods(namespace string, ranges []facts.LimitRange) {
	a.total = map[string]int64{}
	most := int64(-1)
	for p := range a.of.brings.PodsIn(namespace) {
		if p.Replicas == 0 && p.Kind != facts.DaemonSet {
			continue
		}
		containers := defaulted(p, ranges)
		if !a.counts(p, containers) {
			continue
		}
		if message := a.unset(containers); message != "" {
			finding := check.OfManifest(p.Manifest, p.TemplateLine, check.ByService, "its pods are refused: "+message)
			if len(p.Whole) > 0 {
				finding.Message += "; its pods set resources as a whole: whether that is enough is not known"
				a.unknowns = append(a.unknowns, finding)
			} else {
				a.gaps = append(a.gaps, finding)
			}
			continue
		}
		if len(p.Whole) > 0 {
			a.unknowns = append(a.unknowns, check.OfManifest(p.Manifest, p.TemplateLine, check.ByService,
				"its pods set resources as a whole: how much they take of ResourceQuota "+a.quota.Name+" is not known"))
			continue
		}
		replicas := a.replicas(p)
		for _, hard := range a.quota.Hard {
			one := usage(containers, hard.Name)
			if p.Kind == "Job" || p.Kind == "CronJob" {
				if one > hard.Amount {
					a.gaps = append(a.gaps, check.OfManifest(p.Manifest, p.TemplateLine, check.ByService, "its pods are refused: one takes "+a.said(hard.Name, one, hard.Amount, 0)))
				}
				continue
			}
			a.total[hard.Name] += one * replicas
		}
		if replicas > most && p.Kind != "Job" && p.Kind != "CronJob" {
			most, a.largest = replicas, p
		}
	}
}

// judge compares what the service takes with what is left.
func (a *account) judge() {
	for _, hard := range a.quota.Hard {
		at := a.place(hard.Name)
		used, counted := facts.AmountOf(a.quota.Used, hard.Name)
		wants := a.total[hard.Name]
		switch {
		case wants == 0 || at == nil:
		case wants > hard.Amount:
			a.gaps = append(a.gaps, at("the service takes "+a.said(hard.Name, wants, hard.Amount, 0)))
		case !counted:
			a.unknowns = append(a.unknowns, at("the service takes "+a.said(hard.Name, wants, hard.Amount, 0)+": how much of it is used is not counted"))
		case used+wants <= hard.Amount:
		case a.running:
			a.unknowns = append(a.unknowns, at("the service takes "+a.said(hard.Name, wants, hard.Amount, used)+": it runs there already, and how much of that is its own is not known"))
		case a.notAsked:
			a.unknowns = append(a.unknowns, at("the service takes "+a.said(hard.Name, wants, hard.Amount, used)+": whether it runs there already, so that a part of that is its own, a snapshot does not say"))
		default:
			a.gaps = append(a.gaps, at("the service takes "+a.said(hard.Name, wants, hard.Amount, used)))
		}
	}
}

// place makes findings on what takes most of a resource: the largest claim for storage, the template with most pods for
// others; nil where there is neither.
func (a *account) place(resource string) func(string) check.Finding {
	switch {
	case a.on != nil:
		return func(message string) check.Finding {
			return check.OfManifest(a.on.Manifest, 0, check.ByService, message)
		}
	case a.claim != nil && (ofStorage(resource) || a.largest == nil):
		return func(message string) check.Finding {
			return check.OfManifest(a.claim.Manifest, a.claim.ClaimLine, check.ByService, message)
		}
	case a.largest != nil:
		return func(message string) check.Finding {
			return check.OfManifest(a.largest.Manifest, a.largest.TemplateLine, check.ByService, message)
		}
	}
	return nil
}

// said is how much of a quota is wanted, and how much there is.
func (a *account) said(name string, wants, hard, used int64) string {
	out := fmt.Sprintf("%s of %s, and ResourceQuota %s allows %s", kube.Amount(name, wants), name, a.quota.Name, kube.Amount(name, hard))
	if used > 0 {
		out += ", of which " + kube.Amount(name, used) + " is used"
	}
	return out
}

// replicas is how many pods of a template there are at least: of a DaemonSet one on each node that takes it.
func (a *account) replicas(p *facts.LandingPods) int64 {
	if p.Kind != facts.DaemonSet {
		return int64(p.Replicas)
	}
	matches, err := kube.NodeMatcher(&p.Placement)
	if err != nil {
		return 0
	}
	w := facts.Workload{Kind: p.Kind, Tolerations: p.Placement.Tolerations, HostNetwork: p.Placement.HostNetwork}
	var n int64
	for i := range a.of.in.Nodes {
		if node := &a.of.in.Nodes[i]; !node.Virtual && matches(node) && len(kube.Untolerated(&w, node.Taints)) == 0 {
			n++
		}
	}
	return n
}
