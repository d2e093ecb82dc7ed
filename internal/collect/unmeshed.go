package collect

import (
	"context"
	"fmt"
	"slices"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/target"
)

// Bounds of what is looked at of the pods of a mesh's namespaces.
const (
	// meshLists is up to how many namespaces are listed one by one; with more, the whole cluster is.
	meshLists = 20
	// unmeshedMax is how many pods without a proxy a list may hold.
	unmeshedMax = 5000
	// unmeshedOwners is how many workloads with such pods are looked at.
	unmeshedOwners = 40
)

// meshSigns are the marks of a mesh.
type meshSigns struct {
	name string
	// without selects the pods that have no proxy of it, by labels that its injector sets.
	without string
	// with selects those that have one, and container is its name.
	with, container string
}

func meshesWithPods() []meshSigns {
	return []meshSigns{
		// Gateways that are injected have a canonical name, and no mode of TLS.
		{"istio", "!security.istio.io/tlsMode,!service.istio.io/canonical-name", "security.istio.io/tlsMode=istio", "istio-proxy"},
		{"linkerd", "!linkerd.io/control-plane-ns", "linkerd.io/control-plane-ns", "linkerd-proxy"},
	}
}

func unmeshedPodsCollector() Collector {
	pods := Read{Resource: "pods", Verbs: []string{"list", "get"}, When: "a namespace asks a mesh that runs for proxies"}
	return Collector{
		Facts:   facts.KindUnmeshedPods,
		Reads:   []Read{pods},
		After:   []facts.Kind{facts.KindWorkloads, facts.KindNamespaces},
		BasedOn: []facts.Kind{facts.KindWorkloads, facts.KindNamespaces},
		Collect: collectUnmeshedPods,
	}
}

// collectUnmeshedPods reads, of namespaces that ask for a mesh, the metadata of running pods that lack the
// labels which its injector sets, and then one pod of each workload, since its metadata does not tell
// why it has no proxy.
func collectUnmeshedPods(ctx context.Context, r *Run) Fill {
	var all []facts.UnmeshedPods
	for _, m := range meshesWithPods() {
		namespaces := enrolled(r.Before.Namespaces, m.name)
		if len(namespaces) == 0 || !meshRuns(r.Before.Workloads, m.name) {
			continue
		}
		all = append(all, r.unmeshed(ctx, m, namespaces)...)
	}
	sortBy(all,
		func(p facts.UnmeshedPods) string { return p.Namespace },
		func(p facts.UnmeshedPods) string { return p.Name },
		func(p facts.UnmeshedPods) string { return p.Kind })
	return func(s *facts.Snapshot) { s.UnmeshedPods = all }
}

// meshRuns reports whether the control plane of a mesh is there.
func meshRuns(workloads []facts.Workload, name string) bool {
	return slices.ContainsFunc(workloads, func(w facts.Workload) bool { return meshOf(&w) == name })
}

// enrolled returns the namespaces that ask a mesh for proxies in all of their pods.
func enrolled(namespaces []facts.Namespace, mesh string) []string {
	var names []string
	for _, n := range namespaces {
		injection, revision := n.Labels["istio-injection"], n.Labels["istio.io/rev"]
		asks := mesh == "istio" && n.Labels["istio.io/dataplane-mode"] != "ambient" && (injection == "enabled" || injection == "" && revision != "")
		inject := n.Annotations["linkerd.io/inject"]
		asks = asks || mesh == "linkerd" && (inject == "enabled" || inject == "ingress")
		if asks && n.Phase != "Terminating" && !slices.Contains([]string{"kube-system", "kube-public", "kube-node-lease"}, n.Name) {
			names = append(names, n.Name)
		}
	}
	return names
}

// barePod is one pod without a proxy.
type barePod struct {
	owner facts.UnmeshedPods
	pod   string
}

// unmeshed reads the pods of namespaces that have no proxy of a mesh, by workload.
func (r *Run) unmeshed(ctx context.Context, m meshSigns, namespaces []string) []facts.UnmeshedPods {
	lists := namespaces
	if len(namespaces) > meshLists {
		lists = []string{""}
	}
	pods := forEach(r, lists, func(r *Run, namespace string) []barePod {
		q := target.Query{
			Version: "v1", Resource: "pods", Namespace: namespace, Metadata: true,
			LabelSelector: m.without, FieldSelector: "status.phase=" + string(corev1.PodRunning),
		}
		return eachUpTo(ctx, r, q, unmeshedMax, func(o *metav1.PartialObjectMetadata) barePod { return distilBare(m, o) })
	})
	pods = slices.DeleteFunc(pods, func(p barePod) bool { return p.pod == "" || !slices.Contains(namespaces, p.owner.Namespace) })
	owners := sumBare(pods)
	if len(owners) > unmeshedOwners {
		r.fail("list", target.Query{Version: "v1", Resource: "pods"}, &target.ReadError{
			Reason: facts.ReasonTooLarge, Message: fmt.Sprintf("more than %d workloads have pods without a proxy, and no more are looked at", unmeshedOwners),
		})
		owners = owners[:unmeshedOwners]
	}
	return forEach(r, owners, func(r *Run, p barePod) []facts.UnmeshedPods {
		q := target.Query{Version: "v1", Resource: "pods", Namespace: p.owner.Namespace, Name: p.pod}
		pod, ok := r.get(ctx, q).(*corev1.Pod)
		if !ok || pod.Spec.HostNetwork || hasContainer(pod, m.container) {
			return nil
		}
		return []facts.UnmeshedPods{p.owner}
	})
}

// distilBare returns a pod with its workload; without a name where it is about to go, ends by itself, or has
// said that it wants no proxy.
func distilBare(m meshSigns, o *metav1.PartialObjectMetadata) barePod {
	pod := &corev1.Pod{ObjectMeta: o.ObjectMeta}
	out := barePod{pod: o.Name, owner: facts.UnmeshedPods{Mesh: m.name, Namespace: o.Namespace, Count: 1, Since: truncateToSecond(o.CreationTimestamp.Time)}}
	if out.owner.Kind, out.owner.Name = podOwner(pod); out.owner.Kind == "" {
		out.owner.Kind, out.owner.Name = facts.BarePod, o.Name
	}
	const istioInject = "sidecar.istio.io/inject"
	optedOut := o.Labels[istioInject] == "false" || o.Annotations[istioInject] == "false" || o.Annotations["linkerd.io/inject"] == "disabled"
	injected := o.Annotations["sidecar.istio.io/status"] != "" || o.Annotations["linkerd.io/proxy-version"] != ""
	_, ambient := o.Annotations["ambient.istio.io/redirection"]
	if o.DeletionTimestamp != nil || out.owner.Kind == "Job" || optedOut || injected || ambient {
		out.pod = ""
	}
	return out
}

// sumBare sums up pods by workload, and keeps one pod of each.
func sumBare(pods []barePod) []barePod {
	at := map[facts.ObjectRef]int{}
	var out []barePod
	for _, p := range pods {
		key := facts.ObjectRef{Kind: p.owner.Kind, Namespace: p.owner.Namespace, Name: p.owner.Name}
		i, ok := at[key]
		if !ok {
			at[key] = len(out)
			out = append(out, p)
			continue
		}
		out[i].owner.Count++
		out[i].owner.Since = earlier(out[i].owner.Since, p.owner.Since)
	}
	return out
}

// hasContainer reports whether a pod has a container of a name.
func hasContainer(p *corev1.Pod, name string) bool {
	is := func(c corev1.Container) bool { return c.Name == name }
	return slices.ContainsFunc(p.Spec.Containers, is) || slices.ContainsFunc(p.Spec.InitContainers, is)
}
