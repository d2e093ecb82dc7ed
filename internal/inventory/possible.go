package inventory

import (
	"slices"
	"strings"

	"github.com/kready/kready/internal/catalog"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/kube"
)

// Where the nodes could not be read, the distribution is told by what else there is, if at all. What
// cannot be is enough for most questions: whether the control plane is a provider's, and whether a
// product can run out of sight.

// suffixed are parts of the version that the API servers of these distributions always have.
func suffixed() map[string]string {
	return map[string]string{
		"rke2": "+rke2", "k3s": "+k3s", "k0s": "k0s", "gke": "-gke.", "eks": "-eks-", "eks-anywhere": "-eks-",
		"ack": "-aliyun.", "tke": "-tke.", "iks": "+IKS", "vks": "+vmware",
	}
}

// possible returns the names of the distributions that a cluster can have: its own where that is
// certain, else those that nothing rules out.
func possible(s *facts.Snapshot, d facts.Distribution) []string {
	if d.Name != "" && !d.Guess || len(s.Blind([]facts.Kind{facts.KindNodes})) == 0 {
		return []string{d.Name}
	}
	var names []string
	for i := range signatures {
		if sig := &signatures[i]; !slices.Contains(names, sig.name) && !sig.ruledOut(s) {
			names = append(names, sig.name)
		}
	}
	return names
}

// ruledOut reports whether something shows that a cluster is not of this distribution.
func (sig *signature) ruledOut(s *facts.Snapshot) bool {
	part := suffixed()[sig.name]
	return part != "" && s.Version.GitVersion != "" && !strings.Contains(s.Version.GitVersion, part) ||
		(sig.managed || runsNoStaticPods(sig.name)) && showsAPIServer(s)
}

// showsAPIServer reports whether the static pod of the API server can be seen, as kubeadm labels it.
func showsAPIServer(s *facts.Snapshot) bool {
	return slices.ContainsFunc(s.Workloads, func(w facts.Workload) bool {
		return w.Kind == facts.StaticPod && kube.HasLabels(w.PodLabels, map[string]string{"component": "kube-apiserver", "tier": "control-plane"})
	})
}

// runsNoStaticPods reports whether a distribution has no API server of that kind although its control
// plane is the owner's.
func runsNoStaticPods(name string) bool {
	return slices.Contains([]string{"k3s", "k0s", "microk8s", "openshift"}, name)
}

// plain reports whether a distribution is like any other whose control plane is the owner's: nothing
// is different in it that a check asks for, but on nodes.
func plain(name string) bool {
	return slices.Contains([]string{"kubeadm", "kind", "minikube", "docker-desktop", "talos", "kops", "vks", "eks-anywhere"}, name)
}

// distributionNeeds returns the kinds of fact that the distribution of this cluster rests on. Names are
// those that it can have.
func distributionNeeds(names []string) []facts.Kind {
	switch {
	case len(names) == 0, len(names) == 1 && slices.Contains([]string{"aks", "eks", "gke", "openshift"}, names[0]):
		return distributionReads().Needs // their features are told by nodes
	case len(names) == 1, !slices.ContainsFunc(names, func(name string) bool { return !plain(name) }):
		return nil
	}
	return distributionReads().Needs
}

// inventoryNeeds returns the kinds of fact that the inventory of this cluster rests on: the nodes only
// where they could tell of a product that a provider, or the distribution itself, runs out of sight.
func (f *finder) inventoryNeeds(names []string) []facts.Kind {
	needs := inventoryReads().Needs
	for e := range f.c.Entries {
		for _, h := range f.c.Entries[e].Hidden {
			if slices.Contains(names, h.Distribution) && (len(names) > 1 || toldByNodes(h)) {
				return needs
			}
		}
	}
	return without(needs, []facts.Kind{facts.KindNodes})
}

// toldByNodes reports whether nodes say that a rule holds.
func toldByNodes(h catalog.Hidden) bool {
	return h.Feature != "" || len(h.NodeArgs)+len(h.NodeLabels)+len(h.NodeReasons) > 0
}
