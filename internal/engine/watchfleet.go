package engine

import (
	"fmt"

	"github.com/kready/kready/internal/text"
)

// watchedFleet says how far several clusters are.
type watchedFleet struct{ members []*member }

// String counts the members that are done, and names what the others wait for.
func (w *watchedFleet) String() string {
	const named = 2
	done := 0
	var slow []string
	for _, m := range w.members {
		if m.done.Load() {
			done++
		} else if waits := m.progress.Slow(); waits != "" {
			slow = append(slow, m.name+" ("+waits+")")
		}
	}
	said := fmt.Sprintf("%d of %s checked", done, text.Counted(len(w.members), "cluster", "clusters"))
	if len(slow) > 0 {
		said += ", waiting for " + text.List(slow, named, ", ")
	}
	return said
}
