# METADATA
# title: The NetworkPolicy engine is not switched off, and no node lacks its agent
# description: |
#   An engine that is installed need not be at work. The agent of the Amazon VPC CNI runs
#   on every node by default and enforces nothing until it is told to; Cilium can be set
#   to never enforce. Policies are then accepted and ignored, just as without an engine.
#
#   The configuration is read: `enable-policy` and `enable-k8s-networkpolicy` in Cilium's
#   ConfigMap; the argument `--enable-network-policy` of the VPC CNI's node agent and
#   `enable-network-policy-controller` in the ConfigMap `amazon-vpc-cni`. Engines without
#   such a switch count as on. An engine that runs beside the CNI must have a ready agent
#   on every Linux node. Whether traffic is really blocked, only a probe can tell.
# related_resources:
# - ref: https://docs.aws.amazon.com/eks/latest/userguide/cni-network-policy.html
# - ref: https://docs.cilium.io/en/stable/security/policy/intro/
# custom:
#   level: configured
#   tier: must
#   requires: [network/policy-engine]
#   since: 0.1.0
#   remediation: |
#     Amazon VPC CNI as an EKS add-on:
#
#         aws eks update-addon --cluster-name NAME --addon-name vpc-cni \
#           --configuration-values '{"enableNetworkPolicy":"true"}'
#
#     EKS Auto Mode: create the ConfigMap `kube-system/amazon-vpc-cni` with
#     `enable-network-policy-controller: "true"`.
#
#     Cilium: set the Helm value `policyEnforcementMode: default`, then restart its agents.
#
#     An agent that is missing on a node: give its DaemonSet a toleration for that node's
#     taints.
package kready.network["policy-engine-on"]

import data.kready.internal.agents
import data.kready.internal.policy_engines
import data.kready.lib

gap contains finding if {
	off
	some impl in policy_engines.installed
	some finding in policy_engines.off(impl)
}

gap contains found if some found in uncovered

unknown contains finding if {
	count(policy_engines.enabled) == 0
	some impl in policy_engines.installed
	some finding in policy_engines.undetermined(impl)
}

off if {
	count(policy_engines.enabled) == 0
	every impl in policy_engines.installed {
		count(policy_engines.off(impl)) > 0
	}
}

# uncovered are findings on nodes without an agent of an engine that runs beside the CNI.
# Where the CNI itself is the engine, network/cni-coverage reports them.
uncovered contains found if {
	every impl in policy_engines.enabled {
		not "network/cni" in impl.roles
	}
	some found in agents.uncovered_findings(policy_engines.enabled)
}

summary.gap contains sprintf("%s is installed and switched off", [lib.names(policy_engines.installed)]) if off

summary.gap contains sprintf("%s enforces nothing on %s", [agents.titles(policy_engines.enabled), lib.counted(count(uncovered), "node", "nodes")]) if {
	count(uncovered) > 0
}

summary.unknown contains sprintf("it cannot be told whether %s enforces anything", [lib.names(policy_engines.installed)]) if {
	not off
}

summary.pass contains sprintf("no setting that is read switches %s off", [lib.names(policy_engines.enabled)]) if {
	count(policy_engines.enabled) > 0
	count(uncovered) == 0
}
