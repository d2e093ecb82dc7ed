# METADATA
# title: No group of many can read the Secrets of the whole cluster
# description: |
#   Whoever can read all Secrets is whoever any service is: its database, its cloud, and every ServiceAccount with a token in a Secret.
#   The account that pods have when they ask for none, and a group that was meant to see logs, come to it by one ClusterRoleBinding.
#
#   kready reads the ClusterRoleBindings that let a group, or a ServiceAccount called default, get, list or watch Secrets
#   of all namespaces. Left out are those of everybody (`identity/broad-bindings`), of Kubernetes' own groups,
#   and of groups with all rights on everything, who are administrators by intent. Controllers with accounts of their own, single users, and
#   RoleBindings are not looked at. Where the API server is known not to decide by RBAC, the answer is unknown: see `identity/authorization`.
# related_resources:
# - ref: https://kubernetes.io/docs/concepts/security/rbac-good-practices/
# - ref: https://kubernetes.io/docs/concepts/configuration/secret/#information-security-for-secrets
# custom:
#   level: configured
#   tier: could
#   since: 0.2.0
#   standsWithout:
#     gap: [secretReaders]
#   remediation: |
#     Give the role in those namespaces where it is needed, by RoleBindings, or one without Secrets (`view`); give pods that
#     need it a ServiceAccount of their own. Then delete the binding:
#
#         kubectl get clusterrolebinding NAME -o yaml
#         kubectl delete clusterrolebinding NAME
package kready.secrets["broad-read"]

import data.kready.internal.authorization
import data.kready.lib

# held are the bindings with the subjects that should not have them.
held contains {"binding": g, "by": by} if {
	some g in input.secretReaders
	by := {who |
		some s in g.subjects
		who := subject(g, s)
	}
	count(by) > 0
}

subject(_, s) := sprintf("ServiceAccount %s/default, which pods have that ask for none,", [s.namespace]) if {
	s.kind == "ServiceAccount"
	not lib.system_namespace(s.namespace)
}

subject(_, s) := sprintf("every pod of namespace %s", [namespace]) if {
	s.kind == "Group"
	namespace := trim_prefix(s.name, "system:serviceaccounts:")
	namespace != s.name
	not lib.system_namespace(namespace)
}

subject(g, s) := "a group" if {
	s.kind == "Group"
	not startswith(s.name, "system:")
	s.name != "kubeadm:cluster-admins"
	not all_rights(g)
}

# all_rights holds for those of administrators.
all_rights(g) if {
	some rule in g.rules
	"*" in rule.groups
	"*" in rule.resources
	"*" in rule.verbs
}

gap contains lib.finding("ClusterRoleBinding", "", h.binding.name, sprintf("it lets %s read all Secrets, by ClusterRole %s", [lib.shortened(sort(h.by)), h.binding.roleName])) if {
	some h in held
}

unknown contains finding if some finding in authorization.moot

summary.pass contains "no binding lets a group, or pods without an account of their own, read all Secrets"

summary.gap contains sprintf("%s many read all Secrets", [lib.counted(count(gap), "binding lets", "bindings let")])

summary.unknown contains "what bindings say decides nothing here"
