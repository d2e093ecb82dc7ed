package kready.lib

# older(moment, minutes) holds when a moment is longer ago than so many minutes before the
# collection. A moment that is not known is not older than anything.
older(moment, minutes) if {
	known(moment)
	known(input.collectedAt)
	age := time.parse_rfc3339_ns(input.collectedAt) - time.parse_rfc3339_ns(moment)
	age > (minutes * 60) * 1000000000
}

# known(moment) holds for a moment that was read. Go writes the zero time as year 1.
known(moment) if not startswith(moment, "0001-")
