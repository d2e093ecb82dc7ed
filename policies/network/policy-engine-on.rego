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
#   standsWithout:
#     any: [workloads/cronjobs]
#     pass: [workloads/pods]
#     gap: [workloads/pods]
#   remediation: |
#     Switch the engine on in its own settings, as the finding names them, and restart its agents.
#   remedies:
#   - state: vpc-cni
#     text: |
#       Set `enableNetworkPolicy` to "true" in the configuration values of the VPC CNI add-on, or of its chart:
#
#           aws eks update-addon --cluster-name CLUSTER --addon-name vpc-cni --configuration-values '{"enableNetworkPolicy":"true"}'
#
#   - state: auto-mode
#     text: |
#       On EKS Auto Mode, set it in the ConfigMap amazon-vpc-cni, which is not there at first. Each NodeClass must say
#       `networkPolicy: DefaultAllow` or `DefaultDeny` besides:
#
#           kubectl -n kube-system create configmap amazon-vpc-cni --from-literal=enable-network-policy-controller=true
#   - state: cilium
#     text: |
#       Set `policyEnforcementMode: default` in the values of Cilium's chart, and `enable-k8s-networkpolicy` to
#       "true" or not at all. Then restart the agents:
#
#           kubectl -n NAMESPACE rollout restart daemonset/cilium
#   - state: not-on-every-node
#     text: |
#       Where a taint keeps the agent away, let its DaemonSet tolerate it: `tolerations: [{operator: Exists}]`.
#       Where it is there and not ready, the node's pods and their logs say why:
#
#           kubectl get pods -A -o wide --field-selector spec.nodeName=NODE
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

state contains "vpc-cni" if {
	count(policy_engines.enabled) == 0
	some impl in policy_engines.installed
	impl.name == "aws-vpc-cni"
	impl.state != "hidden"
}

state contains "auto-mode" if {
	count(policy_engines.enabled) == 0
	some impl in policy_engines.installed
	impl.name == "aws-vpc-cni"
	impl.state == "hidden"
}

state contains "cilium" if {
	count(policy_engines.enabled) == 0
	some impl in policy_engines.installed
	impl.name == "cilium"
}

state contains "not-on-every-node" if count(uncovered) > 0

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
