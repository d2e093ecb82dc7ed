package collect

import (
	"context"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"k8s.io/apimachinery/pkg/runtime"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/target"
)

// recorder is a source that remembers what it was asked, and serves the custom
// resources that it is told.
type recorder struct {
	target.Source
	served target.Discovery

	mu    sync.Mutex
	asked []question
}

// question is one request.
type question struct {
	verb  string
	query target.Query
}

func (r *recorder) note(verb string, q target.Query) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.asked = append(r.asked, question{verb, q})
}

func (r *recorder) Each(ctx context.Context, q target.Query, fn func(runtime.Object) error) error {
	r.note("list", q)
	return r.Source.Each(ctx, q, fn)
}

func (r *recorder) Get(ctx context.Context, q target.Query) (runtime.Object, error) {
	r.note("get", q)
	return r.Source.Get(ctx, q)
}

func (r *recorder) Raw(ctx context.Context, path string) ([]byte, error) {
	path, _, _ = strings.Cut(path, "?")
	r.note("get", target.Query{Resource: path})
	return r.Source.Raw(ctx, path)
}

func (r *recorder) Lines(ctx context.Context, path string, fn func([]byte) error) error {
	r.note("get", target.Query{Resource: path})
	return target.LinesOf(ctx, r.Source, path, fn)
}

func (r *recorder) Discover(context.Context) (target.Discovery, error) {
	r.note("get", target.Query{Resource: "/apis"})
	return r.served, nil
}

// products are the kinds of products' resources that the tests read.
var products = []ProductKind{{Group: "metallb.io", Resource: "ipaddresspools", Fields: []string{"spec.addresses"}}}

// serving is a discovery of all custom resources that collectors read.
func serving(declared []OperatorKind) target.Discovery {
	byName := map[string]*target.Group{}
	reads := append(OperatorReads(declared), ProductReads(products)...)
	for _, c := range All() {
		reads = append(reads, c.Reads...)
	}
	for _, read := range reads {
		if !read.IfServed {
			continue
		}
		if byName[read.Group] == nil {
			byName[read.Group] = &target.Group{Name: read.Group, Versions: []string{"v1"}}
		}
		byName[read.Group].Resources = append(byName[read.Group].Resources, target.Resource{Version: "v1", Name: read.Resource})
	}
	for _, a := range slices.Concat(facts.AgedAPIs(), facts.AgedSecretAPIs()) {
		byName[a.Group].Resources = append(byName[a.Group].Resources, target.Resource{Version: a.Versions[0], Name: a.Resource})
	}
	out := target.Discovery{}
	for _, g := range byName {
		out.Groups = append(out.Groups, *g)
	}
	return out
}

// covers reports whether a declared reading allows a question.
func (r Read) covers(a question) bool {
	name := a.query.String()
	if !slices.Contains(r.Verbs, a.verb) || r.name() != name {
		return false
	}
	if r.Namespace != "" && r.Namespace != a.query.Namespace {
		return false
	}
	return len(r.Names) == 0 || slices.Contains(r.Names, a.query.Name) || r.MoreNames != ""
}

// readsOf is all that a collector may ask for, discovery and declared kinds included.
func readsOf(c Collector, declared []OperatorKind) []Read {
	reads := c.Reads
	switch c.Facts {
	case facts.KindOperatorResources:
		reads = OperatorReads(declared)
	case facts.KindProductResources:
		reads = ProductReads(products)
	}
	if slices.ContainsFunc(reads, func(r Read) bool { return r.IfServed }) {
		reads = slices.Concat(reads, DiscoveryReads())
	}
	return reads
}

// inTurn runs every collector by itself on all the facts of a target, and returns what
// each asked for.
func inTurn(t *testing.T, src target.Source, served target.Discovery, opts Options) map[facts.Kind][]question {
	t.Helper()
	before := Snapshot(t.Context(), &recorder{Source: src, served: served}, facts.Kinds(), opts)
	out := map[facts.Kind][]question{}
	for _, c := range All() {
		rec := &recorder{Source: src, served: served}
		runCollector(t.Context(), c, &Run{shared: newShared(t.Context(), rec, opts, []Collector{c}), Before: before, kind: c.Facts})
		out[c.Facts] = rec.asked
	}
	return out
}

// unusual is a cluster in which every reading that depends on something is asked for.
const unusual = `
kind: List
apiVersion: v1
items:
- {apiVersion: apps/v1, kind: Deployment, metadata: {name: istiod-canary, namespace: istio-system}, spec: {selector: {matchLabels: {app: istiod}}, template: {metadata: {labels: {app: istiod, istio.io/rev: canary}}, spec: {containers: [{name: discovery, image: istio/pilot:1.30.0}]}}}}
- {apiVersion: v1, kind: ConfigMap, metadata: {name: istio, namespace: old-istio}, data: {mesh: "extensionProviders: [{name: traces, opentelemetry: {service: collector.tracing.svc.cluster.local, port: 4317}}]"}}
- {apiVersion: apps/v1, kind: Deployment, metadata: {name: istiod, namespace: old-istio}, spec: {selector: {matchLabels: {app: istiod}}, template: {metadata: {labels: {app: istiod}}, spec: {containers: [{name: discovery, image: istio/pilot:1.30.0}]}}}}
- {apiVersion: apps/v1, kind: Deployment, metadata: {name: linkerd-identity, namespace: linkerd}, spec: {template: {metadata: {labels: {linkerd.io/control-plane-component: identity}}, spec: {containers: [{name: identity, image: cr.l5d.io/linkerd/controller:edge}]}}}}
- {apiVersion: apps/v1, kind: Deployment, metadata: {name: names, namespace: kube-system}, spec: {template: {metadata: {labels: {k8s-app: kube-dns}}, spec: {containers: [{name: coredns, image: coredns/coredns:1.14.0}], volumes: [{name: c, configMap: {name: names-corefile}}]}}}}
- {apiVersion: apps/v1, kind: DaemonSet, metadata: {name: dns-default, namespace: openshift-dns}, spec: {template: {metadata: {labels: {dns: default}}, spec: {containers: [{name: dns, image: quay.io/openshift/origin-coredns:4.20}], volumes: [{name: c, configMap: {name: dns-default}}]}}}}
- {apiVersion: apps/v1, kind: DaemonSet, metadata: {name: cilium, namespace: cilium}, spec: {template: {spec: {containers: [{name: agent, image: quay.io/cilium/cilium:v1.20.0}], volumes: [{name: c, configMap: {name: cilium-config}}]}}}}
- {apiVersion: apps/v1, kind: Deployment, metadata: {name: kube-vip-cloud-provider, namespace: kube-system}, spec: {template: {spec: {containers: [{name: provider, image: ghcr.io/kube-vip/kube-vip-cloud-provider:v0.0.12}]}}}}
- {apiVersion: v1, kind: Node, metadata: {name: aws}, spec: {providerID: "aws:///eu-west-1a/i-0"}}
- {apiVersion: apps/v1, kind: Deployment, metadata: {name: down, namespace: platform, uid: d}, spec: {selector: {matchLabels: {app: down}}, template: {metadata: {labels: {app: down}}, spec: {containers: [{name: down, image: down}]}}}}
- {apiVersion: apps/v1, kind: Deployment, metadata: {name: ca, namespace: kube-system}, spec: {template: {spec: {containers: [{name: ca, image: autoscaling/cluster-autoscaler:v1.36.0}]}}}}
- {apiVersion: apps/v1, kind: Deployment, metadata: {name: nginx, namespace: edge}, spec: {template: {spec: {containers: [{name: controller, image: "registry.k8s.io/ingress-nginx/controller:v1.12.0", args: ["--configmap=$(POD_NAMESPACE)/ingress-nginx-controller"]}]}}}}
- {apiVersion: v1, kind: Namespace, metadata: {name: meshed, labels: {istio-injection: enabled}}}
- {apiVersion: v1, kind: ServiceAccount, metadata: {name: reader, namespace: cloud, annotations: {eks.amazonaws.com/role-arn: "arn:aws:iam::1:role/x"}}}
- {apiVersion: admissionregistration.k8s.io/v1, kind: MutatingWebhookConfiguration, metadata: {name: pod-identity-webhook}, webhooks: [{name: iam-for-pods.amazonaws.com, clientConfig: {url: "https://127.0.0.1:23443/mutate"}}]}
- {apiVersion: v1, kind: Pod, metadata: {name: bare, namespace: meshed}, spec: {containers: [{name: app, image: app}]}, status: {phase: Running}}
- {apiVersion: crd.projectcalico.org/v1, kind: NetworkPolicy, metadata: {name: security.web, namespace: shop}, spec: {tier: security}}
- {apiVersion: monitoring.coreos.com/v1, kind: ServiceMonitor, metadata: {name: web, namespace: shop}, spec: {selector: {}}}
- {apiVersion: monitoring.coreos.com/v1, kind: PodMonitor, metadata: {name: job, namespace: shop}, spec: {selector: {matchLabels: {app: none}}}}
- {apiVersion: apiregistration.k8s.io/v1, kind: APIService, metadata: {name: v1beta1.metrics.k8s.io}, spec: {group: metrics.k8s.io, version: v1beta1, service: {namespace: kube-system, name: metrics-server}}}
- {apiVersion: coordination.k8s.io/v1, kind: Lease, metadata: {name: kube-scheduler, namespace: kube-system}, spec: {holderIdentity: cp-1_x}}
- {apiVersion: coordination.k8s.io/v1, kind: Lease, metadata: {name: linkerd, namespace: linkerd}, spec: {holderIdentity: linkerd-identity-x_y}}
- {apiVersion: v1, kind: ResourceQuota, metadata: {name: team, namespace: bounded}, spec: {hard: {pods: "1"}}}
- {apiVersion: v1, kind: Service, metadata: {name: metrics-server, namespace: kube-system}, spec: {selector: {a: b}}}
- {apiVersion: v1, kind: ConfigMap, metadata: {name: kubelet-config, namespace: kube-system}, data: {kubelet: "clusterDNS: [10.96.0.10]"}}
- {apiVersion: rbac.authorization.k8s.io/v1, kind: RoleBinding, metadata: {name: all, namespace: default}, roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: all}, subjects: [{apiGroup: rbac.authorization.k8s.io, kind: Group, name: "system:authenticated"}]}
`

// another is a cluster in which what unusual has is not there, and something else is asked for in its place.
const another = `
kind: List
apiVersion: v1
items:
- {apiVersion: projectcalico.org/v3, kind: GlobalNetworkPolicy, metadata: {name: security.all}, spec: {tier: security}}
`

// TestReadsAreAllThatIsAsked holds the declarations, from which come the rights that
// kready asks its users for, to what collectors do: nothing more, and nothing less.
func TestReadsAreAllThatIsAsked(t *testing.T) {
	declared := []OperatorKind{{Group: "operator.tigera.io", Kind: "Installation", Resource: "installations"}}
	opts := Options{Now: moment, Platform: everything, Operators: declared, Products: products, Lookups: lookups}
	used := map[string]bool{}
	also := inTurn(t, dump(t, another, true), serving(declared), opts)
	for kind, questions := range inTurn(t, dump(t, unusual, true), serving(declared), opts) {
		questions = append(questions, also[kind]...)
		c := All()[slices.IndexFunc(All(), func(c Collector) bool { return c.Facts == kind })]
		undeclared(t, c, declared, questions)
		for i, read := range readsOf(c, declared) {
			if slices.ContainsFunc(questions, read.covers) {
				used[string(kind)+" "+read.name()+" "+read.Namespace+read.Verbs[0]] = true
			} else if !strings.HasPrefix(read.NonResourceURL, "/api") { // discovery asks for both at once
				t.Errorf("%s declares reading %d, %+v, and does not ask for it", kind, i, read)
			}
		}
	}
	if len(used) < len(All())-1 { // the client, not the collector, asks for the list of APIs
		t.Errorf("only %d readings were asked for: %v", len(used), used)
	}
}

// undeclared reports questions that no Read of the collector speaks of.
func undeclared(t *testing.T, c Collector, declared []OperatorKind, questions []question) {
	t.Helper()
	for _, a := range questions {
		if a.query.Resource == "/apis" && c.Facts == "backends" {
			continue // whether it is OpenShift; whose APIs are asked for by others in the same run
		}
		if !slices.ContainsFunc(readsOf(c, declared), func(r Read) bool { return r.covers(a) }) {
			t.Errorf("%s asks to %s %s %q in %q, which it does not declare", c.Facts, a.verb, a.query, a.query.Name, a.query.Namespace)
		}
	}
}

// TestUnservedResourcesAreNotAsked shows that Custom resources are asked for only
// where discovery names them.
func TestUnservedResourcesAreNotAsked(t *testing.T) {
	for kind, questions := range inTurn(t, dump(t, unusual, true), target.Discovery{}, Options{Now: moment, Platform: everything}) {
		c := All()[slices.IndexFunc(All(), func(c Collector) bool { return c.Facts == kind })]
		for _, read := range c.Reads {
			if read.IfServed && slices.ContainsFunc(questions, read.covers) {
				t.Errorf("%s asks for %s, which is not served", kind, read.name())
			}
		}
	}
}

// TestUnconditionalReadsAreAsked shows that in a bare cluster all is asked for that is
// said to be asked for everywhere.
func TestUnconditionalReadsAreAsked(t *testing.T) {
	src := dump(t, "{\"apiVersion\": \"v1\", \"kind\": \"Namespace\", \"metadata\": {\"name\": \"default\"}}", true)
	for kind, questions := range inTurn(t, src, serving(nil), Options{Now: moment, Platform: everything}) {
		c := All()[slices.IndexFunc(All(), func(c Collector) bool { return c.Facts == kind })]
		for _, read := range c.Reads {
			if read.When == "" && read.NonResourceURL != "/api" && !slices.ContainsFunc(questions, read.covers) {
				t.Errorf("%s does not ask for %+v", kind, read)
			}
		}
	}
}

// TestReadsOfTheCorpus holds the declarations to real installations.
func TestReadsOfTheCorpus(t *testing.T) {
	manifests, err := filepath.Glob(filepath.Join(corpusFolder, "*", "*", "provenance.json"))
	if err != nil {
		t.Fatal(err)
	}
	if len(manifests) == 0 {
		t.Skip("the corpus of install manifests is not beside the repository")
	}
	for i, about := range manifests {
		if i%12 != 0 { // a sample: all of them take long and differ little
			continue
		}
		opened, err := target.Open(yamlOf(t, filepath.Dir(about)), target.FileOptions{Complete: true})
		if err != nil {
			t.Errorf("%s: %v", about, err)
			continue
		}
		for kind, questions := range inTurn(t, opened.Source, serving(nil), Options{Now: moment, Platform: everything}) {
			undeclared(t, All()[slices.IndexFunc(All(), func(c Collector) bool { return c.Facts == kind })], nil, questions)
		}
	}
}
