package engine

import (
	"fmt"
	"hash/fnv"
	"maps"
	"slices"
	"strings"
)

// change is one field that is taken out of a snapshot, or made something else.
type change struct {
	kind string
	path []any // keys and indexes
	how  string
	// shape is the path with [] for every index and * for every key of a map.
	shape string
	// of is the JSON type of what is there.
	of string
	// free marks an entry of a map, whose key says nothing of the format.
	free bool
}

func (c change) String() string {
	var b strings.Builder
	b.WriteString(c.kind)
	for _, step := range c.path {
		fmt.Fprintf(&b, ".%v", step)
	}
	return b.String() + " " + c.how
}

// end is the last part of the path that is a name, with * for an entry of a map.
func (c change) end() string {
	var names []string
	for _, step := range c.path {
		if name, ok := step.(string); ok {
			names = append(names, name)
		}
	}
	if len(names) == 0 {
		return c.kind + " itself"
	}
	if c.free && len(names) > 1 {
		return names[len(names)-2] + ".*"
	}
	return names[len(names)-1]
}

// chosen picks one in how many of the changes, always the same.
func (c change) chosen(of string, sample uint32) bool {
	if sample == 1 {
		return true
	}
	h := fnv.New32a()
	_, _ = h.Write([]byte(of + c.String()))
	return h.Sum32()%sample == 0
}

// eachChange calls try with the changes of a value: of each field of it, and of it as a whole. Of
// the elements of the value itself, it takes those that want says.
func eachChange(kind string, value any, want func(index int) bool, try func(change)) {
	var visit func(value any, path []any, shape string, free bool)
	visit = func(value any, path []any, shape string, free bool) {
		for _, how := range []string{"removed", "null", "another type"} {
			if _, element := last(path).(int); !element || how != "removed" {
				try(change{kind: kind, path: slices.Clone(path), how: how, shape: shape, of: jsonType(value), free: free})
			}
		}
		switch v := value.(type) {
		case map[string]any:
			free := freeKeys(last(path))
			for _, key := range slices.Sorted(maps.Keys(v)) {
				name := key
				if free {
					name = "*"
				}
				visit(v[key], append(path, key), shape+"."+name, free)
			}
		case []any:
			for i := range v {
				if len(path) > 0 || want(i) {
					visit(v[i], append(path, i), shape+"[]", false)
				}
			}
		}
	}
	visit(value, nil, kind, false)
}

func last(path []any) any {
	if len(path) == 0 {
		return nil
	}
	return path[len(path)-1]
}

// freeKeys reports whether a field is a map, whose keys are not the format's.
func freeKeys(step any) bool {
	name, _ := step.(string)
	return slices.Contains([]string{"labels", "annotations", "podLabels", "podAnnotations", "nodeSelector", "selector", "values"}, name)
}

// jsonType names the type that a value has in JSON.
func jsonType(value any) string {
	switch value.(type) {
	case nil:
		return "null"
	case string:
		return "string"
	case bool:
		return "boolean"
	case []any:
		return "list"
	case map[string]any:
		return "object"
	}
	return "number"
}

// apply returns a copy of a value with the change made.
func apply(value any, path []any, how string) any {
	if len(path) == 0 {
		if how == "null" {
			return nil
		}
		switch value.(type) {
		case string:
			return 7
		case bool, float64:
			return "odd"
		case []any:
			return map[string]any{}
		}
		return []any{}
	}
	switch step := path[0].(type) {
	case string:
		object := maps.Clone(value.(map[string]any))
		if len(path) == 1 && how == "removed" {
			delete(object, step)
			return object
		}
		object[step] = apply(object[step], path[1:], how)
		return object
	case int:
		list := slices.Clone(value.([]any))
		list[step] = apply(list[step], path[1:], how)
		return list
	}
	return value
}
