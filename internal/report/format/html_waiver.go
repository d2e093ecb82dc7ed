package format

import (
	"encoding/json"
	"fmt"
	"regexp"
	"time"

	"github.com/kready/kready/internal/report"
)

// waiverDays is for how long a waiver is proposed.
const waiverDays = 90

// plainID is an id that YAML takes for a text as it is.
var plainID = regexp.MustCompile(`^[a-z0-9-]+/[a-z0-9-]+$`)

// asWaiver is the entry of waivers: in kready.yaml that accepts a result, "" where there is nothing to
// accept. Who answers for it, and why, only people know: kready refuses it without.
func asWaiver(r report.Report, x report.Result) string {
	if x.Waiver != nil || x.Status != "gap" && x.Status != "unknown" && x.Status != "error" {
		return ""
	}
	id := x.ID
	if !plainID.MatchString(id) {
		quoted, err := json.Marshal(id)
		if err != nil {
			return ""
		}
		id = string(quoted)
	}
	return fmt.Sprintf("- check: %s\n  owner: \"\"   # who answers for it\n  reason: \"\"  # why it is acceptable\n  expires: %s\n",
		id, r.Target.AsOf.AddDate(0, 0, waiverDays).Format(time.DateOnly))
}
