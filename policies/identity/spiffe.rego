# METADATA
# title: SPIRE gives identities to pods on every node, where it is installed
# description: |
#   Workloads that are told to prove who they are ask the SPIRE agent of their node. On a node without a
#   ready agent they get no identity, and nobody lets them in; when the server is away, identities that
#   are due are not renewed.
#
#   kready looks for a SPIRE server with a ready pod and for a ready agent on each node. Registrations
#   and whether a workload gets an identity are not looked at. A cluster without SPIRE is left out.
# related_resources:
# - ref: https://spiffe.io/docs/latest/deploying/spire_agent/
# custom:
#   level: healthy
#   tier: could
#   since: 0.1.0
#   standsWithout:
#     any: [workloads/cronjobs, workloads/pods]
#   remediation: |
#     See why the pods of SPIRE are not ready, and let the agent's DaemonSet tolerate the taints of the
#     nodes that it misses:
#
#         kubectl -n NAMESPACE describe KIND NAME
package kready.identity.spiffe

import data.kready.internal.agents
import data.kready.internal.workloads
import data.kready.lib

spire(role) := {impl |
	some impl in lib.running(role)
	impl.name == "spire"
}

servers := spire("identity/issuer")

spire_agents := spire("identity/agent")

installed if count(servers | spire_agents) > 0

down contains finding if {
	some impl in (servers | spire_agents)
	some finding in workloads.down(impl)
}

gap contains finding if some finding in down

gap contains finding if {
	count(down) == 0
	some finding in agents.uncovered_findings(spire_agents)
}

gap contains {"message": "a SPIRE server runs, and no agent that could hand its identities to pods"} if {
	count(servers) > 0
	count(spire_agents) == 0
}

unknown contains {"message": "SPIRE's agents run, and their server is not seen in this cluster"} if {
	count(spire_agents) > 0
	count(servers) == 0
}

skip contains "SPIRE is not installed" if not installed

summary.gap contains "not every pod can get an identity from SPIRE"

summary.unknown contains "whether SPIRE can give identities cannot be told"

summary.pass contains "a SPIRE server runs, and an agent on each node" if agents.all_counted(spire_agents)

summary.pass contains "a SPIRE server and its agents run; on which nodes cannot be counted" if not agents.all_counted(spire_agents)
