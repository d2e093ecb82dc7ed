# METADATA
# title: The products that run are for this Kubernetes version
# description: |
#   Each release of a product is made for some versions of Kubernetes. Beyond them nobody has tried
#   it: what it calls may be gone, and its makers send whoever asks to a newer release. An upgrade of
#   the cluster that goes ahead of its products finds that out in production.
#
#   kready holds the version of each running product against what its makers say, with the
#   page and the day on which it was read, in dated tables that ship with it. It is a gap when they
#   support the release on other versions only, and name this one, or newer ones, for other
#   releases; or when it needs a newer Kubernetes. What they only tested is no gap, nor is a
#   version that is newer than all that the table names: the table may be older than it.
#
#   With `--for-version` the version to come is judged in place of the cluster's, and each product
#   whose makers' words do not reach it is unknown: a release that the table does not name, one
#   that was tested with others, a table that ends before.
#
#   A table that was last read a year ago is named in the report. Left out are products whose makers
#   name no versions, those that are retired, and builds that a vendor or a distribution maintains.
#   `kready list implementations -o json` shows each product's table, or that no statement
#   was found; `--tables` replaces them.
# related_resources:
# - ref: https://kubernetes.io/releases/version-skew-policy/
# custom:
#   level: configured
#   tier: should
#   since: 0.1.0
#   standsWithout:
#     any: [workloads/cronjobs, nodes]
#     gap: [workloads, version]
#   remediation: |
#     Upgrade the product to a release that is for this Kubernetes version, before the cluster where the
#     version is one to come. The page in the finding says which; read its notes for each minor
#     release on the way.
package kready.cluster["product-compatibility"]

import data.kready.internal.compatibility
import data.kready.internal.lifecycle
import data.kready.internal.upgrade
import data.kready.lib

# judged are running products whose makers name the Kubernetes versions of their releases.
judged contains impl if {
	some impl in input.inventory
	impl.state == "running"
	compatibility.named(impl)
	not lifecycle.retired(impl)
	not lifecycle.of_vendor(impl)
}

# silent are running products of which a search found no statement.
silent contains impl.title if {
	some impl in input.inventory
	impl.state == "running"
	compatibility.silent(impl)
}

# oldest is the first line of the table, of a release that is older.
oldest(impl) := r if {
	first := min({compatibility.parts(r.name) | some r in compatibility.tables[impl.name].releases})
	compatibility.parts(impl.version) < first
	not compatibility.line(impl)
	r := [r | some r in compatibility.tables[impl.name].releases; compatibility.parts(r.name) == first][0]
}

# newest is the last Kubernetes version that the table names at all, for any line.
newest(impl) := max({r.toMinor | some r in compatibility.tables[impl.name].releases} | {r.fromMinor | some r in compatibility.tables[impl.name].releases})

too_new(r) if {
	r.toMinor > 0
	upgrade.minor > r.toMinor
}

too_old(r) if upgrade.minor < r.fromMinor

# unsupported says why the release that runs is not for the Kubernetes version that is judged
# for, where its makers say what they support: the version is older than what it needs, or they
# name newer ones for other releases only.
unsupported(impl) := text if {
	r := compatibility.line(impl)
	r.basis in {"supported", "minimum"}
	outside(impl, r)
	text := sprintf("%s is for Kubernetes %s, not for %s (%s)", [lib.named(impl), range(r), upgrade.name(upgrade.minor), compatibility.source(impl, r)])
}

# What is older than all that they name is for no newer version than the oldest of these.
unsupported(impl) := text if {
	r := oldest(impl)
	r.basis == "supported"
	too_new(r)
	r.toMinor < newest(impl)
	text := sprintf("%s is older than all that its makers name versions for: %s is for Kubernetes %s, not for %s (%s)", [
		lib.named(impl), r.name, range(r), upgrade.name(upgrade.minor), compatibility.source(impl, r),
	])
}

outside(_, r) if too_old(r)

outside(impl, r) if {
	too_new(r)
	r.toMinor < newest(impl)
}

# unsaid says why the makers' words do not tell whether the release that runs is for that version.
unsaid(impl) := sprintf("the version of %s is not known", [impl.title]) if not compatibility.parts(impl.version)

unsaid(impl) := text if {
	compatibility.parts(impl.version)
	not compatibility.line(impl)
	not unsupported(impl)
	text := sprintf("%s is not in the table of %s (%s)", [lib.named(impl), compatibility.updated(impl), compatibility.tables[impl.name].source])
}

unsaid(impl) := text if {
	r := compatibility.line(impl)
	r.basis == "tested"
	outside_at_all(r)
	text := sprintf("%s was tested with Kubernetes %s (%s, as of %s)", [lib.named(impl), range(r), compatibility.source(impl, r), compatibility.updated(impl)])
}

unsaid(impl) := text if {
	r := compatibility.line(impl)
	r.basis == "supported"
	too_new(r)
	r.toMinor == newest(impl)
	text := sprintf("what %s is for was last read on %s, when it was Kubernetes %s (%s)", [lib.named(impl), compatibility.updated(impl), range(r), compatibility.source(impl, r)])
}

outside_at_all(r) if too_old(r)

outside_at_all(r) if too_new(r)

# range is the Kubernetes versions of a line.
range(r) := sprintf("%s to %s", [r.from, r.to]) if {
	r.from != ""
	r.to != ""
	r.from != r.to
}

range(r) := r.from if {
	r.from != ""
	r.from == r.to
}

range(r) := sprintf("%s and newer", [r.from]) if r.to == ""

range(r) := sprintf("up to %s", [r.to]) if r.from == ""

# A version that the nodes tell is the lowest that it can be: what is too old for it is so anyway, and what
# needs a newer one may have it.
unfit contains impl if {
	some impl in judged
	unsupported(impl)
	possible(impl)
}

possible(_) if count(upgrade.guessed) == 0

possible(impl) if {
	r := compatibility.line(impl)
	not too_old(r)
}

possible(impl) if oldest(impl)

gap contains lib.finding(w.kind, object.get(w, "namespace", ""), w.name, unsupported(impl)) if {
	some impl in unfit
	some w in array.slice(impl.workloads, 0, 1)
}

gap contains {"message": unsupported(impl)} if {
	some impl in unfit
	count(impl.workloads) == 0
}

unknown contains finding if some finding in upgrade.guessed

# Of a version to come, each product must be known to be good for it.
unknown contains {"message": unsaid(impl)} if {
	upgrade.asked
	some impl in judged
}

skip contains "the version of the API server is not known" if not upgrade.minor

skip contains "no product runs here whose makers name Kubernetes versions" if count(judged) == 0

# stale are the tables that are too old to show what products are for today.
stale contains sprintf("%s (%s)", [impl.title, compatibility.updated(impl)]) if {
	some impl in judged
	compatibility.stale(compatibility.tables[impl.name].updated)
}

notes := concat("", [note | some note in [stale_note, silent_note]])

stale_note := "" if count(stale) == 0

stale_note := sprintf("; read more than %s ago: %s", [lib.counted(input.thresholds.tableAgeDays, "day", "days"), lib.shortened(sort([text | some text in stale]))]) if count(stale) > 0

silent_note := "" if count(silent) == 0

silent_note := sprintf("; no statement was found of %s", [lib.shortened(sort([t | some t in silent]))]) if count(silent) > 0

version := upgrade.name(upgrade.minor)

summary.pass contains sprintf("the makers of %s say nothing against Kubernetes %s%s", [lib.shortened(sort([lib.named(impl) | some impl in judged])), version, notes])

summary.gap contains sprintf("%s not for Kubernetes %s: %s%s", [lib.counted(count(unfit), "product is", "products are"), version, lib.shortened(sort([lib.named(impl) | some impl in unfit])), notes])

summary.unknown contains "the API server's version is not known for sure" if count(upgrade.guessed) > 0

summary.unknown contains sprintf("whether %s for Kubernetes %s, their makers do not say%s", [lib.counted(count(unknown), "product is", "products are"), version, notes]) if {
	count(upgrade.guessed) == 0
}
