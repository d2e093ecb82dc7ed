package backup

import (
	"testing"
	"time"
)

func TestBefore(t *testing.T) {
	now := time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC) // a Sunday
	for text, want := range map[string]string{
		"0 2 * * *":                       "2026-10-31T02:00:00Z",
		"@daily":                          "2026-10-31T00:00:00Z",
		"@every 6h":                       "2026-11-01T00:00:00Z",
		"@hourly":                         "2026-11-01T11:00:00Z",
		"0 3 * * 1-5":                     "2026-10-29T03:00:00Z",
		"0 3 * * mon,WED":                 "2026-10-26T03:00:00Z",
		"0 3 * * 7":                       "2026-10-25T03:00:00Z",
		"@weekly":                         "2026-10-25T00:00:00Z",
		"CRON_TZ=Europe/Berlin 0 2 * * *": "2026-10-31T02:00:00Z",
		"30 1 1 * *":                      "2026-10-01T01:30:00Z",
		"0 0 13 * 5":                      "2026-10-23T00:00:00Z", // either is enough
		"*/20 * * * *":                    "2026-11-01T11:40:00Z",
		"10/20 4 * * *":                   "2026-11-01T04:30:00Z",
		"0 0 29 2 *":                      "2020-02-29T00:00:00Z",
		"0 12 * * ?":                      "2026-10-31T12:00:00Z",
		"@yearly":                         "2025-01-01T00:00:00Z",
	} {
		c, ok := parseCron(text)
		if !ok {
			t.Errorf("%q is not understood", text)
			continue
		}
		if got := c.before(now, 2).Format(time.RFC3339); got != want {
			t.Errorf("%q: got %s, want %s", text, got, want)
		}
	}
}

func TestNotCron(t *testing.T) {
	for _, text := range []string{"", "@sometimes", "0 2 * *", "60 * * * *", "0 2 * * 5-1", "*/0 * * * *", "x * * * *", "@every soon", "0 2 0 * *", "1- * * * *"} {
		if _, ok := parseCron(text); ok {
			t.Errorf("%q is taken for an expression", text)
		}
	}
	c, ok := parseCron("0 0 31 2 *")
	if !ok || !c.before(time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC), 1).IsZero() {
		t.Error("31 February comes")
	}
}
