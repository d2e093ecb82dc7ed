# METADATA
# title: Moments, as text
package kready.internal.moments

# at is the day and the time of day, in UTC, of a moment in RFC 3339: "2026-11-26 14:05 UTC".
at(moment) := sprintf("%s %s UTC", [substring(moment, 0, 10), substring(moment, 11, 5)])
