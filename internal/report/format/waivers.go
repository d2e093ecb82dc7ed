package format

import (
	"fmt"

	"github.com/kready/kready/internal/report"
	"github.com/kready/kready/internal/text"
)

// accepted says who accepted a gap, until when, and why, in one sentence.
func accepted(w report.Waiver) string {
	return text.Sentence("waived by " + w.Owner + " until " + w.Expires + ": " + w.Reason)
}

// waiverProblem says why a waiver covers nothing. One whose checks were not selected is for
// machines only: nobody is to do anything about it.
func waiverProblem(w report.Waiver) string {
	what := w.Subject()
	if w.State == "expired" {
		return fmt.Sprintf("The waiver of %s expired on %s and counts no more: %s is to renew it or to close the gap.", what, w.Expires, w.Owner)
	}
	if w.State == "unjudged" {
		return fmt.Sprintf("Nobody can tell whether the waiver of %s is still needed: what it is about was not judged (%s).", what, w.Owner)
	}
	return fmt.Sprintf("The waiver of %s matches no gap: take it out (%s).", what, w.Owner)
}
