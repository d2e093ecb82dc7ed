package report

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"github.com/kready/kready/internal/check"
)

// Parse reads a report that JSON has written. It refuses what would be misread: another
// format, a report without results, and statuses, tiers and levels that this kready does not know.
func Parse(data []byte) (Report, error) {
	var r Report
	if err := json.Unmarshal(data, &r); err != nil {
		var syntax *json.SyntaxError
		if errors.As(err, &syntax) {
			return Report{}, errors.New("it does not parse as JSON: was it cut short?")
		}
		var wrong *json.UnmarshalTypeError
		if errors.As(err, &wrong) {
			return Report{}, fmt.Errorf("it is not a valid report: %s cannot be a %s", wrong.Field, wrong.Value)
		}
		return Report{}, fmt.Errorf("it is not a valid report: %w", err)
	}
	switch {
	case r.Kind != Kind || r.APIVersion == "":
		return Report{}, errors.New("it does not say apiVersion: " + APIVersion + " and kind: " + Kind)
	case r.APIVersion != APIVersion:
		return Report{}, fmt.Errorf("it is a report of format %s; this kready reads %s", r.APIVersion, APIVersion)
	case len(r.Results) == 0:
		return Report{}, errors.New("it holds no results")
	}
	seen := map[string]bool{}
	for _, x := range r.Results {
		switch {
		case x.ID == "" || seen[x.ID]:
			return Report{}, fmt.Errorf("it holds check %q twice, or one without an id", x.ID)
		case !slices.Contains(check.Statuses(), check.Status(x.Status)):
			return Report{}, fmt.Errorf("%s has status %q, which this kready does not know", x.ID, x.Status)
		case !slices.Contains(check.Tiers(), check.Tier(x.Tier)):
			return Report{}, fmt.Errorf("%s has tier %q, which this kready does not know", x.ID, x.Tier)
		case !slices.Contains(check.Levels(), check.Level(x.Level)):
			return Report{}, fmt.Errorf("%s has level %q, which this kready does not know", x.ID, x.Level)
		}
		seen[x.ID] = true
	}
	if r.Causes == nil { // a report of an older kready
		r.Causes = []Cause{}
	}
	return r, nil
}
