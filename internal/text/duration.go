package text

import "time"

// Duration writes a duration in one unit, rounded down: "less than a minute", "80
// minutes", "47 hours", "3 days". A unit is used up to two of the next larger one.
func Duration(d time.Duration) string {
	const day = 24 * time.Hour
	switch {
	case d < time.Minute:
		return "less than a minute"
	case d < 2*time.Hour:
		return Counted(int(d/time.Minute), "minute", "minutes")
	case d < 2*day:
		return Counted(int(d/time.Hour), "hour", "hours")
	}
	return Days(d)
}

// Days writes a duration in whole days, rounded down: "1 day".
func Days(d time.Duration) string { return Counted(int(d/(24*time.Hour)), "day", "days") }
