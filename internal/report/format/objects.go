package format

import (
	"strings"

	"github.com/kready/kready/internal/report"
)

// objectFindings are all findings of a check on one object.
type objectFindings struct {
	object   report.Object
	messages []string
	cause    string
}

// sentence is what was seen on the object, in one sentence.
func (g objectFindings) sentence() string {
	if len(g.messages) == 0 {
		return ""
	}
	said := describeFinding(report.Finding{Object: g.object, Message: strings.Join(g.messages, "; ")})
	if g.cause != "" {
		said += ", " + because(report.Finding{Cause: g.cause})
	}
	return said
}

// byObject gathers findings by object, in their order.
func byObject(findings []report.Finding) []objectFindings {
	at := map[report.Object]int{}
	var groups []objectFindings
	for _, f := range findings {
		i, ok := at[f.Object]
		if !ok {
			i = len(groups)
			at[f.Object] = i
			groups = append(groups, objectFindings{object: f.Object})
		}
		groups[i].messages = append(groups[i].messages, f.Message)
		groups[i].cause = f.Cause
	}
	return groups
}
