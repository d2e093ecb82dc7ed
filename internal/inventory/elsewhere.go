package inventory

import (
	"strings"

	"github.com/kready/kready/internal/facts"
)

// elsewhere returns the roles that may be filled where no object of this cluster tells: in the cluster that runs a vCluster,
// and inside K3s's servers, whose flags are on nodes that are not there when they run no pods.
func (f *finder) elsewhere(d facts.Distribution) []facts.Candidate {
	var roles map[string]string
	switch {
	case d.Name == "vcluster":
		roles = map[string]string{}
		for _, role := range []string{
			"network/service-proxy", "network/policy", "network/load-balancer", "ingress/controller", "logs/agent", "metrics/pipeline", "storage/provisioner",
		} {
			roles[role] = "the cluster that runs this vCluster may do it, which cannot be seen from here"
		}
	case d.Name == "k3s" && serversUnseen(f.s.Nodes):
		roles = f.insideServers(d.Name)
	}
	var found []facts.Candidate
	for role, why := range roles {
		found = append(found, facts.Candidate{Role: role, Why: why})
	}
	return sortedCandidates(found)
}

// insideServers returns the roles that a flag of a distribution's servers decides.
func (f *finder) insideServers(distribution string) map[string]string {
	roles := map[string]string{}
	for e := range f.c.Entries {
		entry := &f.c.Entries[e]
		for _, h := range entry.Hidden {
			if h.Distribution != distribution || len(h.NodeArgs) == 0 {
				continue
			}
			provides := h.Provides
			if len(provides) == 0 {
				provides = entry.Provides
			}
			for _, role := range provides {
				roles[role] = "no node shows how the servers were started, which decides whether " + entry.Title + " runs inside them"
			}
		}
	}
	return roles
}

// serversUnseen reports whether nodes say how they were started, and none of them is a server.
func serversUnseen(nodes []facts.Node) bool {
	said := false
	for _, n := range nodes {
		args := n.Annotations["k3s.io/node-args"]
		if strings.HasPrefix(args, `["server"`) {
			return false
		}
		said = said || args != ""
	}
	return said
}
