package dryrun

import (
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/service"
	"github.com/kready/kready/internal/text"
)

// fieldsMax is how many fields of an object are named, and pathMax how long a name may be.
const (
	fieldsMax = 50
	pathMax   = 512
)

// causeConflict is the type of a cause that names a field of another manager.
const causeConflict = metav1.CauseTypeFieldManagerConflict

func isConflict(s *metav1.Status) bool {
	return s.Details != nil && slices.ContainsFunc(s.Details.Causes, func(c metav1.StatusCause) bool { return c.Type == causeConflict })
}

// managerName finds who manages a field, in the message of a conflict.
var managerName = regexp.MustCompile(`^conflict with ("(?:[^"\\]|\\.)*")`)

// owned are the fields that the object would take from others, by manager.
func owned(t service.Trial, s *metav1.Status) []facts.LandingOwned {
	byManager := map[string]*facts.LandingOwned{}
	for _, c := range s.Details.Causes {
		match := managerName.FindStringSubmatch(c.Message)
		if c.Type != causeConflict || match == nil {
			continue
		}
		manager, err := strconv.Unquote(match[1])
		if err != nil {
			continue
		}
		one := byManager[manager]
		if one == nil {
			one = &facts.LandingOwned{Manager: text.Truncate(manager, pathMax), AtLine: t.LineOf(steps(t.Body, c.Field)...)}
			byManager[manager] = one
		}
		if len(one.Paths) < fieldsMax {
			one.Paths = append(one.Paths, text.Truncate(strings.TrimPrefix(c.Field, "."), pathMax))
		}
	}
	var out []facts.LandingOwned
	for _, manager := range slices.Sorted(maps.Keys(byManager)) {
		out = append(out, *byManager[manager])
	}
	return out
}

// unknownField finds the field that strict validation does not know.
var unknownField = regexp.MustCompile(`unknown field "([^"]+)"|: (\.\S+): field not declared in schema`)

// lineOf is where the field is written that a refusal names first; 0 where it names none.
func lineOf(t service.Trial, s *metav1.Status) int {
	if match := unknownField.FindStringSubmatch(s.Message); match != nil {
		return t.LineOf(steps(t.Body, match[1]+match[2])...)
	}
	if s.Details == nil {
		return 0
	}
	for _, c := range s.Details.Causes {
		if c.Field != "" && c.Field != "<nil>" {
			return t.LineOf(steps(t.Body, c.Field)...)
		}
	}
	return 0
}

// step is one part of a path as the API server writes it: a name, [0], [name="web"] or ["a key"].
var step = regexp.MustCompile(`\[[^\]]*\]|[^.\[\]]+`)

// steps are the keys and indices of a path in an object: `.spec.containers[name="web"].image`.
func steps(body map[string]any, path string) []string {
	var out []string
	var at any = body
	for _, part := range step.FindAllString(path, -1) {
		if inner, ok := strings.CutPrefix(part, "["); ok {
			part = element(at, strings.TrimSuffix(inner, "]"))
		}
		out = append(out, part)
		at = child(at, part)
	}
	return out
}

// element is the index in a list that the text between brackets stands for, or else a key.
func element(at any, inner string) string {
	list, isList := at.([]any)
	if !isList {
		return strings.Trim(inner, `"`)
	}
	for i, one := range list {
		fields, _ := one.(map[string]any)
		for _, pair := range strings.Split(inner, ",") {
			key, value, found := strings.Cut(pair, "=")
			if found && fmt.Sprint(fields[key]) == strings.Trim(value, `"`) {
				return strconv.Itoa(i)
			}
		}
	}
	return inner
}

// child is a part of a value: a field, or an element by its index.
func child(at any, key string) any {
	switch at := at.(type) {
	case map[string]any:
		return at[key]
	case []any:
		if i, err := strconv.Atoi(key); err == nil && i >= 0 && i < len(at) {
			return at[i]
		}
	}
	return nil
}

// dropped are the fields of an object that the API server did not keep.
func dropped(t service.Trial, answer []byte) []facts.LandingDropped {
	var got map[string]any
	if json.Unmarshal(answer, &got) != nil {
		return nil
	}
	var lost [][]string
	for _, key := range slices.Sorted(maps.Keys(t.Body)) {
		switch key {
		case "status": // of controllers
		case "metadata":
			sent, _ := t.Body[key].(map[string]any)
			kept, _ := got[key].(map[string]any)
			lost = compare(only(sent, "labels", "annotations", "finalizers", "ownerReferences"), kept, []string{key}, lost)
		default:
			lost = compare(t.Body[key], got[key], []string{key}, lost)
		}
	}
	var out []facts.LandingDropped
	for _, path := range lost[:min(len(lost), fieldsMax)] {
		out = append(out, facts.LandingDropped{Path: text.Truncate(written(path), pathMax), AtLine: t.LineOf(path...)})
	}
	return out
}

// only are the entries of some keys.
func only(all map[string]any, keys ...string) map[string]any {
	out := map[string]any{}
	for _, key := range keys {
		if value, ok := all[key]; ok {
			out[key] = value
		}
	}
	return out
}

// written is a path for people: "spec.containers[0].image".
func written(path []string) string {
	var out strings.Builder
	for i, part := range path {
		if _, err := strconv.Atoi(part); err == nil {
			out.WriteString("[" + part + "]")
			continue
		}
		if i > 0 {
			out.WriteString(".")
		}
		out.WriteString(part)
	}
	return out.String()
}
