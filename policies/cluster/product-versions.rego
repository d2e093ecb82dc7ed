# METADATA
# title: Products run releases that upstream still supports
# description: |
#   A release that is out of support gets no fix for the next vulnerability, nobody has tried
#   it with the next Kubernetes version, and the way back grows with each release that is
#   skipped.
#
#   kready looks the version of each running product up in the dated tables that ship with
#   it, on the day of judgement (`--as-of`). A release that is older than all of a table's is
#   out of support; one that is newer than the table is taken to be in support. A table that
#   has not been compared with its source for a year is named in the report; `--tables` replaces
#   them. Left out are products that upstream publishes no calendar for, products that have a check of
#   their own (cert-manager, Istio, Jaeger, log agents), those that are retired, and builds that a
#   vendor or a distribution maintains by its own calendar. Which Kubernetes versions a release
#   is for is asked by cluster/product-compatibility.
# related_resources:
# - ref: https://endoflife.date/
# custom:
#   level: configured
#   tier: should
#   since: 0.1.0
#   standsWithout:
#     any: [workloads/cronjobs, nodes]
#     gap: [workloads]
#   remediation: |
#     Upgrade the product; read its notes for each minor release on the way, since many
#     support steps of one only. Most tables come from endoflife.date, whose page for the
#     product says what is supported today.
#   remedies:
#   - distributions: [managed]
#     text: |
#       What the provider installed, such as the network and cluster DNS, it upgrades as well: raise the version of the cluster, or of the
#       provider's add-on. Upgrade what is your own; read its notes for each minor release on the way, since many support steps of one only.
package kready.cluster["product-versions"]

import data.kready.internal.compatibility
import data.kready.internal.lifecycle
import data.kready.lib

# judged are running products with a release calendar of upstream that applies to them.
judged contains impl if {
	some impl in input.inventory
	impl.state == "running"
	calendar(impl)
	not judged_elsewhere(impl)
	not lifecycle.retired(impl)
	not lifecycle.of_vendor(impl)
}

calendar(impl) if tables[impl.table]

# A table of the Kubernetes versions of its releases may say when their support ends.
calendar(impl) if {
	some r in compatibility.tables[impl.name].releases
	lib.known(r.endOfSupport)
}

tables[t.name] := t if some t in input.tables.support

judged_elsewhere(impl) if impl.name in {"cert-manager", "istio", "jaeger"}

judged_elsewhere(impl) if "logs/agent" in impl.roles

# release is the table's line for a version: "1" stands for all of 1.x.
release(impl) := [r |
	some r in tables[impl.table].releases
	name := compatibility.parts(r.name)
	array.slice(compatibility.parts(impl.version), 0, count(name)) == name
][0]

# day is the last one on which a product's release was supported.
day(impl) := substring(end, 0, 10) if {
	end := release(impl).endOfLife
	lib.known(end)
}

day(impl) := substring(end, 0, 10) if {
	not tables[impl.table]
	end := compatibility.line(impl).endOfSupport
	lib.known(end)
}

oldest(impl) := min({compatibility.parts(r.name) | some r in tables[impl.table].releases})

older_than_table(impl) if {
	not release(impl)
	compatibility.parts(impl.version) < oldest(impl)
}

why(impl) := sprintf("it runs %s, supported until %s", [lib.named(impl), day(impl)]) if day(impl) < substring(input.asOf, 0, 10)

why(impl) := sprintf("it runs %s, older than every release in the table of %s", [lib.named(impl), updated(impl)]) if older_than_table(impl)

updated(impl) := substring(tables[impl.table].updated, 0, 10)

old contains impl if {
	some impl in judged
	why(impl)
}

gap contains finding if {
	some impl in old
	some w in array.slice(impl.workloads, 0, 1)
	finding := lib.finding(w.kind, object.get(w, "namespace", ""), w.name, why(impl))
}

gap contains {"message": why(impl)} if {
	some impl in old
	count(impl.workloads) == 0
}

unknown contains {"message": sprintf("the version of %s is not known", [impl.title])} if {
	some impl in judged
	not compatibility.parts(impl.version)
}

# stale are the tables that are too old to show what is supported today.
stale contains sprintf("%s (%s)", [impl.title, substring(t.updated, 0, 10)]) if {
	some impl in judged
	t := calendar_of(impl)
	compatibility.stale(t.updated)
}

calendar_of(impl) := tables[impl.table]

calendar_of(impl) := compatibility.tables[impl.name] if not tables[impl.table]

stale_note := "" if count(stale) == 0

stale_note := sprintf("; more than %s old: %s", [lib.counted(input.thresholds.tableAgeDays, "day", "days"), lib.shortened(sort([text | some text in stale]))]) if count(stale) > 0

skip contains "no product runs here that kready has a calendar for" if count(judged) == 0

summary contains sprintf("nothing says that %s out of support, by kready's tables%s", [who, stale_note]) if {
	count(old) == 0
	count(judged) > count(unknown)
	titles := {lib.named(impl) | some impl in judged; compatibility.parts(impl.version)}
	who := sprintf("%s %s", [lib.shortened(sort([t | some t in titles])), lib.are(count(titles))])
}

summary contains sprintf("no version of %s is known", [lib.shortened(sort([impl.title | some impl in judged]))]) if {
	count(old) == 0
	count(judged) == count(unknown)
	count(judged) > 0
}

summary contains sprintf("out of support: %s%s", [lib.shortened(sort([t | some t in titles])), stale_note]) if {
	count(old) > 0
	titles := {lib.named(impl) | some impl in old}
}
