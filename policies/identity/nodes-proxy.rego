# METADATA
# title: No agent holds nodes/proxy
# description: |
#   Whoever may get `nodes/proxy` can use every page of every kubelet, and one of them runs
#   commands in any pod of the node, past admission and past the audit log. Agents were given
#   it to read metrics; since Kubernetes 1.36 there are permissions for just that.
#
#   kready reads which ClusterRoles name `nodes/proxy` or `nodes/*`, and the ClusterRoleBindings
#   that give them to somebody. Roles that may do everything are not counted, and neither is
#   the API server's own access to kubelets, nor what a provider's agents hold in its own
#   namespaces. The check applies once all kubelets are 1.36 or newer.
#   Where the API server is known not to decide by RBAC, the answer is unknown: see `identity/authorization`.
# related_resources:
# - ref: https://kubernetes.io/docs/reference/access-authn-authz/kubelet-authn-authz/
# - ref: https://github.com/kubernetes/enhancements/tree/master/keps/sig-node/2862-fine-grained-kubelet-authz
# custom:
#   level: configured
#   tier: should
#   since: 0.1.0
#   standsWithout:
#     gap: [grants]
#   remediation: |
#     Replace `nodes/proxy` in the ClusterRole by what the agent needs: `nodes/metrics` and
#     `nodes/stats` for metrics, `nodes/pods`, `nodes/healthz`, `nodes/configz`, `nodes/log`.
#     Charts that are up to date have done so; upgrade them first.
package kready.identity["nodes-proxy"]

import data.kready.internal.authorization
import data.kready.lib

# minors are the minor versions of the kubelets.
minors contains minor if {
	some n in input.nodeKinds
	not n.virtual
	parts := split(n.kubeletVersion, ".")
	count(parts) > 2
	regex.match(`^[0-9]+$`, parts[1])
	minor := to_number(parts[1])
}

oldest := min(minors)

bindings contains g if {
	some g in input.grants
	g.kind == "ClusterRoleBinding"
	some rule in g.rules
	some resource in rule.resources
	resource in {"nodes/proxy", "nodes/*"}
}

# holders are those of a binding's subjects that should not hold it.
holders(g) := {holder |
	some s in g.subjects
	not exempt(g, s)
	holder := subject_text(s)
}

# The API server reaches kubelets as a user of its own.
exempt(g, s) if {
	g.roleName == "system:kubelet-api-admin"
	s.kind == "User"
}

# Cluster administrators gain nothing by it.
exempt(_, s) if {
	s.kind == "Group"
	s.name in {"system:masters", "kubeadm:cluster-admins"}
}

exempt(_, s) if {
	input.distribution.managed
	s.kind == "ServiceAccount"
	lib.system_namespace(s.namespace)
}

exempt(_, s) if {
	input.distribution.managed
	s.kind in {"Group", "User"}
	startswith(object.get(s, "name", ""), "system:")
}

subject_text(s) := sprintf("ServiceAccount %s/%s", [s.namespace, s.name]) if s.kind == "ServiceAccount"

subject_text(s) := sprintf("group %s", [s.name]) if s.kind == "Group"

subject_text(s) := "a user" if s.kind == "User"

gap contains finding if {
	some g in bindings
	who := holders(g)
	count(who) > 0
	finding := lib.finding(g.kind, g.namespace, g.name, sprintf("it gives %s to %s", [resources_text(g), lib.shortened(sort(who))]))
}

resources_text(g) := sprintf("%s (ClusterRole %s)", [concat(", ", resources), g.roleName]) if {
	resources := {r | some rule in g.rules; some r in rule.resources; r in {"nodes/proxy", "nodes/*"}}
}

unknown contains finding if some finding in authorization.moot

skip contains sprintf("kubelets of 1.%d know no finer permission yet", [oldest]) if oldest < 36

skip contains "no node says which version its kubelet is" if count(minors) == 0

summary.pass contains "no agent holds nodes/proxy"

summary.gap contains sprintf("%s nodes/proxy away", [lib.counted(count(gap), "binding gives", "bindings give")])

summary.unknown contains "what bindings say decides nothing here"
