package dryrun

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
)

// compare adds the paths of what was sent and did not come back. A value that is another one was given a
// default or another form, which is no loss.
func compare(sent, got any, path []string, lost [][]string) [][]string {
	if isEmpty(sent) {
		return lost // encoded as absent
	}
	if got == nil {
		return append(lost, slices.Clone(path))
	}
	switch sent := sent.(type) {
	case map[string]any:
		fields, ok := got.(map[string]any)
		if !ok {
			return lost
		}
		for _, key := range slices.Sorted(maps.Keys(sent)) {
			lost = compare(sent[key], fields[key], append(path[:len(path):len(path)], key), lost)
		}
	case []any:
		list, ok := got.([]any)
		if !ok {
			return lost
		}
		key := identifier(sent)
		for i, element := range sent {
			partner, known := partner(list, element, key, i, len(sent))
			if known {
				lost = compare(element, partner, append(path[:len(path):len(path)], strconv.Itoa(i)), lost)
			}
		}
	}
	return lost
}

// isEmpty reports whether a value is one that may be left out when it is encoded.
func isEmpty(value any) bool {
	switch value := value.(type) {
	case nil:
		return true
	case bool:
		return !value
	case string:
		return value == ""
	case int64:
		return value == 0
	case float64:
		return value == 0
	case []any:
		return len(value) == 0
	case map[string]any:
		for _, v := range value {
			if !isEmpty(v) {
				return false
			}
		}
		return true
	}
	return false
}

// identifiers are the fields that tell elements of Kubernetes' lists apart.
var identifiers = []string{"name", "mountPath", "devicePath", "containerPort", "port", "topologyKey", "key", "ip", "host", "path", "type"}

// identifier is the first of them that each element has, with a value of its own; "" for none.
func identifier(list []any) string {
	for _, key := range identifiers {
		seen := map[string]bool{}
		for _, element := range list {
			if fields, _ := element.(map[string]any); fields[key] != nil {
				seen[fmt.Sprint(fields[key])] = true
			}
		}
		if len(seen) == len(list) {
			return key
		}
	}
	return ""
}

// partner is the element that came back for one that was sent; nil where none did. False where that cannot
// be told: elements have nothing to know them by, and others came back with them.
func partner(list []any, sent any, key string, i, n int) (any, bool) {
	if key == "" {
		if len(list) == n {
			return list[i], true
		}
		return nil, false
	}
	fields, _ := sent.(map[string]any)
	for _, one := range list {
		if other, _ := one.(map[string]any); other[key] != nil && fmt.Sprint(other[key]) == fmt.Sprint(fields[key]) {
			return one, true
		}
	}
	return nil, true
}
