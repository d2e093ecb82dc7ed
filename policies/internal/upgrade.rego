# METADATA
# title: The Kubernetes version that is judged for
package kready.internal.upgrade

# asked holds when somebody asked for a version to come, with --for-version.
asked if input.forVersion.minor > 0

# minor is the number after the dot of the version that is judged for: the one that was asked
# for, or else the cluster's. It is not defined when the cluster does not tell its version.
minor := input.forVersion.minor if asked

minor := input.version.minor if {
	not asked
	input.version.minor > 0
}

# next is the last version that checks of what comes next look at: the one that was asked for,
# or else the cluster's next.
next := input.forVersion.minor if asked

next := input.version.minor + 1 if {
	not asked
	input.version.minor > 0
}

# guessed are the reasons why the version that is judged for is not known for sure, as findings: it is at least
# what the nodes tell, and was not asked for.
guessed contains {"message": text} if {
	input.version.guess
	not asked
	text := sprintf("the API server's version was not read: it is that of %s, %s, or a newer one", [input.version.from, input.version.gitVersion])
}

# name is "1.38".
name(number) := sprintf("1.%d", [number])

# coming holds for what is not so in the cluster's version, and is in the one looked at. Of a
# cluster that does not tell its version, nothing is known to be over already.
coming(since) if {
	since > input.version.minor
	since <= next
}
