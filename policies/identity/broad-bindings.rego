# METADATA
# title: No powerful role is given to everybody
# description: |
#   Every pod is in the groups `system:authenticated` and `system:serviceaccounts`, and on many
#   clusters so is everybody with an account at the provider; `system:unauthenticated` and the
#   user `system:anonymous` are anybody who reaches the API server. A role that is bound to
#   one of them is given away: one service that was broken into is then the whole cluster.
#
#   kready reads every ClusterRoleBinding and RoleBinding and the roles of those that name one
#   of these subjects. It is a gap when such a role may change anything, run commands in pods
#   or read Secrets; when it may read pods or ConfigMaps of the whole cluster; and when
#   somebody anonymous may read any object. What passes: health and version pages, discovery,
#   questions about one's own permissions, the way to a Service that the role names, and the
#   bindings that kubeadm and OpenShift ship. Other reading is counted in the summary.
#
#   Where the API server is known not to decide by RBAC, what bindings say decides nothing, and the answer is unknown: see
#   `identity/authorization`. It does not see authorizers other than RBAC (GKE's legacy ABAC, a provider's IAM), nor a
#   group of your own in which everybody is.
# related_resources:
# - ref: https://kubernetes.io/docs/concepts/security/rbac-good-practices/
# - ref: https://kubernetes.io/docs/reference/access-authn-authz/rbac/#discovery-roles
# - ref: https://cloud.google.com/kubernetes-engine/docs/best-practices/rbac
# custom:
#   level: configured
#   tier: must
#   since: 0.1.0
#   standsWithout:
#     gap: [grants]
#   remediation: |
#     Find out who relies on the binding (the audit log names the user), bind the role to that
#     group or ServiceAccount, then delete the binding: `kubectl delete clusterrolebinding
#     NAME`. If it came with a product, upgrade the product.
package kready.identity["broad-bindings"]

import data.kready.internal.authorization
import data.kready.lib

# broad are the bindings that name everybody, with whom they name.
broad contains {"grant": g, "who": who} if {
	some g in input.grants
	who := {s.name | some s in g.subjects; everybody(s)}
	count(who) > 0
	not shipped(g)
}

everybody(s) if {
	s.kind == "Group"
	s.name in {"system:unauthenticated", "system:authenticated", "system:serviceaccounts"}
}

everybody(s) if anonymous(s)

# anonymous holds for requests without authentication.
anonymous(s) if {
	s.kind == "Group"
	s.name == "system:unauthenticated"
}

anonymous(s) if {
	s.kind == "User"
	s.name == "system:anonymous"
}

# shipped are the bindings that come with the cluster, by name and role. All others of
# Kubernetes itself are harmless by what their roles say.
shipped(g) if {
	g.namespace == "kube-public"
	g.name == "kubeadm:bootstrap-signer-clusterinfo"
	g.roleName == g.name
}

shipped(g) if {
	input.distribution.name == "openshift"
	openshift(g.roleName)
}

# openshift are the roles that OpenShift gives to all: its own, but for the security
# contexts above the default ones.
openshift(role) if {
	startswith(role, "system:")
	not startswith(role, "system:openshift:scc:")
}

openshift(role) if {
	role in {
		"system:openshift:scc:restricted", "system:openshift:scc:restricted-v2", "basic-user", "cluster-status", "self-access-reviewer",
		"console-extensions-reader", "helm-chartrepos-viewer", "shared-resource-viewer", "copied-csv-viewer",
	}
}

# excessive_rights are the rights of a binding that not everybody should have: "delete pods".
excessive_rights(b) := {power |
	some rule in b.grant.rules
	some resource in rule.resources
	some verb in rule.verbs
	excessive(b, rule, resource, verb)
	power := sprintf("%s %s", [any_of(verb, "do anything with"), any_of(resource, "everything")])
}

# Where manifests do not contain the role, those of Kubernetes itself are known.
built_in(b) if {
	not b.grant.roleFound
	b.grant.roleName in {"cluster-admin", "admin", "edit"}
}

any_of("*", words) := words

any_of(word, _) := word if word != "*"

excessive(_, rule, resource, verb) if {
	not verb in {"get", "list", "watch"}
	not harmless(rule, resource, verb)
}

# Reading these is more than reading: "get" on pods/exec runs a command.
excessive(_, rule, resource, _) if {
	resource in {"*", "secrets", "pods/*", "pods/exec", "pods/attach", "pods/portforward", "pods/proxy", "services/proxy", "nodes/proxy"}
	not named_service_proxy(rule, resource)
}

excessive(b, rule, resource, _) if {
	b.grant.kind == "ClusterRoleBinding"
	resource in {"pods", "pods/log", "configmaps"}
	count(rule.names) == 0
}

excessive(b, _, _, _) if {
	some s in b.grant.subjects
	anonymous(s)
}

# A review of one's own rights changes nothing. PodSecurityPolicies no longer exist.
harmless(_, resource, "create") if {
	resource in {"selfsubjectaccessreviews", "selfsubjectrulesreviews", "selfsubjectreviews"}
}

harmless(_, "podsecuritypolicies", "use")

harmless(rule, resource, _) if named_service_proxy(rule, resource)

# named_service_proxy holds for Services that are named, as Sealed Secrets lets everybody fetch
# its public key from one.
named_service_proxy(rule, "services/proxy") if {
	count(rule.names) > 0
	every verb in rule.verbs {
		verb in {"get", "create"}
	}
}

gap contains finding if {
	some b in broad
	found := excessive_rights(b)
	count(found) > 0
	finding := lib.finding(b.grant.kind, b.grant.namespace, b.grant.name, sprintf("%s lets %s %s", [role(b.grant), lib.shortened(sort(b.who)), lib.shortened(sort(found))]))
}

gap contains finding if {
	some b in broad
	built_in(b)
	finding := lib.finding(b.grant.kind, b.grant.namespace, b.grant.name, sprintf("%s is given %s", [lib.shortened(sort(b.who)), role(b.grant)]))
}

# A role that is not there gives nothing in a cluster; in manifests it may be elsewhere.
unknown contains finding if {
	input.target.kind == "manifests"
	some b in broad
	not b.grant.roleFound
	not built_in(b)
	finding := lib.finding(b.grant.kind, b.grant.namespace, b.grant.name, sprintf("%s is given %s, which the manifests do not hold", [lib.shortened(sort(b.who)), role(b.grant)]))
}

unknown contains finding if some finding in authorization.moot

role(g) := sprintf("%s %s", [g.roleKind, g.roleName])

offending_bindings contains f.object if some f in gap

# read_only are the bindings that let everybody read something, and are no gap. Those of
# Kubernetes itself are left out.
read_only contains b.grant.name if {
	some b in broad
	not startswith(b.grant.roleName, "system:")
	count(excessive_rights(b)) == 0
	some rule in b.grant.rules
	count({v | some v in rule.verbs; v in {"get", "list", "watch"}}) > 0
	count(rule.resources) > 0
}

summary.gap contains sprintf("%s everybody too much", [lib.counted(count(offending_bindings), "binding gives", "bindings give")]) if count(offending_bindings) > 0

summary.pass contains sprintf("no binding gives a powerful role to everybody%s", [note])

default note := ""

note := sprintf("; %s everybody read some objects", [lib.counted(count(read_only), "other lets", "others let")]) if {
	count(read_only) > 0
}

summary.unknown contains sprintf("%s whose role is not in the manifests", [lib.counted(count(unknown), "binding", "bindings")]) if {
	count(authorization.moot) == 0
}

summary.unknown contains "what bindings say decides nothing here" if count(authorization.moot) > 0
