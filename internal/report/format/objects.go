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
	// file and line are where the object of a service is written, and by is who can close the gap.
	file string
	line int
	by   string
}

// sentence is what was seen on the object, in one sentence.
func (g objectFindings) sentence() string {
	if len(g.messages) == 0 {
		return ""
	}
	said := describeFinding(report.Finding{Object: g.object, Message: strings.Join(g.messages, "; "), By: g.by})
	if g.cause != "" {
		said += ", " + because(report.Finding{Cause: g.cause})
	}
	return said
}

// byObject gathers findings by object, in their order; those of a service by the line as well.
func byObject(findings []report.Finding) []objectFindings {
	type place struct {
		object report.Object
		file   string
		line   int
	}
	at := map[place]int{}
	var groups []objectFindings
	for _, f := range findings {
		where := place{f.Object, f.File, f.Line}
		i, ok := at[where]
		if !ok {
			i = len(groups)
			at[where] = i
			groups = append(groups, objectFindings{object: f.Object, file: f.File, line: f.Line, by: f.By})
		}
		groups[i].messages = append(groups[i].messages, f.Message)
		groups[i].cause = f.Cause
	}
	return groups
}
