# METADATA
# title: Versions of Kubernetes' own APIs that are served, and go
package kready.internal.removals

import data.kready.internal.upgrade
import data.kready.lib

served contains [api.name, version] if {
	some api in input.apis
	some version in api.versions
}

# known holds when it can be told what is served and what goes.
known if {
	upgrade.next
	count(upgrade.guessed) == 0
	count(input.apis) > 0
}

# going are the rows of what is served now, and is not in the version that is looked at.
going contains r if {
	some table in input.tables.removals
	some r in table.removals
	[r.group, r.version] in served
	upgrade.coming(r.removedInMinor)
}

# writers are who wrote objects of a row in its version.
writers(r) := [w |
	some w in input.apiWriters
	w.group == r.group
	w.version == r.version
	w.kind in r.kinds
]

# findings are one for each writer of a row, on one of its objects; without any, one on the API.
findings(r) := {lib.finding(w.object.kind, object.get(w.object, "namespace", ""), w.object.name, text) |
	some w in writers(r)
	text := sprintf("%s wrote it%s in %s/%s, which is gone in %s%s", [w.manager, others(w), r.group, r.version, r.removedIn, instead(r)])
} if {
	count(writers(r)) > 0
}

findings(r) := {{"message": sprintf("%s/%s is served, and %s in it is gone in %s%s", [r.group, r.version, concat(", ", r.kinds), r.removedIn, instead(r)])}} if {
	count(writers(r)) == 0
}

others(w) := "" if w.objects == 1

others(w) := sprintf(" and %d more", [w.objects - 1]) if w.objects > 1

instead(r) := "" if r.replacement == ""

instead(r) := sprintf("; write %s", [r.replacement]) if r.replacement != ""
