package engine

import (
	"strings"
	"testing"
	"time"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/config"
)

// TestWaiversEnd: one that would last for ever is refused by a clear line.
func TestWaiversEnd(t *testing.T) {
	now := time.Date(2026, 6, 1, 12, 0, 0, 0, time.UTC)
	env := Env{Clock: func() time.Time { return now }}
	all := []check.Check{{ID: "dns/ha"}}
	for _, c := range []struct {
		expires string
		days    int
		ok      bool
	}{{"2026-12-31", 366, true}, {"2027-06-02", 366, true}, {"2027-06-03", 366, false}, {"9999-12-31", 366, false}, {"2028-01-01", 1000, true}} {
		expires, err := time.Parse(time.DateOnly, c.expires)
		if err != nil {
			t.Fatal(err)
		}
		err = env.validateWaivers(config.Config{WaiverDays: c.days, Waivers: []check.Waiver{{Check: "dns/ha", Expires: expires}}}, all)
		if (err == nil) != c.ok || err != nil && !strings.Contains(err.Error(), "number 1 (dns/ha) expires "+c.expires) {
			t.Errorf("%s, %d days: %v", c.expires, c.days, err)
		}
	}
}
