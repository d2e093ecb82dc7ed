# METADATA
# title: No volume claim waits too long for its volume
# description: |
#   A claim that stays Pending keeps its pod from starting. The cause is often one for all: a
#   quota of the cloud that is used up, a credential of the driver that has expired, a class
#   with a typing error.
#
#   kready lists claims in phase Pending for longer than ten minutes by default
#   (`pendingMinutes`). Left out are claims whose class waits for a pod
#   (`WaitForFirstConsumer`) while no pod has been scheduled for them, and those that wait
#   for a default class where there is none, which `storage/default-class` reports. What the provisioner said last
#   of a claim is repeated where its events are still kept.
# related_resources:
# - ref: https://kubernetes.io/docs/concepts/storage/persistent-volumes/
# custom:
#   level: healthy
#   tier: should
#   requires: [storage/provisioner-live]
#   since: 0.1.0
#   standsWithout:
#     any: [events]
#     gap: [pendingClaims]
#   remediation: |
#     See what the provisioner said last; its own logs say more:
#
#         kubectl -n NAMESPACE describe pvc NAME
#
#     Delete claims that nobody needs.
package kready.storage.pending

import data.kready.internal.moments
import data.kready.lib

overdue contains c if {
	some c in input.pendingClaims
	lib.older(c.createdAt, input.thresholds.pendingMinutes)
	not waits_for_pod(c)
	not waits_for_default(c)
}

class(c) := c.class if c.classSet

class(c) := concat(",", [s.name | some s in input.storageClasses; s.default]) if not c.classSet

waits_for_pod(c) if {
	not c.scheduled
	c.volume == ""
	some s in input.storageClasses
	s.name == class(c)
	s.bindingMode == "WaitForFirstConsumer"
}

waits_for_default(c) if {
	not c.classSet
	c.volume == ""
	class(c) == ""
}

known_class(name) if {
	some s in input.storageClasses
	s.name == name
}

gap contains lib.finding("PersistentVolumeClaim", c.namespace, c.name, sprintf("Pending since %s: %s%s", [moments.at(c.createdAt), why(c), said(c)])) if {
	some c in overdue
}

# said is what the provisioner, or else Kubernetes' own controller, said last of a claim.
said(c) := sprintf(" (%s)", [words(c, "ProvisioningFailed")[0]]) if {
	count(words(c, "ProvisioningFailed")) > 0
} else := sprintf(" (%s)", [words(c, "FailedBinding")[0]]) if {
	count(words(c, "FailedBinding")) > 0
} else := ""

words(c, reason) := [e.message |
	some e in input.events
	e.kind == "PersistentVolumeClaim"
	e.namespace == c.namespace
	e.name == c.name
	e.reason == reason
]

why(c) := sprintf("its volume %s is not bound to it", [c.volume]) if c.volume != ""

why(c) := "it wants a volume that is made by hand (no class)" if {
	c.volume == ""
	c.classSet
	c.class == ""
}

why(c) := sprintf("its StorageClass %s does not exist", [class(c)]) if {
	c.volume == ""
	class(c) != ""
	not known_class(class(c))
}

why(c) := sprintf("StorageClass %s has made no volume", [class(c)]) if {
	c.volume == ""
	known_class(class(c))
}

summary.gap contains sprintf("%s for a volume", [lib.counted(count(gap), "claim waits", "claims wait")])

summary.pass contains sprintf("no claim waits for a volume in vain%s", [notes])

unused := [c | some c in input.pendingClaims; waits_for_pod(c)]

notes := "" if count(unused) == 0

notes := sprintf(" (%d wait for a pod)", [count(unused)]) if count(unused) > 1

notes := " (one waits for a pod)" if count(unused) == 1
