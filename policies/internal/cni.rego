# METADATA
# title: Agents of networks that kready does not know or cannot see
package kready.internal.cni

import data.kready.internal.absence

# unknown_agents are DaemonSets that install CNI plugins and that no entry of the
# catalogue knows: they may well implement policies or Services.
unknown_agents := [w |
	some w in input.workloads
	w.kind == "DaemonSet"
	w.hostNetwork
	installs_cni(w)
	not [w.namespace, w.name] in known_agents
]

installs_cni(workload) if {
	some path in workload.hostPaths
	some part in {"cni/net.d", "cni/bin"}
	contains(path, part)
}

known_agents contains [object.get(ref, "namespace", ""), ref.name] if {
	some impl in input.inventory
	some ref in impl.workloads
	ref.kind == "DaemonSet"
}

# possible are findings on what may provide a role of the network without showing it: what is
# not recognised, and what the provider runs out of sight.
possible(role) := absence.possible(role) | hidden_agents

hidden_agents contains {"message": "nodes of EKS Auto Mode run their network agents out of sight"} if {
	"Auto Mode" in input.distribution.features
}
