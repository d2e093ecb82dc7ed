package collect

import (
	"maps"
	"slices"
	"strings"

	"github.com/kready/kready/internal/text"
)

// sortBy sorts facts by the parts of a key, so that the order does not depend on which
// request was answered first. Equal ones keep their order.
func sortBy[F any](list []F, parts ...func(F) string) {
	compare := func(a, b F) int {
		for _, part := range parts {
			if c := strings.Compare(part(a), part(b)); c != 0 {
				return c
			}
		}
		return 0
	}
	if !slices.IsSortedFunc(list, compare) { // as API servers list them
		slices.SortStableFunc(list, compare)
	}
}

// sorted returns the values in order, without doubles and empty ones.
func sorted(values []string) []string {
	out := slices.DeleteFunc(slices.Clone(values), func(v string) bool { return v == "" })
	slices.Sort(out)
	return slices.Compact(out)
}

// pick returns the entries of a map with the given keys; nil when there are none.
func pick(from map[string]string, keys ...string) map[string]string {
	var out map[string]string
	for _, key := range keys {
		if value, ok := from[key]; ok {
			if out == nil {
				out = map[string]string{}
			}
			out[key] = text.Truncate(value, valueMax)
		}
	}
	return out
}

// valueMax is the maximum length of the value of a label, an annotation or a flag.
const valueMax = 200

// shortenValues returns labels with long values cut; those are no valid labels, but templates
// and manifests can hold them.
func shortenValues(labels map[string]string) map[string]string {
	if len(labels) == 0 {
		return nil
	}
	var out map[string]string
	for key, value := range labels {
		short := text.Truncate(value, valueMax)
		if short == value {
			continue
		}
		if out == nil {
			out = maps.Clone(labels)
		}
		out[key] = short
	}
	if out == nil {
		return labels
	}
	return out
}
