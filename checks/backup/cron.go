package backup

import (
	"math/bits"
	"strconv"
	"strings"
	"time"
)

// cron is when a schedule fires: a cron expression of five fields, or a period.
type cron struct {
	every                    time.Duration
	minute, hour, day, month uint64
	weekday                  uint64
	// anyDay and anyWeekday mark fields that begin with a star: a day must fit both
	// fields then, else one of them is enough.
	anyDay, anyWeekday bool
}

// macros are the names that stand for expressions.
func macros(name string) string {
	switch name {
	case "@yearly", "@annually":
		return "0 0 1 1 *"
	case "@monthly":
		return "0 0 1 * *"
	case "@weekly":
		return "0 0 * * 0"
	case "@daily", "@midnight":
		return "0 0 * * *"
	case "@hourly":
		return "0 * * * *"
	}
	return name
}

// parseCron reads an expression as Velero does. It takes every time zone for UTC: what is
// reckoned with it is a day or longer.
func parseCron(text string) (cron, bool) {
	fields := strings.Fields(text)
	if len(fields) > 1 && (strings.HasPrefix(fields[0], "CRON_TZ=") || strings.HasPrefix(fields[0], "TZ=")) {
		fields = fields[1:]
	}
	if len(fields) == 2 && fields[0] == "@every" {
		every, err := time.ParseDuration(fields[1])
		return cron{every: every}, err == nil && every > 0
	}
	if len(fields) == 1 {
		fields = strings.Fields(macros(fields[0]))
	}
	if len(fields) != 5 {
		return cron{}, false
	}
	c := cron{anyDay: starred(fields[2]), anyWeekday: starred(fields[4])}
	for i, field := range []struct {
		into        *uint64
		first, last int
		names       string
	}{
		{&c.minute, 0, 59, ""},
		{&c.hour, 0, 23, ""},
		{&c.day, 1, 31, ""},
		{&c.month, 1, 12, "jan feb mar apr may jun jul aug sep oct nov dec"},
		{&c.weekday, 0, 7, "sun mon tue wed thu fri sat"},
	} {
		set, ok := parseField(fields[i], field.first, field.last, strings.Fields(field.names))
		if !ok {
			return cron{}, false
		}
		*field.into = set
	}
	c.weekday |= c.weekday >> 7 & 1 // 7 is Sunday too
	return c, true
}

func starred(field string) bool {
	return strings.HasPrefix(field, "*") || strings.HasPrefix(field, "?")
}

// parseField reads one field, "1-5,10/2", as a set of bits.
func parseField(text string, first, last int, names []string) (uint64, bool) {
	var set uint64
	for _, part := range strings.Split(text, ",") {
		span, stride, stepped := strings.Cut(part, "/")
		from, to := first, last
		if !starred(span) {
			low, high, isRange := strings.Cut(span, "-")
			var ok bool
			if from, ok = parseValue(low, first, names); !ok {
				return 0, false
			}
			switch {
			case isRange:
				if to, ok = parseValue(high, first, names); !ok {
					return 0, false
				}
			case !stepped:
				to = from
			}
		}
		step := 1
		if stepped {
			step, _ = strconv.Atoi(stride) // what is no number is 0, and refused
		}
		if step < 1 || from < first || to > last || from > to {
			return 0, false
		}
		for value := from; value <= to; value += step {
			set |= 1 << value
		}
	}
	return set, true
}

func parseValue(text string, first int, names []string) (int, bool) {
	for i, name := range names {
		if strings.EqualFold(text, name) {
			return first + i, true
		}
	}
	value, err := strconv.Atoi(text)
	return value, err == nil
}

// horizon is how many days back a time is looked for: a 29 February is rarely further.
const horizon = 8 * 366

// before returns the n-th time to fire at or before now; zero when there is none.
func (c cron) before(now time.Time, n int) time.Time {
	if c.every > 0 {
		return now.Add(-time.Duration(n) * c.every)
	}
	now = now.UTC()
	today := now.Truncate(24 * time.Hour)
	perDay := bits.OnesCount64(c.hour) * bits.OnesCount64(c.minute)
	for back := range horizon {
		day := today.AddDate(0, 0, -back)
		if !c.on(day) {
			continue
		}
		if back > 0 && n > perDay {
			n -= perDay
			continue
		}
		for minutes := 24*60 - 1; minutes >= 0; minutes-- {
			at := day.Add(time.Duration(minutes) * time.Minute)
			if at.After(now) || c.hour>>(minutes/60)&1 == 0 || c.minute>>(minutes%60)&1 == 0 {
				continue
			}
			if n--; n == 0 {
				return at
			}
		}
	}
	return time.Time{}
}

// on reports whether it fires on a day.
func (c cron) on(day time.Time) bool {
	fits := c.day>>day.Day()&1 == 1
	fitsWeek := c.weekday>>int(day.Weekday())&1 == 1
	if c.month>>int(day.Month())&1 == 0 {
		return false
	}
	if c.anyDay || c.anyWeekday {
		return fits && fitsWeek
	}
	return fits || fitsWeek
}
