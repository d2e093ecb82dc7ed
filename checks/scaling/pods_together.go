package scaling

import (
	"context"
	"fmt"
	"iter"
	"strings"

	corev1 "k8s.io/api/core/v1"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/kube"
	"github.com/kready/kready/internal/text"
)

// PodsTogether asks whether the pods are there beside which pods of a service want to run.
func PodsTogether() check.Check {
	return check.Check{
		ID:      "scaling/pods-together",
		Title:   "The pods are there beside which the service's pods must run",
		Subject: check.SubjectService,
		Doc: `A required pod affinity keeps a pod Pending until another pod that it selects runs in the same domain: on the same
node, or in the same zone. Where there are none, it waits for good.

kready asks whether there are such pods, in the cluster or among those of the service, in the namespaces that the
rules name. As for the scheduler, one pod has to match all rules of a template at once, and pods that match their own rules need
no others: the first of them may go anywhere. Where templates of the service wait for each other, none can be first. A domain
is a label of nodes: a gap as well is one that no node has that takes the pods (` + "`scaling/pods-find-node`" + `).

Whether there is room beside those pods is not judged. Rules with label keys or with selectors that do not name labels can be met
by what was not looked up: then the answer is unknown.`,
		Level:         check.LevelConfigured,
		Tier:          check.TierMust,
		Reads:         facts.Fields{facts.PartService, facts.KindNodes, facts.KindNamespaces, facts.KindWorkloads, facts.PartInventory},
		OptionalReads: facts.Fields{facts.KindRuntimeClasses, facts.KindNamedPods},
		StandsWithout: check.StandsWithout{
			Any: []facts.Portion{"workloads/cronjobs"},
		},
		Remediation: `Land the service whose pods are selected first, correct the labels or the namespaces of the rule, or prefer in place of
requiring (` + "`preferredDuringSchedulingIgnoredDuringExecution`" + `):

    kubectl get pods --all-namespaces --show-labels`,
		Links: []string{
			"https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/#inter-pod-affinity-and-anti-affinity",
		},
		Since: "0.2.0",
		Run:   runPodsTogether,
	}
}

func runPodsTogether(_ context.Context, in *facts.Input) (check.Outcome, error) {
	c := newCompany(in)
	bound := 0
	for i := range in.Service.Pods {
		if c.bound(i) {
			bound++
			continue
		}
		c.placed[i] = in.Service.Pods[i].Replicas > 0 || in.Service.Pods[i].Kind == facts.DaemonSet
	}
	if bound == 0 {
		return check.Skip("no pod of the service must run beside others"), nil
	}
	for more := true; more; { // each round may place pods that others wait for
		more = false
		for i := range in.Service.Pods {
			if !c.placed[i] && c.bound(i) && c.met(i) {
				c.placed[i], more = true, true
			}
		}
	}
	var found check.Found
	for i := range in.Service.Pods {
		if !c.bound(i) {
			continue
		}
		found.Add(c.alone(i))
	}
	return check.ByFindings(found.Gaps, found.Unknowns,
		text.Counted(len(found.Gaps), "pod template must", "pod templates must")+" run beside pods that are not there",
		"whether the pods are there beside which "+text.Counted(len(found.Unknowns), "pod template runs", "pod templates run")+" is not known",
		text.Counted(bound, "pod template has", "pod templates have")+" the pods beside which it must run"), nil
}

// company finds the pods beside which those of a service must run.
type company struct {
	in     *facts.Input
	nodes  *nodes
	brings *kube.Brought
	seen   *kube.Seen
	// placed are the templates, by their place, whose pods find company or need none.
	placed map[int]bool
	// namespaces are the labels of namespaces that were asked for.
	namespaces map[string]map[string]string
}

func newCompany(in *facts.Input) *company {
	return &company{
		in: in, nodes: newNodes(in), brings: kube.NewBrought(&in.Service), seen: kube.NewSeen(&in.Snapshot),
		placed: map[int]bool{}, namespaces: map[string]map[string]string{},
	}
}

// like are the templates, by their place, that pods of one may want to run beside: those with a label that it asks for, where
// it names them.
func (c *company) like(p *facts.LandingPods) iter.Seq[int] {
	labels, namespaces, plain := kube.TogetherBy(p)
	if !plain || len(labels) == 0 {
		return c.brings.PlacesBy(&p.Placement.Together[0].Pods)
	}
	return func(yield func(int) bool) {
		for _, namespace := range namespaces {
			for i := range c.brings.PlacesWith(namespace, labels) {
				if !yield(i) {
					return
				}
			}
		}
	}
}

// bound reports whether pods of a template are to run beside others.
func (c *company) bound(i int) bool {
	p := &c.in.Service.Pods[i]
	return len(p.Placement.Together) > 0 && p.ScheduledBy == "" && (p.Replicas > 0 || p.Kind == facts.DaemonSet)
}

// met reports whether pods are there for the rules of a template: its own, those of the cluster, or others of the service.
func (c *company) met(i int) bool {
	p := &c.in.Service.Pods[i]
	if c.matches(p, p) {
		return true
	}
	for j := range c.like(p) {
		if c.placed[j] && c.matches(p, &c.in.Service.Pods[j]) {
			return true
		}
	}
	there, _ := c.inCluster(p)
	return there
}

// matches reports whether pods of another template match all rules of one.
func (c *company) matches(p, other *facts.LandingPods) bool {
	return kube.MatchesTogether(p, other.Namespace, c.labelsOf(other.Namespace), other.Labels)
}

// labelsOf are those of a namespace, as they are once the service is applied.
func (c *company) labelsOf(name string) map[string]string {
	if known, ok := c.namespaces[name]; ok {
		return known
	}
	out := map[string]string{corev1.LabelMetadataName: name}
	c.namespaces[name] = out
	if n := c.seen.Namespace(name); n != nil {
		for key, value := range n.Labels {
			out[key] = value
		}
	}
	if o := c.brings.Object("", "Namespace", "", name); o != nil {
		for key, value := range o.Labels {
			out[key] = value
		}
	}
	return out
}

// inCluster reports whether the cluster has pods that match all rules of a template, and whether that is known.
func (c *company) inCluster(p *facts.LandingPods) (there, known bool) {
	labels, namespaces, plain := kube.TogetherBy(p)
	if !plain {
		return false, false
	}
	known = true
	for _, namespace := range namespaces {
		if len(labels) == 0 {
			return false, true
		}
		t, k := c.seen.Pods(namespace, labels)
		if t {
			return true, true
		}
		known = known && k
	}
	return false, known
}

// alone is a finding on a template whose pods have no company, and whether that is certain. It has no message where they have.
func (c *company) alone(i int) (finding check.Finding, known bool) {
	p := &c.in.Service.Pods[i]
	rule := p.Placement.Together[0]
	if c.placed[i] {
		return c.noDomain(p)
	}
	said := "its pods must run beside " + others(p)
	found := func(message string) check.Finding {
		return check.OfManifest(p.Manifest, rule.Line, check.ByService, message)
	}
	if _, known := c.inCluster(p); !known {
		return found(said + ": whether there are any could not be looked up"), false
	}
	_, namespaces, _ := kube.TogetherBy(p)
	for _, namespace := range namespaces {
		if maker := c.brings.Maker(namespace); maker != "" {
			return found(said + ", and there are none yet: " + maker + " may make some"), false
		}
	}
	for j := range c.like(p) {
		if other := &c.in.Service.Pods[j]; c.bound(j) && j != i && c.matches(p, other) {
			return found(fmt.Sprintf("%s, those of %s %s, which wait for others as well: none can be first", said, other.Kind, other.Name)), true
		}
	}
	return found(said + ", and there are none: they stay Pending"), true
}

// others says which pods a template's must run beside.
func others(p *facts.LandingPods) string {
	var parts []string
	for _, rule := range p.Placement.Together {
		where := "in " + strings.Join(rule.Namespaces, ", ")
		if rule.InNamespaces.Set {
			where = "in namespaces by their labels"
		}
		parts = append(parts, fmt.Sprintf("pods with %s (%s, by %s)", rule.Pods.String(), where, rule.TopologyKey))
	}
	return text.List(parts, 3, " that are also ")
}

// noDomain is a finding on a template with a rule by a label that no node has which takes its pods.
func (c *company) noDomain(p *facts.LandingPods) (finding check.Finding, known bool) {
	places, err := c.nodes.placesOf(p)
	nodes := taking(places)
	if err != nil || len(nodes) == 0 {
		return check.Finding{}, true // scaling/pods-find-node reports it
	}
	for _, rule := range p.Placement.Together {
		if domains(nodes, rule.TopologyKey) > 0 {
			continue
		}
		message := fmt.Sprintf("its pods must run beside others by %s, a label that no node that takes them has", rule.TopologyKey)
		if by := autoscaler(c.in); by != "" {
			return check.OfManifest(p.Manifest, rule.Line, check.ByPlatform, message+"; "+by+" may add one that does"), false
		}
		return check.OfManifest(p.Manifest, rule.Line, check.ByService, message), true
	}
	return check.Finding{}, true
}
