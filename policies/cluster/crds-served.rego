# METADATA
# title: Every CRD is served, by the names that it asks for
# description: |
#   A CRD whose plural or kind is taken by another one of its group is not served at all: it is there, and no object of it can be made. One that lost a short name
#   or a kind to another CRD later on goes on under its old names. And one that is being deleted takes no new object while it
#   waits for the finalizers of those that are left. Controllers that wait for such a kind start, are Ready and do nothing.
#
#   kready reads the conditions `NamesAccepted` and `Established` of each CRD, and since when it is being deleted. What was made
#   less than five minutes ago (`settlingMinutes`) may not be served yet, and within an hour (`terminatingMinutes`) finalizers may still be at work.
# related_resources:
# - ref: https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/
# - ref: https://github.com/kubernetes/apiextensions-apiserver/blob/master/pkg/controller/status/naming_controller.go
# custom:
#   level: healthy
#   tier: should
#   since: 0.2.0
#   standsWithout:
#     gap: [crds]
#   remediation: |
#     See what the CRD waits for:
#
#         kubectl describe crd NAME
#   remedies:
#   - state: names-taken
#     text: |
#       Two CRDs of one group ask for the same name, most often of two products or of two releases of one. Take out the one that
#       nothing uses: deleting a CRD deletes all of its objects.
#
#           kubectl describe crd NAME
#           kubectl get crds
#   - state: terminating
#     text: |
#       Bring back the controller that owns the finalizers of its objects and let it finish. When it is gone for good, take its finalizer
#       off those that are left; what they stood for outside of the cluster is then yours to remove. Then install the CRD anew, if it is still needed.
#
#           kubectl get NAME --all-namespaces
#           kubectl describe crd NAME
package kready.cluster["crds-served"]

import data.kready.internal.moments
import data.kready.lib

of(c, text, state) := object.union(lib.finding("CustomResourceDefinition", "", c.name, text), {"state": state})

# going are those that are being deleted: no other condition of theirs counts.
going := [c | some c in input.crds; lib.known(c.deletedAt)]

staying := [c | some c in input.crds; not lib.known(c.deletedAt); not young(c)]

young(c) if {
	lib.known(c.createdAt)
	not lib.older(c.createdAt, input.thresholds.settlingMinutes)
}

why(c) := "" if c.why == ""

why(c) := sprintf(" (%s)", [c.why]) if c.why != ""

gap contains of(c, sprintf("it is not served: its names are taken%s", [why(c)]), "names-taken") if {
	some c in staying
	c.namesAccepted == "False"
	c.established != "True"
}

gap contains of(c, sprintf("it is served by names that it had before: one that it asks for is taken%s", [why(c)]), "names-taken") if {
	some c in staying
	c.namesAccepted == "False"
	c.established == "True"
}

gap contains lib.finding("CustomResourceDefinition", "", c.name, "it is not established, so that it is not served") if {
	some c in staying
	c.namesAccepted != "False"
	c.established == "False"
}

gap contains of(c, sprintf("it is being deleted since %s, and takes no new object%s", [moments.at(c.deletedAt), why(c)]), "terminating") if {
	some c in going
	lib.older(c.deletedAt, input.thresholds.terminatingMinutes)
}

state contains "names-taken" if {
	some f in gap
	f.state == "names-taken"
}

state contains "terminating" if {
	some f in gap
	f.state == "terminating"
}

said := [c | some c in input.crds; c.established != ""]

skip contains "there is no CRD" if count(input.crds) == 0

unknown contains {"message": "no CRD says whether it is served, as in manifests"} if {
	count(input.crds) > 0
	count(said) == 0
}

summary.pass contains sprintf("%s served", [lib.counted(count(said), "CRD is", "CRDs are")])

summary.gap contains sprintf("%s not served as asked for", [lib.counted(count(gap), "CRD is", "CRDs are")])

summary.unknown contains "whether CRDs are served is not known"
