package fleet

import (
	"fmt"
	"strings"

	"github.com/kready/kready/internal/text"
)

// changeSection is a heading with what changed in one way.
type changeSection struct {
	title string
	items []changeItem
}

// changeItem is one thing that changed. Label and status are of a check: its tier as a word, and
// the status in whose colour it stands.
type changeItem struct {
	label, status, subject string
	clusters               []string
}

// sections put what changed into words, what got worse first.
func (c Changes) sections() []changeSection {
	var all []changeSection
	add := func(title string, items ...changeItem) {
		if len(items) > 0 {
			all = append(all, changeSection{title, items})
		}
	}
	for _, x := range []struct{ change, title, status string }{
		{NewGap, "New gaps", "gap"}, {LargerGap, "Larger gaps", "gap"}, {NewlyUnknown, "No longer judged", "unknown"},
	} {
		add(x.title, c.items(x.change, x.status)...)
	}
	add("No longer reached", namesItem(c.Lost)...)
	add("Verdicts", valueItems(c.Verdicts, false)...)
	add("Clusters that came", namesItem(c.Came)...)
	add("Clusters that are gone", namesItem(c.Gone)...)
	add("Reached again", namesItem(c.Found)...)
	for _, x := range []struct{ change, title, status string }{
		{NewlyWaived, "Newly waived", "waived"},
		{SkippedGap, "Gaps that are not asked any more", "skip"},
		{SmallerGap, "Smaller gaps", "gap"},
		{ClosedGap, "Closed gaps", "pass"},
		{NewlyJudged, "Judged again", "pass"},
	} {
		add(x.title, c.items(x.change, x.status)...)
	}
	add("Versions", valueItems(c.Versions, true)...)
	add("Products", valueItems(c.Products, true)...)
	var waivers []changeItem
	for _, w := range c.Waivers {
		waivers = append(waivers, changeItem{subject: fmt.Sprintf("%s, until %s by %s", w.Subject(), w.Expires, w.Owner), clusters: w.Clusters})
	}
	add("Waivers that lapse", waivers...)
	return all
}

// items are the checks with one change.
func (c Changes) items(change, status string) []changeItem {
	var all []changeItem
	for _, x := range c.Checks {
		if x.Change != change {
			continue
		}
		word := x.Tier
		if status == "gap" {
			word = Gap{Tier: x.Tier}.word()
		}
		all = append(all, changeItem{label: word, status: status, subject: x.Check, clusters: x.Clusters})
	}
	return all
}

func namesItem(names []string) []changeItem {
	if len(names) == 0 {
		return nil
	}
	return []changeItem{{clusters: names}}
}

func valueItems(values []ValueChange, named bool) []changeItem {
	var all []changeItem
	for _, v := range values {
		what := ""
		if named {
			what = v.What + ": "
		}
		switch {
		case v.Was == "":
			what += "came as " + v.Is
		case v.Is == "":
			what += "gone, was " + v.Was
		default:
			what += v.Was + " → " + v.Is
		}
		all = append(all, changeItem{subject: what, clusters: v.Clusters})
	}
	return all
}

// where says on which clusters something changed.
func (i changeItem) where(all bool) string {
	names := text.Few(i.clusters)
	if all {
		names = strings.Join(i.clusters, ", ")
	}
	if i.subject == "" {
		return names
	}
	return text.Counted(len(i.clusters), "cluster", "clusters") + ": " + names
}
