package inventory

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/kready/kready/internal/facts"
)

// networkAgent: an agent that can change the network of its node.
func networkAgent(f *candidateFinder, w int) string {
	workload := &f.s.Workloads[w]
	containers := slices.Concat(workload.Containers, workload.InitContainers)
	// "" is an older snapshot, which does not say.
	admin := slices.ContainsFunc(containers, func(c facts.Container) bool { return c.NetworkAdmin != "no" })
	mounts := func(parts ...string) bool {
		return slices.ContainsFunc(workload.HostPaths, func(path string) bool {
			return slices.ContainsFunc(parts, func(part string) bool { return strings.Contains(path, part) })
		})
	}
	switch {
	case mounts("/cni/net.d", "/cni/bin"):
		return "it installs a CNI plugin that kready does not know"
	case admin && workload.HostNetwork:
		return "it has the network of its nodes and may change it"
	case admin && mounts("/netns", "/sys/fs/bpf"):
		return "it reaches the network of its nodes and may change it"
	}
	return ""
}

// changesPods: what answers a webhook that changes pods.
func changesPods(f *candidateFinder, w int) string {
	return f.answers(w, "MutatingWebhookConfiguration", "changes pods", func(resource string) bool {
		return slices.Contains([]string{"/pods", "/*", "*/*", "*/pods"}, resource)
	})
}

// refuses: what answers a webhook that admits objects of Kubernetes' own kinds.
func refuses(f *candidateFinder, w int) string {
	return f.answers(w, "ValidatingWebhookConfiguration", "admits objects of Kubernetes' own kinds", func(resource string) bool {
		group, _, _ := strings.Cut(resource, "/")
		return slices.Contains([]string{"", "*", "apps", "batch", "networking.k8s.io", "rbac.authorization.k8s.io"}, group)
	})
}

// answers says which webhook of a kind of configuration a workload answers, for resources that
// match; "" when none.
func (f *candidateFinder) answers(w int, kind, does string, match func(resource string) bool) string {
	if f.answering[kind] == nil {
		f.answering[kind] = f.webhooksOf(kind, match)
	}
	hook, ok := f.answering[kind][w]
	if !ok {
		return ""
	}
	return fmt.Sprintf("it answers the webhook %s, which %s", hook, does)
}

// webhooksOf are the names of the first webhook that each workload answers, of a kind of configuration and for
// resources that match.
func (f *candidateFinder) webhooksOf(kind string, match func(resource string) bool) map[int]string {
	first, followed := map[int]string{}, map[[2]string]bool{}
	for _, config := range f.s.Webhooks {
		for _, hook := range config.Webhooks {
			service := [2]string{hook.ServiceNamespace, hook.ServiceName}
			if config.Kind != kind || hook.ServiceName == "" || followed[service] || !slices.ContainsFunc(hook.Resources, match) {
				continue
			}
			followed[service] = true
			for _, w := range f.workloadsBehind(hook.ServiceNamespace, hook.ServiceName) {
				if _, known := first[w]; !known {
					first[w] = hook.Name
				}
			}
		}
	}
	return first
}

// servesAPI: what serves an aggregated API of a group.
func servesAPI(group string) func(*candidateFinder, int) string {
	return func(f *candidateFinder, w int) string {
		for _, name := range f.serves[w] {
			if _, of, _ := strings.Cut(name, "."); of == group {
				return "it serves the APIService " + name
			}
		}
		return ""
	}
}

// mounting: what mounts a folder of its node whose path contains a word.
func mounting(word string) func(*candidateFinder, int) string {
	return func(f *candidateFinder, w int) string {
		for _, path := range f.s.Workloads[w].HostPaths {
			if strings.Contains(path, word) {
				return "it mounts " + path + " of its nodes"
			}
		}
		return ""
	}
}

// mountsLogs: what mounts the folders in which nodes keep the logs of containers. The node
// problem detector mounts them too, and reads the kernel's.
func mountsLogs(f *candidateFinder, w int) string {
	folders := []string{"/var/log", "/var/log/pods", "/var/log/containers", "/var/lib/docker/containers"}
	for _, path := range f.s.Workloads[w].HostPaths {
		if slices.Contains(folders, strings.TrimSuffix(path, "/")) {
			return "it mounts " + path + " of its nodes"
		}
	}
	return ""
}

// drivesVolumes: what holds the helpers that only volume drivers have.
func drivesVolumes(f *candidateFinder, w int) string { return driverReason(&f.s.Workloads[w]) }

// sortedCandidates sorts by role and object, and returns each once.
func sortedCandidates(all []facts.Candidate) []facts.Candidate {
	slices.SortFunc(all, func(a, b facts.Candidate) int {
		return cmp.Or(
			cmp.Compare(a.Role, b.Role), cmp.Compare(a.Object.Namespace, b.Object.Namespace),
			cmp.Compare(a.Object.Kind, b.Object.Kind), cmp.Compare(a.Object.Name, b.Object.Name), cmp.Compare(a.Why, b.Why),
		)
	})
	return slices.Compact(all)
}
