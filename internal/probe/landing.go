package probe

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/client-go/dynamic"
	"k8s.io/client-go/rest"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/kube"
	"github.com/kready/kready/internal/text"
)

// Service is a service of which pods are to be tried.
type Service struct {
	Own       *facts.Landing
	Templates []Template
}

// Template is a pod template of a service.
type Template struct {
	facts.Manifest
	// Pod is the one that is made of it.
	Pod *corev1.Pod
	// Line is where a part of the pod is written.
	Line func(path ...string) int
	// Placement is what its pods ask of nodes.
	Placement facts.LandingPlacement
	// Needs are what its pods say that they need to reach.
	Needs []kube.HostPort
}

const (
	// triedMax is how many templates one run tries.
	triedMax = 40
	// landLimit bounds how long a pod like those of a service may be there.
	landLimit = 150 * time.Second
)

// LandingReads are the fields of the input that trials of services read.
func LandingReads() facts.Fields {
	return facts.Fields{
		facts.KindNodes, facts.KindRuntimeClasses, facts.KindNamespaces, facts.KindIngressClasses, facts.KindNetworkPolicies, facts.KindWorkloads, facts.PartInventory,
	}
}

// LandingRights are the rights that they need in the namespaces of the pods.
func LandingRights() []kube.Right {
	return slices.Concat(
		kube.Rights("batch", "jobs", "create", "get", "list", "delete"),
		kube.Rights("", "pods", "list"),
	)
}

// LandingOptionalRights tell what a pod is waiting for, which claims are free, and what would count a pod with the labels
// of the service: without them the answers that rest on them are unknown.
func LandingOptionalRights() []kube.Right {
	return slices.Concat(
		kube.Rights("", "events", "list"),
		kube.Rights("", "persistentvolumeclaims", "get"),
		kube.Rights("", "services", "list"),
		kube.Rights("policy", "poddisruptionbudgets", "list"),
		kube.Rights("autoscaling", "horizontalpodautoscalers", "list"),
	)
}

// Land tries services in the cluster of config, in the namespaces that their pods are to run in: a result for each, in
// their order. It always deletes what it created before it returns; its error is about what may be left behind.
func Land(ctx context.Context, config *rest.Config, in *facts.Input, services []Service, settings Settings) ([]facts.LandingProofs, error) {
	client, err := dynamic.NewForConfig(config)
	if err != nil {
		return nil, fmt.Errorf("setting up the probes' client: %w", err)
	}
	return land(ctx, client, in, services, settings)
}

func land(ctx context.Context, client dynamic.Interface, in *facts.Input, services []Service, settings Settings) ([]facts.LandingProofs, error) {
	timed, cancel := context.WithTimeout(ctx, settings.Timeout)
	defer cancel()
	r := &landRun{ctx: timed, client: client, in: in, settings: settings, places: map[string]*landPlace{}}
	var trials []*landTrial
	for i := range services {
		for j := range services[i].Templates {
			trials = append(trials, &landTrial{service: i, own: services[i].Own, template: &services[i].Templates[j], number: len(trials)})
		}
	}
	var routes []*routeTrial
	for i := range services {
		for _, t := range routesOf(i, services[i].Own) {
			t.number = len(routes)
			routes = append(routes, t)
		}
	}
	r.runAll(trials, routes)
	out := make([]facts.LandingProofs, len(services))
	for _, t := range trials {
		out[t.service].Tried = append(out[t.service].Tried, t.proofs...)
	}
	for _, t := range routes {
		out[t.service].Tried = append(out[t.service].Tried, t.proof)
	}
	for i := range out {
		out[i].Asked = true
		for j := range out[i].Tried {
			out[i].Tried[j].Message = text.RedactURLs(out[i].Tried[j].Message)
		}
		facts.FillEmpty(&out[i])
	}
	return out, r.cleanUp(ctx)
}

// landRun is one run of trials of services.
type landRun struct {
	ctx      context.Context
	client   dynamic.Interface
	in       *facts.Input
	settings Settings

	mu     sync.Mutex
	places map[string]*landPlace
}

// landTrial is what is tried for one template.
type landTrial struct {
	service, number int
	own             *facts.Landing
	template        *Template
	// assumed is set once something is left out that comes with the service.
	assumed bool
	proofs  []facts.LandingProof
}

// proof is a result of the trial that is not known yet.
func (t *landTrial) proof(of, what string) facts.LandingProof {
	return facts.LandingProof{Manifest: t.template.Manifest, Of: of, What: what, Result: facts.ProofUnknown, By: "platform"}
}

// runAll makes the trials, a few at a time.
func (r *landRun) runAll(trials []*landTrial, routes []*routeTrial) {
	at := defaultParallel
	if r.settings.Parallel > 0 {
		at = r.settings.Parallel
	}
	slots := make(chan struct{}, at)
	var all sync.WaitGroup
	start := func(try func()) {
		slots <- struct{}{}
		all.Go(func() {
			defer func() { <-slots }()
			try()
		})
	}
	for _, t := range routes { // they take longest
		start(func() { r.tryRoute(t) })
	}
	for _, t := range trials {
		start(func() { r.try(t) })
	}
	all.Wait()
}

// try makes the trials of one template. A panic costs its results only.
func (r *landRun) try(t *landTrial) {
	var why string
	defer func() {
		if broke := recover(); broke != nil {
			why = fmt.Sprintf("the probe broke: %v", broke)
		}
		if why != "" {
			t.proofs = t.allUnknown(why)
		}
	}()
	if t.number >= triedMax {
		why = fmt.Sprintf("one run tries %d templates, and this is one more: --probe it in a run of its own", triedMax)
		return
	}
	p := r.place(t.template.Namespace)
	if why = p.problem; why != "" {
		return
	}
	if r.settings.Progress != nil {
		r.settings.Progress(fmt.Sprintf("trying a pod like those of %s %s/%s", t.template.Kind, t.template.Namespace, t.template.Name))
	}
	if why = r.noNode(t.template); why != "" {
		return
	}
	t.proofs = append([]facts.LandingProof{p.trySetup(r.ctx, t)}, p.tryNeeds(r.ctx, t)...)
}

// allUnknown are the results of a template that could not be tried.
func (t *landTrial) allUnknown(why string) []facts.LandingProof {
	pod := t.proof("pod", "")
	pod.Message = why
	out := []facts.LandingProof{pod}
	for _, need := range t.template.Needs {
		one := t.proof("connection", address(need))
		one.Message = why
		out = append(out, one)
	}
	return out
}

// place is the namespace of a name, looked at once.
func (r *landRun) place(namespace string) *landPlace {
	r.mu.Lock()
	defer r.mu.Unlock()
	if p := r.places[namespace]; p != nil {
		return p
	}
	settings := r.settings
	settings.Namespace = namespace
	p := &landPlace{Session: newSession(r.ctx, r.client, r.in, settings)}
	p.oneServer = true
	r.places[namespace] = p
	p.problem = p.unusable(r.ctx)
	return p
}

// landPlace is a namespace that pods of services are to run in.
type landPlace struct {
	*Session
	// problem is why nothing can be tried in it; "" when it can.
	problem string
}

// unusable returns why nothing can be tried in the namespace; "" when it can.
func (p *landPlace) unusable(ctx context.Context) string {
	if _, err := namespaces(p.Client).get(ctx, p.Namespace); apierrors.IsNotFound(err) {
		return fmt.Sprintf("the namespace %s is not there, and pods like those of the service can run in no other", p.Namespace)
	}
	refused, err := missingRights(ctx, p.Client, p.Namespace, LandingRights())
	if err != nil {
		return reasonOf(err)
	}
	if missing := refused.firstOf(LandingRights()); missing != "" {
		return fmt.Sprintf("%s in namespace %s: `kready rbac --land --service-probe PATH` prints the role that it takes", missing, p.Namespace)
	}
	return ""
}

// cleanUp removes what is left in all namespaces that were used.
func (r *landRun) cleanUp(ctx context.Context) error {
	var errs []error
	for _, p := range r.places {
		if p.problem == "" {
			errs = append(errs, p.cleanUp(ctx))
		}
	}
	return errors.Join(errs...)
}

// noNode returns why no node of now takes the pods of a template; "" where one does. What its pods request is not held
// against the nodes: pods of trials ask for next to nothing.
func (r *landRun) noNode(t *Template) string {
	if len(r.in.BlindTo(facts.KindNodes, facts.KindRuntimeClasses)) > 0 {
		return ""
	}
	placement := t.Placement
	i := slices.IndexFunc(r.in.RuntimeClasses, func(c facts.RuntimeClass) bool {
		return t.Pod.Spec.RuntimeClassName != nil && c.Name == *t.Pod.Spec.RuntimeClassName
	})
	if i >= 0 {
		placement.Tolerations = slices.Concat(placement.Tolerations, r.in.RuntimeClasses[i].Tolerations)
	}
	matches, err := kube.NodeMatcher(&placement)
	if err != nil {
		return "its node affinity is none that an API server takes: " + shorten(err.Error())
	}
	w := facts.Workload{Kind: t.Kind, Tolerations: placement.Tolerations, HostNetwork: placement.HostNetwork}
	for i := range r.in.Nodes {
		n := &r.in.Nodes[i]
		named := placement.NodeName == "" || placement.NodeName == n.Name
		if named && n.Ready() && !n.Unschedulable && matches(n) && len(kube.Untolerated(&w, n.Taints)) == 0 {
			return ""
		}
	}
	return "no node that is ready now takes its pods, as scaling/pods-find-node says node by node"
}
