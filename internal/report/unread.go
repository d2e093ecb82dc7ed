package report

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/kready/kready/internal/check"
)

// Lack is what a result could not be judged without, for one reason.
type Lack struct {
	// Reason is that of a blind spot: "forbidden".
	Reason string
	// Names are what could not be read: "nodes", "pods in kube-system". More counts those of which the
	// result does not tell the names.
	Names []string
	More  int
}

// unreadPart is what the reason of an unknown says of one kind of blind spot: "nodes, pods and 2 more
// (forbidden)".
var unreadPart = regexp.MustCompile(`^(.+?)(?: and (\d+) more)? \(([a-z-]+)\)$`)

// Lacks returns what could not be read and would have to be for a result to be judged. There is
// nothing for one that is unknown for a reason of its own.
func (x Result) Lacks() []Lack {
	said, ok := strings.CutPrefix(x.Reason, check.UnreadReason)
	if !ok || x.Status != string(check.StatusUnknown) {
		return nil
	}
	var lacks []Lack
	for part := range strings.SplitSeq(said, "; ") {
		m := unreadPart.FindStringSubmatch(part)
		if m == nil {
			return nil
		}
		more, _ := strconv.Atoi(m[2]) // "" is none
		lacks = append(lacks, Lack{Reason: m[3], Names: strings.Split(m[1], ", "), More: more})
	}
	return lacks
}
