package inventory

import (
	"maps"
	"slices"
	"strings"
)

// satisfies reports whether the values that something has are what a rule demands:
// "*" is any value, "a|b" either, and a leading "!" anything else or nothing at all.
func satisfies(want string, values ...string) bool {
	want, negative := strings.CutPrefix(want, "!")
	hit := slices.ContainsFunc(values, func(value string) bool { return globAny(want, value) })
	return hit != negative
}

// globAny compares a value with patterns that are separated by "|".
func globAny(patterns, value string) bool {
	for pattern := range strings.SplitSeq(patterns, "|") {
		if glob(pattern, value) {
			return true
		}
	}
	return false
}

// glob compares a string with a pattern in which "*" stands for any run of characters.
func glob(pattern, s string) bool {
	prefix, rest, wild := strings.Cut(pattern, "*")
	if !wild {
		return pattern == s
	}
	if !strings.HasPrefix(s, prefix) {
		return false
	}
	s = s[len(prefix):]
	for {
		part, more, again := strings.Cut(rest, "*")
		if !again {
			return strings.HasSuffix(s, part)
		}
		i := strings.Index(s, part)
		if i < 0 {
			return false
		}
		s, rest = s[i+len(part):], more
	}
}

// globOne compares a string with several patterns.
func globOne(patterns []string, s string) bool {
	return slices.ContainsFunc(patterns, func(p string) bool { return glob(p, s) })
}

// unique returns the values without doubles, in their order.
func unique(values []string) []string {
	seen := make(map[string]bool, len(values))
	return slices.DeleteFunc(slices.Clone(values), func(v string) bool {
		if seen[v] {
			return true
		}
		seen[v] = true
		return false
	})
}

// sortedKeys returns the keys of a map in order.
func sortedKeys(m map[string]string) []string { return slices.Sorted(maps.Keys(m)) }
