# METADATA
# title: A backup schedule takes the namespaces in which the service keeps data
# description: |
#   Schedules often name their namespaces. One that was made later is in none of them, and nobody notices before something
#   has to be restored.
#
#   kready takes the namespaces of the volume claims that the service brings or its pods name, and asks for a Schedule of
#   Velero that is valid, not paused, and takes all of the namespace. Where a schedule leaves objects out by a selector or by
#   kinds, and where another product makes the backups, the answer is unknown. An object that says
#   `velero.io/exclude-from-backup: "true"` is to be left out. Whether the contents of volumes are saved, and whether a
#   backup can be restored, are matters of `backup/volume-data` and `backup/restore-drill`.
# related_resources:
# - ref: https://velero.io/docs/main/api-types/schedule/
# - ref: https://velero.io/docs/main/resource-filtering/
# custom:
#   subject: service
#   level: configured
#   tier: should
#   since: 0.2.0
#   requires: [backup/present]
#   standsWithout:
#     any: [workloads/cronjobs]
#   remediation: |
#     Have the platform add the namespace to a Schedule, or make one for it:
#
#         velero schedule create NAMESPACE --schedule="0 3 * * *" --include-namespaces NAMESPACE
package kready.backup["namespace-scheduled"]

import data.kready.internal.landing
import data.kready.lib

# keeping are the objects of the service that keep data, with the line to look at.
keeping contains {"part": c, "line": c.claimLine, "namespace": c.namespace} if {
	some c in input.service.claims
	c.kind in {"PersistentVolumeClaim", "StatefulSet"}
	not left_out(c)
}

keeping contains {"part": p, "line": v.line, "namespace": p.namespace} if {
	some p in input.service.pods
	some v in p.volumes
	v.claim != ""
	not landing.brought("", "PersistentVolumeClaim", p.namespace, v.claim)
}

left_out(c) if [c.kind, c.namespace, c.name] in excluded

excluded contains [o.kind, o.namespace, o.name] if {
	some o in input.service.objects
	o.labels["velero.io/exclude-from-backup"] == "true"
}

skip contains "the service keeps nothing in volumes" if count(keeping) == 0

makers := lib.running("backup/cluster")

velero if "velero" in {impl.name | some impl in makers}

others contains impl.title if {
	some impl in makers
	impl.name != "velero"
}

# active are the schedules that make backups.
active contains s if {
	some s in input.backupSchedules
	not s.paused
	s.phase != "FailedValidation"
}

# covered holds for a namespace that a schedule takes all of.
covered(namespace) if {
	some s in active
	s.takes == "all"
	included(s, namespace)
	not namespace in s.excludedNamespaces
}

included(s, _) if count(s.includedNamespaces) == 0

included(s, _) if "*" in s.includedNamespaces

included(s, namespace) if namespace in s.includedNamespaces

# perhaps are the schedules that may take a namespace, or a part of it, with why that is not known.
perhaps(namespace) := parts | wild(namespace) if {
	parts := {sprintf("%s leaves objects out by a selector or by kinds", [s.name]) |
		some s in active
		s.takes == "some"
		included(s, namespace)
		not namespace in s.excludedNamespaces
	} | {sprintf("which namespaces %s takes was not read", [s.name]) | some s in active; s.takes == ""}
}

wild(namespace) := {sprintf("%s names namespaces by a pattern", [s.name]) |
	some s in active
	some name in array.concat(s.includedNamespaces, s.excludedNamespaces)
	contains(name, "*")
	name != "*"
	glob.match(name, null, namespace)
}

uncovered contains k if {
	velero
	some k in keeping
	not covered(k.namespace)
}

uncovered contains k if {
	velero
	some k in keeping
	count(wild(k.namespace)) > 0
}

gap contains landing.finding(k.part, k.line, "platform", sprintf("no schedule of Velero takes the namespace %s: %s", [k.namespace, there])) if {
	count(others) == 0
	some k in uncovered
	count(perhaps(k.namespace)) == 0
}

there := "there is none" if count(active) == 0

there := sprintf("there %s %s", [lib.are(count(active)), lib.shortened(sort({says(s) | some s in active}))]) if count(active) > 0

says(s) := sprintf("%s for %s", [s.name, lib.shortened(s.includedNamespaces)]) if {
	count(s.includedNamespaces) > 0
	count(s.excludedNamespaces) == 0
}

says(s) := sprintf("%s without %s", [s.name, lib.shortened(s.excludedNamespaces)]) if count(s.excludedNamespaces) > 0

says(s) := s.name if count(s.includedNamespaces) + count(s.excludedNamespaces) == 0

unknown contains landing.finding(k.part, k.line, "platform", sprintf("whether its namespace %s is saved is not known: %s", [k.namespace, lib.shortened(sort(perhaps(k.namespace)))])) if {
	some k in uncovered
	count(perhaps(k.namespace)) > 0
}

unknown contains landing.finding(k.part, k.line, "platform", sprintf("whether its namespace %s is saved is not known: what %s takes was not read", [k.namespace, concat(" or ", others)])) if {
	count(others) > 0
	some k in keeping
	not saved(k)
}

saved(k) if {
	velero
	covered(k.namespace)
	count(wild(k.namespace)) == 0
}

needy contains landing.finding(k.part, k.line, "platform", "what it keeps in volumes is to be saved") if some k in keeping

counted(list) := lib.counted(count({k.namespace | some k in list}), "namespace", "namespaces")

summary.pass contains sprintf("%s with data, which a schedule takes", [counted(keeping)])

summary.gap contains sprintf("%s with data of %s no schedule takes", [counted(uncovered), counted(keeping)])

summary.unknown contains sprintf("whether %s with data of the service are saved is not known", [counted(keeping)])
