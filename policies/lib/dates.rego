package kready.lib

# older holds when a moment is longer ago than so many minutes before the collection.
# A moment that is not known is not older than anything.
older(moment, minutes) if {
	known(moment)
	known(input.collectedAt)
	age := time.parse_rfc3339_ns(input.collectedAt) - time.parse_rfc3339_ns(moment)
	age > (minutes * 60) * 1000000000
}

# known holds for a moment that was read. Go writes the zero time as year 1.
known(moment) if not startswith(moment, "0001-")

# given_up holds for a product that upstream has retired or archived, as judged on
# the day that input.asOf names.
given_up(impl) if {
	impl.lifecycle.state in {"retired", "archived"}
	impl.lifecycle.since <= substring(input.asOf, 0, 10)
}

# end_of_life is the last day of support that a product's table names for the minor
# release of a version. It is not defined when the table names none.
end_of_life(table, version) := [substring(r.endOfLife, 0, 10) |
	some t in input.tables.support
	t.name == table
	some r in t.releases
	r.name == minor(version)
	known(r.endOfLife)
][0]

# outdated holds when a version is out of support on the day of judgement.
outdated(table, version) if end_of_life(table, version) < substring(input.asOf, 0, 10)

# minor cuts a version to its first two parts.
minor(version) := concat(".", array.slice(split(trim_prefix(version, "v"), "."), 0, 2))
