# METADATA
# title: Which Kubernetes versions the releases of products are for
package kready.internal.compatibility

tables[t.name] := t if some t in input.tables.compatibility

# named are the products whose makers name Kubernetes versions.
named(impl) if tables[impl.name].statement == "versions"

# silent are those of a product of which a search found no statement.
silent(impl) if tables[impl.name].statement == "none"

# parts are the numbers of a version, wherever it begins: [1, 20, 2].
parts(version) := [to_number(n) | some n in regex.find_n(`[0-9]+`, text, -1)] if {
	text := regex.find_n(`[0-9]+(\.[0-9]+)*`, version, 1)[0]
}

# begins holds when a version is of the line of that name: 1.20.3 of 1.20.
begins(version, name) if array.slice(parts(version), 0, count(parts(name))) == parts(name)

# line is the table's for a version: that of its name, or else the last one before it that
# stands for later versions too. Of 2.4 and 2.4.1 it is the longer one.
line(impl) := r if {
	count(own(impl)) > 0
	longest := max({count(parts(r.name)) | some r in own(impl)})
	r := [r | some r in own(impl); count(parts(r.name)) == longest][0]
}

line(impl) := r if {
	count(own(impl)) == 0
	open := [r | some r in tables[impl.name].releases; r.andLater; parts(r.name) <= parts(impl.version)]
	last := max({parts(r.name) | some r in open})
	r := [r | some r in open; parts(r.name) == last][0]
}

own(impl) := [r | some r in tables[impl.name].releases; begins(impl.version, r.name)]

# source is the page that says it of a line.
source(impl, r) := tables[impl.name].source if r.source == ""

source(_, r) := r.source if r.source != ""

updated(impl) := substring(tables[impl.name].updated, 0, 10)

# stale holds for tables that are too old to show what is supported today.
stale(updated_at) if {
	days := (time.parse_rfc3339_ns(input.asOf) - time.parse_rfc3339_ns(updated_at)) / (((24 * 60) * 60) * 1000000000)
	days > input.thresholds.tableAgeDays
}
