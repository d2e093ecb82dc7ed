# METADATA
# title: The Namespaces that the service brings carry what all others for applications carry
# description: |
#   Clusters have conventions for namespaces that nothing enforces: a Pod Security level, the label of a mesh, an owner
#   that costs are charged to, a ResourceQuota. A namespace without them is let alone by what selects by them.
#
#   kready takes the labels, and the ResourceQuotas and LimitRanges, that each other namespace for applications has, where
#   there are three at least, and asks for them on the Namespaces that the service brings. Labels that tools set by themselves
#   count for nothing. The values are not compared. Where a policy engine runs, it may add what is missing, and the answer
#   is unknown.
# related_resources:
# - ref: https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/
# - ref: https://kubernetes.io/docs/concepts/security/pod-security-admission/
# custom:
#   subject: service
#   level: configured
#   tier: could
#   since: 0.2.0
#   remediation: |
#     Add to the Namespace what the others have:
#
#         kubectl get namespaces --show-labels
package kready.policy["namespace-conventions"]

import data.kready.internal.landing
import data.kready.internal.namespaces
import data.kready.lib

brought := landing.objects_of("", "Namespace")

skip contains "the service brings no Namespace" if count(brought) == 0

# others are the namespaces for applications that the service does not bring.
others contains ns.name if {
	some ns in namespaces.apps
	not ns.name in {o.name | some o in brought}
	ns.name != "default"
}

# enough holds where a convention can be told from chance.
enough if count(others) >= 3

# set_by_tools are the beginnings of labels that are set without anybody's thinking of a convention.
set_by_tools := [
	"kubernetes.io/metadata.name", "kustomize.toolkit.fluxcd.io/", "argocd.argoproj.io/", "app.kubernetes.io/managed-by", "helm.sh/",
	"openshift.io/", "olm.operatorgroup.uid/", "field.cattle.io/", "name",
]

by_tool(key) if {
	some beginning in set_by_tools
	startswith(key, beginning)
}

# conventional are the labels that all of the others have.
conventional := intersection({keys |
	some ns in namespaces.apps
	ns.name in others
	keys := {key | some key, _ in ns.labels; not by_tool(key)}
}) if enough

# bounded are the kinds of bounds that all of the others have.
bounded contains kind if {
	enough
	some kind in ["ResourceQuota", "LimitRange"]
	every name in others { name in bounded_by[kind] }
}

lacking contains {"object": o, "what": sprintf("the label %s", [key])} if {
	some o in brought
	some key in conventional
	not key in object.keys(o.labels)
}

lacking contains {"object": o, "what": sprintf("a %s", [kind])} if {
	some o in brought
	some kind in bounded
	not has(kind, o.name)
}

has(kind, namespace) if {
	some o in landing.objects_of("", kind)
	o.namespace == namespace
}

has(kind, namespace) if namespace in bounded_by[kind]

# bounded_by are the namespaces of the cluster with each kind of bounds.
bounded_by := {kind: {l.namespace | some l in input.namespaceLimits; l.kind == kind} | some kind in {l.kind | some l in input.namespaceLimits}}

engines := lib.running("policy/engine")

says(l) := sprintf("it has not %s, which each of the %d other namespaces for applications has", [l.what, count(others)])

gap contains landing.finding(l.object, 0, "service", says(l)) if {
	count(engines) == 0
	some l in lacking
}

unknown contains landing.finding(l.object, 0, "service", sprintf("%s: %s may add it", [says(l), lib.names(engines)])) if {
	count(engines) > 0
	some l in lacking
}

counted(list) := lib.counted(count(list), "Namespace", "Namespaces")

summary.pass contains sprintf("%s, with what the %d others for applications have in common", [counted(brought), count(others)]) if enough

summary.pass contains sprintf("%s; the others for applications are too few to tell what is a convention", [counted(brought)]) if not enough

summary.gap contains sprintf("%s unlike all others", [counted({l.object.name | some l in lacking})])

summary.unknown contains "whether the service's Namespaces get what all others have is not known"
