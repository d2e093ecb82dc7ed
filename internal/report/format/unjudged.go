package format

import "github.com/kready/kready/internal/report"

// unjudged gathers what could not be judged by the reason, in their order. What builds on
// a check that could not be judged stands under that one's reason.
func unjudged(r report.Report) (reasons []string, byReason map[string][]report.Result) {
	byReason = map[string][]report.Result{}
	own := map[string]string{}
	for _, x := range r.Results {
		own[x.ID] = x.Reason
	}
	for _, x := range r.Results {
		if x.Status != "unknown" && x.Status != "error" || x.Waiver != nil {
			continue
		}
		reason := x.Reason
		if root, ok := own[x.Because]; ok {
			reason = root
		}
		if _, ok := byReason[reason]; !ok {
			reasons = append(reasons, reason)
		}
		byReason[reason] = append(byReason[reason], x)
	}
	return reasons, byReason
}
