# METADATA
# title: Kinds of fact that were not read as a whole
# description: |
#   For a check that stands without a kind of fact, and asks on one of its ways whether there is none
#   of it: "none was read" is not "there is none".
package kready.internal.unread

import data.kready.lib

# incomplete holds for a kind of fact of which there may be more than was read.
incomplete(kind) if {
	some spot in input.blindSpots
	spot.facts == kind
}

# resources are the texts that say which resources of a kind were not read.
resources(kind) := {sprintf("%s could not be read (%s)", [spot.resource, spot.reason]) |
	some spot in input.blindSpots
	spot.facts == kind
}

# finding says that a kind was not read as a whole.
finding(kind) := {"message": lib.shortened(sort(resources(kind)))}
