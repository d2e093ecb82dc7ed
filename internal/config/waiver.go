package config

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/kready/kready/internal/check"
)

// How far ahead the last day of a waiver may be, in days: by default, and as a setting.
const (
	defaultWaiverDays = 366
	maxWaiverDays     = 3660
)

// Waiver is a gap that is accepted for a time, as it is written.
type Waiver struct {
	// The id of the check; this or battery.
	Check string `yaml:"check"`
	// The battery, for all of its checks.
	Battery string `yaml:"battery"`
	// One object of the check, as the report names it: namespace/name.
	Object string `yaml:"object"`
	// Who answers for it.
	Owner string `yaml:"owner" jsonschema:"required"`
	// Why it is accepted.
	Reason string `yaml:"reason" jsonschema:"required"`
	// The last day on which it is, as 2026-12-31.
	Expires string `yaml:"expires" jsonschema:"required,pattern=^[0-9]{4}-[0-9]{2}-[0-9]{2}$"`
}

// read checks a waiver. Whether its check or battery exists, the caller knows.
func (w Waiver) read() (check.Waiver, error) {
	named := w.Check
	if named == "" {
		named = w.Battery
	}
	switch {
	case (w.Check == "") == (w.Battery == ""):
		return check.Waiver{}, errors.New("names neither a check nor a battery, or both")
	case w.Battery != "" && w.Object != "":
		return check.Waiver{}, errors.New("names a battery and an object: an object belongs to one check")
	case strings.TrimSpace(w.Reason) == "":
		return check.Waiver{}, fmt.Errorf("(%s) gives no reason", named)
	case strings.TrimSpace(w.Owner) == "":
		return check.Waiver{}, fmt.Errorf("(%s) names no owner", named)
	}
	expires, err := time.Parse(time.DateOnly, w.Expires)
	if err != nil {
		return check.Waiver{}, fmt.Errorf("(%s) expires %q, which must be a day like 2026-12-31", named, w.Expires)
	}
	if expires.Year() < 2014 { // Kubernetes is from 2014
		return check.Waiver{}, fmt.Errorf("(%s) expires %q, before there was Kubernetes", named, w.Expires)
	}
	return check.Waiver{
		Check: w.Check, Battery: w.Battery, Object: w.Object,
		Owner: w.Owner, Reason: w.Reason, Expires: expires,
	}, nil
}
