# METADATA
# title: Each namespace that the service lands in is there, and is not being deleted
# description: |
#   An object cannot be made in a namespace that does not exist, nor in one that is Terminating: the API
#   server refuses it. A Namespace that is among the manifests counts as there.
# related_resources:
# - ref: https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/
# custom:
#   subject: service
#   level: present
#   tier: must
#   since: 0.2.0
#   remedies:
#   - state: terminating
#     text: |
#       See what holds the deletion up, and wait for its end, or land in another namespace:
#
#           kubectl get namespace NAMESPACE -o yaml
#   remediation: |
#     Make the namespace, or add it to the manifests, with the labels that the platform's own have:
#
#         kubectl create namespace NAMESPACE
package kready.cluster["namespaces-there"]

import data.kready.internal.landing
import data.kready.lib

skip contains "no object of the service lies in a namespace, or it brings its namespaces itself" if count(input.service.namespaces) == 0

gap contains finding if {
	some name in input.service.namespaces
	not landing.namespace_there(name)
	finding := found(name, "service", "does not exist")
}

gap contains finding if {
	some name in input.service.namespaces
	terminating(name)
	finding := object.union(found(name, "platform", "is being deleted: nothing can be made in it"), {"state": "terminating"})
}

# A namespace that the manifests bring may be there, on its way out.
gap contains finding if {
	some o in input.service.objects
	o.kind == "Namespace"
	o.group == ""
	terminating(o.name)
	finding := object.union(landing.finding(o, 0, "platform", "it is there already, and being deleted: nothing can be made in it"), {"state": "terminating"})
}

terminating(name) if {
	some n in input.namespaces
	n.name == name
	n.phase == "Terminating"
}

# found is a finding on a namespace, at the first object that lies in it.
found(name, by, what) := {
	"object": {"kind": "Namespace", "namespace": "", "name": name},
	"at": {"file": first.file, "line": first.line}, "by": by,
	"message": sprintf("it %s; %s to lie in it, such as %s", [what, lib.counted(count(inside), "object is", "objects are"), landing.what(first)]),
} if {
	inside := [o | some o in input.service.objects; o.namespace == name]
	first := inside[0]
}

state contains "terminating" if {
	some f in gap
	object.get(f, "state", "") == "terminating"
}

summary.pass contains sprintf("%s there", [lib.counted(count(input.service.namespaces), "namespace is", "namespaces are")])

summary.gap contains sprintf("%s not there", [lib.counted(count(gap), "namespace is", "namespaces are")])
