package format

import (
	"fmt"
	"slices"
	"strings"

	"github.com/kready/kready/internal/report"
	"github.com/kready/kready/internal/text"
)

// unlockLines says what would let most further checks be judged, a line for each step.
func unlockLines(r report.Report) []string {
	var lines []string
	for i, u := range r.Unlocks {
		more := text.Counted(u.Checks, "more check", "more checks") + " can be judged"
		reads := strings.Join(u.Reads, ", ")
		switch {
		case i > 0:
			lines = append(lines, fmt.Sprintf("Then %s: %s.", reads, more))
		case r.Target.Kind == "cluster":
			lines = append(lines, fmt.Sprintf("Grant %s: %s.", reads, more))
		default:
			lines = append(lines, fmt.Sprintf("With all %s, named with --kinds: %s.", reads, more))
		}
	}
	return lines
}

// unlockCommand is the command line that grants or gathers these, "" when there are none.
func unlockCommand(r report.Report) string {
	var resources []string
	for _, u := range r.Unlocks {
		for _, read := range u.Reads {
			if _, resource, ok := strings.Cut(read, " "); ok {
				read = resource
			}
			if !slices.Contains(resources, read) {
				resources = append(resources, read)
			}
		}
	}
	switch {
	case len(resources) == 0:
		return ""
	case r.Target.Kind == "cluster":
		return "kready rbac --resources " + strings.Join(resources, ",")
	}
	return "kubectl get " + strings.Join(resources, ",") + " -A -o yaml"
}

// unlocks say how the next report knows more.
func (p *page) unlocks(r report.Report) {
	if len(r.Unlocks) == 0 {
		return
	}
	for _, line := range unlockLines(r) {
		p.lines(text.Wrap(text.Clean(line), gapIndent, p.width))
	}
	if command := unlockCommand(r); command != "" {
		p.line(p.paint.dim(textIndent + text.Clean(command)))
	}
	p.line()
}
