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
	// Default holds where the file does not set it; the minimum is 1, the maximum Max.
	Default, Max int
	// Description says what the number measures.
	Description string
}

// Thresholds returns all thresholds, in the order of facts.Thresholds. That struct defines them,
// with tags for all but the default.
func Thresholds() []Threshold {
	defaults := reflect.ValueOf(facts.DefaultThresholds())
	var all []Threshold
	for i := range defaults.NumField() {
		tag := defaults.Type().Field(i).Tag
		most, _ := strconv.Atoi(tag.Get("max")) // a test demands a maximum of each
		all = append(all, Threshold{
			Name: tag.Get("json"), Default: int(defaults.Field(i).Int()), Max: most, Description: tag.Get("description"),
		})
	}
	return all
}

// readThresholds returns the defaults, overridden by the values of the file.
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
			return out, fmt.Errorf("thresholds: unknown threshold %q: must be one of %s", name, strings.Join(names, ", "))
		}
		n, isInt := values[name].(int)
		if !isInt || n < 1 || n > known[i].Max {
			return out, fmt.Errorf("thresholds: %s must be a whole number from 1 to %d, got %s", name, known[i].Max, inline(values[name]))
		}
		reflect.ValueOf(&out).Elem().Field(i).SetInt(int64(n))
	}
	return out, nil
}

// inline returns a value of the file on one line.
func inline(value any) string {
	switch v := value.(type) {
	case nil:
		return "empty"
	case string:
		return strconv.Quote(v)
	}
	return strings.Join(strings.Fields(fmt.Sprint(value)), " ")
}
