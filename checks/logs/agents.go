// Package logs holds the checks of log collection that compare agents with nodes.
package logs

import (
	"slices"
	"strings"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/kube"
)

// role is what the catalogue calls a product that reads the logs of nodes.
const role = "logs/agent"

// agent is one DaemonSet that reads the logs of nodes.
type agent struct {
	facts.Workload
	title string
}

// ref names the DaemonSet.
func (a agent) ref() facts.ObjectRef { return kube.Ref(&a.Workload) }

// untolerated returns the permanent taints of a node that keep the agent's pods away.
func (a agent) untolerated(n *facts.Node) []facts.Taint {
	return kube.Untolerated(&a.Workload, kube.PermanentTaints(n))
}

// keptAway reports whether taints keep every agent that is meant for a node away.
func keptAway(meant []agent, n *facts.Node) bool {
	return len(meant) > 0 && !slices.ContainsFunc(meant, func(a agent) bool { return len(a.untolerated(n)) == 0 })
}

// agents returns the DaemonSets of all running log agents, in the snapshot's order.
func agents(in *facts.Input) []agent {
	var found []agent
	for _, w := range in.Workloads {
		if w.Kind != facts.DaemonSet || !readsLogs(w) {
			continue
		}
		ref := kube.Ref(&w)
		for _, impl := range in.Inventory {
			if impl.State == facts.StateRunning && slices.Contains(impl.Roles, role) && slices.Contains(impl.Workloads, ref) {
				found = append(found, agent{Workload: w, title: impl.Title})
				break
			}
		}
	}
	return found
}

// readsLogs tells the agent from its helpers, which mount other folders of the node.
func readsLogs(w facts.Workload) bool { return slices.ContainsFunc(w.HostPaths, holdsLogs) }

// holdsLogs reports whether a folder of the node holds the logs of pods or of the node.
func holdsLogs(path string) bool {
	path = strings.TrimSuffix(strings.TrimPrefix(strings.ToLower(strings.ReplaceAll(path, `\`, "/")), "c:"), "/")
	switch path {
	case "", "/var", "/var/lib", "/var/lib/docker", "/run/log", "/run/log/journal":
		return true
	}
	return strings.HasPrefix(path, "/var/log") || strings.HasPrefix(path, "/var/lib/docker/containers")
}

// titles joins the names of the agents' products, each once.
func titles(all []agent) string {
	var names []string
	for _, a := range all {
		if !slices.Contains(names, a.title) {
			names = append(names, a.title)
		}
	}
	return strings.Join(names, " and ")
}

// selecting returns the agents whose node selector picks the node.
func selecting(all []agent, n facts.Node) []agent {
	var picked []agent
	for _, a := range all {
		if kube.HasLabels(n.Labels, a.NodeSelector) {
			picked = append(picked, a)
		}
	}
	return picked
}

// physical returns the nodes that DaemonSets can run on, but for those whose agent is a service of the node.
func physical(in *facts.Input) []facts.Node {
	services := servesWindows(in)
	return slices.DeleteFunc(slices.Clone(in.Nodes), func(n facts.Node) bool { return n.Virtual || services && n.OS == "windows" })
}

// servesWindows reports whether GKE collects logs: on Windows nodes by a service, where no API shows it. See
// https://github.com/kubernetes/cloud-provider-gcp/blob/master/cluster/gce/windows/k8s-node-setup.psm1
func servesWindows(in *facts.Input) bool {
	return slices.ContainsFunc(in.Inventory, func(i facts.Implementation) bool {
		return i.Name == "fluentbit-gke" && i.State == facts.StateRunning
	})
}

// expected returns a test for nodes that are ready and have been there long enough for
// their agents to have started. What keeps a node from being ready is the matter of
// another check.
func expected(in *facts.Input) func(facts.Node) bool {
	justJoined := in.JoinedWithin(in.Thresholds.OrDefault().SettlingMinutes.Duration())
	return func(n facts.Node) bool {
		ready, known := n.Condition("Ready")
		return !justJoined(&n) && (!known || ready.Status == "True")
	}
}
