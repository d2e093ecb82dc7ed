package facts

import (
	"reflect"
	"regexp"
	"testing"
)

// TestDefaultThresholds: each has a default, a name like its field's, and a unit in it.
func TestDefaultThresholds(t *testing.T) {
	unit := regexp.MustCompile(`(Milliseconds|Seconds|Minutes|Hours|Days|Percent|Restarts|Releases)$`)
	defaults := reflect.ValueOf(DefaultThresholds())
	for i := range defaults.NumField() {
		field := defaults.Type().Field(i)
		if defaults.Field(i).IsZero() {
			t.Errorf("%s has no default", field.Name)
		}
		if name := field.Tag.Get("json"); !unit.MatchString(name) || !unit.MatchString(field.Name) {
			t.Errorf("%s (%s) does not say its unit", field.Name, name)
		}
		// The type converts, so it must be the unit of the name.
		if kind := field.Type.Name(); kind != "int" && unit.FindString(field.Name) != kind {
			t.Errorf("%s counts %s", field.Name, kind)
		}
	}
}

func TestThresholdsOrDefault(t *testing.T) {
	if got := (Thresholds{}).OrDefault(); got != DefaultThresholds() {
		t.Errorf("none set: %+v", got)
	}
	set := DefaultThresholds()
	set.CAExpiryDays = 90
	if set.OrDefault() != set {
		t.Error("what is set was changed")
	}
}
