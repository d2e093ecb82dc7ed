# METADATA
# title: Products and releases that upstream no longer supports
package kready.internal.lifecycle

import data.kready.lib

# retired holds for a product that upstream has retired or archived, as judged on
# the day that input.asOf names.
retired(impl) if {
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
	lib.known(r.endOfLife)
][0]

# unsupported holds when a version is out of support on the day of judgement.
unsupported(table, version) if end_of_life(table, version) < substring(input.asOf, 0, 10)

# minor cuts a version to its first two parts.
minor(version) := concat(".", array.slice(split(trim_prefix(version, "v"), "."), 0, 2))

# of_vendor holds for products whose images a vendor or distribution builds and patches itself.
of_vendor(impl) if {
	some w in lib.workloads_of(impl)
	some c in w.containers
	image := sprintf("%s/%s:%s", [c.image.registry, c.image.repository, c.image.tag])
	regex.match(`openshift|redhat|rhel|hardened-|rancher/mirrored-|mcr\.microsoft\.com/|gke\.gcr\.io/|gke-release/|-gke\.|eksbuild|chainguard`, image)
}
