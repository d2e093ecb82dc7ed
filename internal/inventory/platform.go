package inventory

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/kube"
)

// Platform returns the workloads of a snapshot that belong to the platform, whose
// pods are worth reading: those that the catalogue recognises, those of system
// namespaces, and the backends of webhooks and aggregated APIs.
func (r *Recogniser) Platform(s *facts.Snapshot) []facts.ObjectRef {
	return r.newFinder(s.Only(PlatformReads()...)).platform()
}

// PlatformReads returns the kinds of fact that Platform looks at.
func PlatformReads() []facts.Kind {
	return []facts.Kind{facts.KindWorkloads, facts.KindBackends, facts.KindAPIServices, facts.KindWebhooks}
}

func (f *finder) platform() []facts.ObjectRef {
	backends := f.backends()
	var refs []facts.ObjectRef
	for i := range f.s.Workloads {
		w := &f.s.Workloads[i]
		if w.Kind != facts.CronJob && (f.explainedWorkloads[i] || likePlatform(w.Namespace) || backends[i] != "") {
			refs = append(refs, kube.Ref(w))
		}
	}
	slices.SortFunc(refs, func(a, b facts.ObjectRef) int {
		return cmp.Or(cmp.Compare(a.Namespace, b.Namespace), cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Name, b.Name))
	})
	return slices.Compact(refs)
}

// likePlatform reports whether a namespace looks like the platform's by its name: one of the
// system's, or one with the suffix that operators use.
func likePlatform(name string) bool {
	return kube.SystemNamespace(name) || strings.HasSuffix(name, "-system")
}

// backends returns, by the index of a workload, what the API server calls it for.
func (f *finder) backends() map[int]string {
	found := map[int]string{}
	for _, api := range f.s.APIServices {
		if api.ServiceName != "" {
			for _, w := range f.workloadsBehind(api.ServiceNamespace, api.ServiceName) {
				found[w] = "it serves the APIService " + api.Name
			}
		}
	}
	for _, config := range f.s.Webhooks {
		for _, hook := range config.Webhooks {
			if hook.ServiceName == "" {
				continue
			}
			for _, w := range f.workloadsBehind(hook.ServiceNamespace, hook.ServiceName) {
				if found[w] == "" {
					found[w] = fmt.Sprintf("it answers the webhook %s of %s %s", hook.Name, config.Kind, config.Name)
				}
			}
		}
	}
	return found
}

// unrecognisedReads says what unrecognised is derived from.
func unrecognisedReads() Reads { return recognitionReads().withOptional(inventoryReads()) }

// unrecognised returns the workloads that act for the whole cluster and that no rule
// explains: what the API server calls, and agents on most of the nodes.
func (f *finder) unrecognised(found []facts.Implementation) []facts.Unrecognised {
	backends := f.backends()
	nodes := 0
	for _, n := range f.s.Nodes {
		if !n.Virtual {
			nodes++
		}
	}
	all := f.unrecognisedNetwork(found)
	for i := range f.s.Workloads {
		w := &f.s.Workloads[i]
		if f.explainedWorkloads[i] || w.Hook {
			continue
		}
		why := cmp.Or(backends[i], driverReason(w), agentReason(w, nodes))
		if why == "" {
			continue
		}
		u := facts.Unrecognised{Object: kube.Ref(w), Why: why}
		for _, c := range w.Containers {
			u.Images = append(u.Images, reference(c.Image))
		}
		all = append(all, u)
	}
	slices.SortFunc(all, func(a, b facts.Unrecognised) int {
		return cmp.Or(
			cmp.Compare(a.Object.Namespace, b.Object.Namespace),
			cmp.Compare(a.Object.Kind, b.Object.Kind), cmp.Compare(a.Object.Name, b.Object.Name),
		)
	})
	return all
}

// unrecognisedNetwork says that pods have a network which no product explains: a
// configuration that somebody wrote on the nodes.
func (f *finder) unrecognisedNetwork(found []facts.Implementation) []facts.Unrecognised {
	explains := func(i facts.Implementation) bool {
		return i.State != facts.StateRemnant && slices.Contains(i.Roles, "network/cni")
	}
	var nodes []string
	for i := range f.s.Nodes {
		if n := &f.s.Nodes[i]; n.Ready() && !n.Virtual {
			nodes = append(nodes, n.Name)
		}
	}
	if len(nodes) == 0 || slices.ContainsFunc(found, explains) || len(f.s.Blind([]facts.Kind{facts.KindWorkloads})) > 0 {
		return nil
	}
	return []facts.Unrecognised{{
		Object: facts.ObjectRef{Kind: "Node", Name: nodes[0]},
		Why:    fmt.Sprintf("pods get a network on %d ready nodes, and no CNI that the catalogue knows gives it", len(nodes)),
	}}
}

// driverReason says why a workload is a volume driver, by the helpers that only those have; ""
// for all others.
func driverReason(w *facts.Workload) string {
	for i := range w.Containers {
		c := &w.Containers[i]
		if strings.HasSuffix(c.Image.Repository, "csi-provisioner") || strings.HasSuffix(c.Image.Repository, "csi-node-driver-registrar") {
			return "it is a volume driver: it holds a container of image " + reference(c.Image)
		}
	}
	return ""
}

// agentReason says why a workload is an agent of most nodes; "" for all others.
func agentReason(w *facts.Workload, nodes int) string {
	switch {
	case w.Kind != facts.DaemonSet:
		return ""
	case !w.Status && len(w.NodeSelector) == 0:
		return "it is a DaemonSet for all nodes"
	case w.Status && nodes > 0 && w.Desired*2 > nodes:
		return fmt.Sprintf("it is a DaemonSet on %d of %d nodes", w.Desired, nodes)
	}
	return ""
}
