package check

import (
	"testing"
	"time"
)

// TestDaysLeft: a waiver counts to the end of its last day, whatever the hour.
func TestDaysLeft(t *testing.T) {
	w := Waiver{Expires: time.Date(2026, 12, 31, 0, 0, 0, 0, time.UTC)}
	for asOf, want := range map[string]int{
		"2026-12-29T23:59:59Z": 2, "2026-12-30T00:00:00Z": 1, "2026-12-31T00:00:00Z": 0, "2026-12-31T23:59:59Z": 0,
		"2027-01-01T00:00:00Z": -1, "2027-01-02T12:00:00Z": -2, "2027-01-01T00:30:00+01:00": 0,
	} {
		at, err := time.Parse(time.RFC3339, asOf)
		if err != nil {
			t.Fatal(err)
		}
		if got := w.DaysLeft(at); got != want || w.Expired(at) != (want < 0) {
			t.Errorf("at %s: %d days left, expired %v; want %d", asOf, got, w.Expired(at), want)
		}
	}
}
