# METADATA
# title: The API server serves each of Kubernetes' own kinds in the version that the manifests ask for
# description: |
#   Kubernetes takes versions of its API away, and adds others. An object in a version that is gone, or not
#   there yet, is refused when it is applied: nothing of it is made.
#
#   Each object of the service is held against the discovery of the API server. Where objects from files
#   stand for the cluster, only what a release is known not to serve any more is a gap: their kinds tell
#   nothing of others.
# related_resources:
# - ref: https://kubernetes.io/docs/reference/using-api/deprecation-guide/
# custom:
#   subject: service
#   level: present
#   tier: must
#   since: 0.2.0
#   remediation: |
#     Write the object in a version that is served: the finding names those there are. Fields may have moved
#     between versions; this shows them:
#
#         kubectl explain KIND
package kready.cluster["kinds-served"]

import data.kready.internal.landing
import data.kready.internal.served
import data.kready.internal.upgrade
import data.kready.lib

objects := [o | some o in input.service.objects; o.builtin]

# of(o) is what the answer for an object depends on: many have the same.
of(o) := {"group": o.group, "version": o.version, "kind": o.kind, "scope": o.scope}

skip contains "the service has no object of a kind of Kubernetes itself" if count(objects) == 0

# kinds are those of the objects, each once: there are few, whatever there are of objects.
kinds contains of(o) if some o in objects

absent contains kind if {
	some kind in kinds
	missing(kind)
}

silent contains kind if {
	some kind in kinds
	not kind in absent
	served.unanswered(kind.group, kind.version)
}

gap contains landing.finding(o, 0, "service", message(of(o))) if {
	count(absent) > 0
	some o in objects
	of(o) in absent
	not later(of(o))
}

gap contains landing.finding(o, 0, "service", sprintf("%s %s is not served from Kubernetes %s on%s", [version(o), o.kind, r.removedIn, replaced(r)])) if {
	upgrade.asked
	some o in objects
	not of(o) in absent
	some r in ends(of(o))
	r.removedInMinor <= upgrade.minor
}

# later holds for what is not served today, where that is judged for a release to come: it may serve it.
later(o) if {
	upgrade.asked
	upgrade.minor > input.version.minor
	not gone(o)
}

# gone holds where the release that is judged for is known not to serve the kind in this version any more.
gone(o) if {
	some r in ends(o)
	r.removedInMinor <= upgrade.minor
}

unknown contains landing.finding(o, 0, "service", sprintf("%s: whether Kubernetes %s serves it is not known", [message(of(o)), input.forVersion.name])) if {
	count(absent) > 0
	some o in objects
	of(o) in absent
	later(of(o))
}

unknown contains landing.finding(o, 0, "service", sprintf("the server behind %s does not answer", [version(o)])) if {
	count(silent) > 0
	some o in objects
	of(o) in silent
}

# Not every version of a group has every kind of it, which only newer snapshots say.
unknown contains landing.finding(o, 0, "service", sprintf("the snapshot does not say whether %s has the kind %s", [version(o), o.kind])) if {
	input.target.kind == "cluster"
	not served.kinds_known
	some o in objects
	not of(o) in absent
	regex.match(`alpha|beta`, o.version)
}

# Files say of no API that it is served. What is stable since long before is taken to be.
unknown contains landing.finding(o, 0, "service", sprintf("files do not say whether the cluster serves %s %s", [version(o), o.kind])) if {
	input.target.kind != "cluster"
	some o in objects
	not of(o) in absent
	not stable(of(o))
}

missing(o) if {
	input.target.kind == "cluster"
	served.kinds_known
	not served.exactly(o.group, o.version, o.kind)
	not served.unanswered(o.group, o.version)
}

missing(o) if {
	input.target.kind == "cluster"
	not served.kinds_known
	not served.version_served(o.group, o.version)
	not served.unanswered(o.group, o.version)
}

missing(o) if removed(o)

# removed holds where the release is known not to serve the kind in this version any more.
removed(o) if count(removals(o)) > 0

removals(o) := {r | some r in ends(o); input.version.minor >= r.removedInMinor}

# ends(o) says when the kind ends in this version, if that is known.
ends(o) := {r |
	some table in input.tables.removals
	some r in table.removals
	r.group == o.group
	r.version == o.version
	o.kind in r.kinds
}

stable(o) if {
	o.version == "v1"
	o.scope != ""
}

stable(o) if [o.group, o.version, o.kind] == ["autoscaling", "v2", "HorizontalPodAutoscaler"]

message(o) := sprintf("%s %s is not served since Kubernetes %s%s", [version(o), o.kind, r.removedIn, replaced(r)]) if {
	by_release(o)
	some r in removals(o)
}

message(o) := sprintf("%s %s is not served by this cluster%s", [version(o), o.kind, instead(o)]) if not by_release(o)

# by_release holds where the release alone tells that a kind is gone.
by_release(o) if {
	removed(o)
	input.target.kind != "cluster"
}

by_release(o) if {
	removed(o)
	not served.kinds_known
}

replaced(r) := sprintf(": write it in version %s", [r.replacement]) if r.replacement != ""

replaced(r) := "" if r.replacement == ""

instead(o) := sprintf("; it serves %s", [concat(", ", served.elsewhere(o.kind))]) if count(served.elsewhere(o.kind)) > 0

else := ", in no version"

version(o) := served.version_of(o.group, o.version)

summary.pass contains sprintf("%s of Kubernetes' own kinds, in versions that are served", [lib.counted(count(objects), "object", "objects")])

summary.gap contains sprintf("%s in a version that is not served", [lib.counted(count(gap), "object is", "objects are")])
