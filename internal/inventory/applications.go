package inventory

import (
	"cmp"
	"slices"
	"strings"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/kube"
)

// applicationsReads says what the applications are sums of. Which workloads are summed up depends on
// what refers to them as well, and no answer depends on that.
func applicationsReads() Reads { return Reads{Needs: []facts.Kind{facts.KindWorkloads}} }

// Sum sums up the applications among the workloads of one cluster.
type Sum struct {
	r *Recogniser
	s *facts.Snapshot
	// selectors are those of the Services of each namespace, and of the PodDisruptionBudgets that ask for no label
	// with a value. labels are those that other budgets ask for.
	selectors map[string][]podSelector
	labels    map[namespacedLabel]bool
	// asked are the labels of pods by which webhooks select them.
	asked map[string]bool
	// unread holds when the rights of ServiceAccounts were not read.
	unread bool
	sums   *facts.ApplicationSums
	// guarded are the budgets that may be summed up with their workloads.
	guarded *guarded
	// known finds what the catalogue explains, and rights are those of each ServiceAccount, by namespace and name.
	known  *imageRules
	rights map[[2]string][]string
	// roles are those that a right shows.
	roles []possibility
}

// podSelector reports whether pods with these labels are selected, or nearly so.
type podSelector func(labels map[string]string) bool

// NewSum prepares to sum up workloads of a cluster of which a snapshot holds all other facts. What
// was summed up before is a part of the sums.
func (r *Recogniser) NewSum(s *facts.Snapshot) *Sum {
	sum := &Sum{
		r: r, s: s, selectors: map[string][]podSelector{}, labels: map[namespacedLabel]bool{}, asked: map[string]bool{},
		unread: len(s.Blind([]facts.Kind{facts.KindAccountRights})) > 0, sums: facts.NewApplicationSums(s.Applications()),
		guarded: newGuarded(s.PDBs, r.c.Tables.BudgetOwners),
		known:   newImageRules(r.ix), rights: rightsOf(s), roles: possibilities(),
	}
	for i := range sum.guarded.left {
		sum.look(&sum.guarded.left[i])
	}
	for _, b := range s.Backends {
		if len(b.Selector) > 0 {
			sum.selectors[b.Namespace] = append(sum.selectors[b.Namespace], func(labels map[string]string) bool { return kube.HasLabels(labels, b.Selector) })
		}
	}
	for _, config := range s.Webhooks {
		for _, hook := range config.Webhooks {
			for _, requirement := range hook.Objects.Requirements {
				sum.asked[requirement.Key] = true
			}
		}
	}
	return sum
}

// Summed returns a view of a snapshot in which the applications are summed up.
func (r *Recogniser) Summed(s *facts.Snapshot) *facts.Snapshot {
	sum := r.NewSum(s)
	return sum.Finish(sum.Add(s.Workloads))
}

// Add sums up some more of the workloads, and returns those that are left: what the catalogue
// recognises, what could be a part of the platform, what something refers to, what is not well, and
// what a check asks for by name.
func (sum *Sum) Add(some []facts.Workload) []facts.Workload {
	kept := make([]facts.Workload, 0, len(some)/8)
	for i := range some {
		w := &some[i]
		if !ordinaryAlone(w) || sum.known.mayExplain(w) || sum.isReferredTo(w) {
			sum.guarded.stays(w)
			kept = append(kept, *w)
			continue
		}
		switch taken, only := sum.guarded.take(w); {
		case only:
			sum.sums.Add(w)
		case !taken:
			kept = append(kept, *w)
		}
	}
	return kept
}

// Note implements facts.Sum.
func (sum *Sum) Note(w *facts.Workload) {
	if sum.isReferredTo(w) {
		sum.guarded.stays(w)
		return
	}
	sum.guarded.note(w)
}

// Take implements facts.Sum.
func (sum *Sum) Take(w *facts.Workload) bool {
	if sum.isReferredTo(w) || !sum.guarded.sums(w) {
		return false
	}
	sum.sums.Add(w)
	return true
}

// Finish returns the snapshot with what was added summed up; left is what Add returned.
func (sum *Sum) Finish(left []facts.Workload) *facts.Snapshot {
	back, budgets, summed := sum.guarded.finish(sum.sums)
	if left = append(left, back...); len(back) > 0 {
		slices.SortStableFunc(left, func(a, b facts.Workload) int {
			return cmp.Or(cmp.Compare(a.Namespace, b.Namespace), cmp.Compare(a.Name, b.Name), cmp.Compare(a.Kind, b.Kind))
		})
	}
	sums := sum.sums.Sums()
	sums.Budgets += summed
	out := sum.s.Summed(left, sums)
	if summed > 0 {
		out.PDBs = budgets
	}
	return out
}

// isReferredTo reports whether something refers to a workload that by itself looks like an application: what
// that is may be a part of the platform, or a check asks for it. What the API server calls, a Service selects.
func (sum *Sum) isReferredTo(w *facts.Workload) bool {
	return sum.asksForRights(w) || sum.mayFill(w) || sum.selected(w)
}

// mayFill reports whether the rights of a workload's ServiceAccount show a role that it may have.
func (sum *Sum) mayFill(w *facts.Workload) bool {
	if len(sum.rights[accountOf(w)])+len(sum.rights[everyAccountOf(w)]) == 0 {
		return false
	}
	return slices.ContainsFunc(sum.roles, func(p possibility) bool { return p.right != "" && p.takes(w.Kind) && may(sum.rights, w, p.right) })
}

// ordinaryAlone reports whether a workload by itself is like any other service.
func ordinaryAlone(w *facts.Workload) bool {
	switch w.Kind {
	case facts.Deployment, facts.StatefulSet:
		if !w.Current || w.Ready < w.Desired {
			return false
		}
	case facts.CronJob:
	default:
		return false
	}
	return w.Status && !w.Hook && w.GitRepo != "yes" && w.StaticToken != "yes" && w.OwnerKind == "" && !asked(w.Name) && !likePlatform(w.Namespace) && len(w.Conditions) == 0 &&
		!w.HostNetwork && len(w.HostPaths) == 0 && len(w.HostPorts) == 0 && w.BackupVolumes == "" && len(w.PodAnnotations) == 0 && !ofMesh(w) &&
		!slices.ContainsFunc(w.Containers, odd) && !slices.ContainsFunc(w.InitContainers, odd)
}

// ofMesh reports whether the pods of a workload have a label of a mesh.
func ofMesh(w *facts.Workload) bool {
	for key := range w.PodLabels {
		if meshLabel(key) {
			return true
		}
	}
	return false
}

// asksForRights reports whether a workload has a ServiceAccount of its own whose rights are not known.
func (sum *Sum) asksForRights(w *facts.Workload) bool {
	return sum.unread && w.ServiceAccount != "" && w.ServiceAccount != "default"
}

// selected reports whether something looks at the pods of a workload: a budget that may not be summed up, a Service that others
// depend on, a webhook that asks for one of their labels.
func (sum *Sum) selected(w *facts.Workload) bool {
	for key, value := range w.PodLabels {
		if sum.asked[key] || sum.labels[namespacedLabel{w.Namespace, key, value}] {
			return true
		}
	}
	return slices.ContainsFunc(sum.selectors[w.Namespace], func(selects podSelector) bool { return selects(w.PodLabels) })
}

// look notes which pods a budget looks at: those that it selects, and those with a label that one of its requirements
// names, as how many of them there are may tell whether the budget is lifted.
func (sum *Sum) look(b *facts.PodDisruptionBudget) {
	selectsByLabel := false
	for _, r := range b.Selector.Requirements {
		for _, value := range r.Values {
			sum.labels[namespacedLabel{b.Namespace, r.Key, value}] = true
		}
		selectsByLabel = selectsByLabel || r.Operator == "In"
	}
	if !selectsByLabel {
		sum.selectors[b.Namespace] = append(sum.selectors[b.Namespace], kube.Selecting(&b.Selector))
	}
}

// meshLabel reports whether a label of pods is one of a mesh's.
func meshLabel(key string) bool {
	return slices.ContainsFunc([]string{"istio.io/", "linkerd.io/", "kuma.io/", "openservicemesh.io/"}, func(of string) bool {
		domain, _, _ := strings.Cut(key, "/")
		return strings.HasSuffix("."+domain+"/", "."+of)
	})
}

// askedNames are parts of the names of images and workloads that checks ask for, besides the catalogue:
// programs that may be known by nothing else, and registries that are abandoned (images/frozen-registries).
var askedNames = []string{
	"alertmanager", "grafana", "alloy", "target-allocator", "targetallocator", "victoriametrics", "csi-provisioner",
	"node-driver-registrar", "cloud-controller-manager", "kube-apiserver", "hyperkube", "hardened-kubernetes",
	"cluster-autoscaler", "ztunnel", "pilot", "etcd", "talos-backup",
	"k8s.gcr.io/", "docker.io/bitnami", "gcr.io/kubebuilder/", "quay.io/kubernetes-ingress-controller/",
}

// odd reports whether a container is none of an ordinary application.
func odd(c facts.Container) bool {
	image := c.Image.Registry + "/" + c.Image.Repository
	return c.NetworkAdmin == "yes" || asked(image)
}

func asked(name string) bool {
	return slices.ContainsFunc(askedNames, func(part string) bool { return strings.Contains(name, part) })
}
