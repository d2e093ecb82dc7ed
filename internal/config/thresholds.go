package config

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/kready/kready/internal/facts"
)

// Threshold describes one number that kready.yaml can set.
type Threshold struct {
	// Name is the key, which ends with the unit.
	Name string
	// Default holds where the file says nothing; the least is 1, the most Max.
	Default, Max int
	// Description says in words what is so long, or so much.
	Description string
}

// Thresholds returns what there is to set, in the order of facts.Thresholds, whose tags
// say the rest: the struct is the one place where a threshold is defined.
func Thresholds() []Threshold {
	defaults := reflect.ValueOf(facts.DefaultThresholds())
	var all []Threshold
	for i := range defaults.NumField() {
		tag := defaults.Type().Field(i).Tag
		most, _ := strconv.Atoi(tag.Get("max")) // a field without a maximum takes no value; a test holds each to have one
		all = append(all, Threshold{
			Name: tag.Get("json"), Default: int(defaults.Field(i).Int()), Max: most, Description: tag.Get("description"),
		})
	}
	return all
}

// readThresholds puts what the file says over the defaults.
func readThresholds(values map[string]any) (facts.Thresholds, error) {
	out := facts.DefaultThresholds()
	known := Thresholds()
	for _, name := range slices.Sorted(maps.Keys(values)) {
		i := slices.IndexFunc(known, func(t Threshold) bool { return t.Name == name })
		if i < 0 {
			var names []string
			for _, t := range known {
				names = append(names, t.Name)
			}
			return out, fmt.Errorf("thresholds: there is no threshold %q: choose from %s", name, strings.Join(names, ", "))
		}
		n, whole := values[name].(int)
		if !whole || n < 1 || n > known[i].Max {
			return out, fmt.Errorf("thresholds: %s is %s: it must be a whole number from 1 to %d", name, shown(values[name]), known[i].Max)
		}
		reflect.ValueOf(&out).Elem().Field(i).SetInt(int64(n))
	}
	return out, nil
}

// shown writes a value on one line, as the file has it or nearly so.
func shown(value any) string {
	switch v := value.(type) {
	case nil:
		return "empty"
	case string:
		return strconv.Quote(v)
	}
	return strings.Join(strings.Fields(fmt.Sprint(value)), " ")
}
