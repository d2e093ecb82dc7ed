package diff

import (
	"fmt"
	"slices"
	"strings"

	"github.com/kready/kready/internal/report"
	"github.com/kready/kready/internal/text"
)

// change is a Change in the making.
type change struct{ report.Change }

func newChange(before, x report.Result) change {
	c := change{report.Change{
		ID: x.ID, Title: x.Title, Battery: x.Battery, Level: x.Level, Tier: x.Tier,
		Was: before.StatusOrWaived(), Is: x.StatusOrWaived(), Reason: x.Reason, Because: x.Because, Waiver: x.Waiver,
		Appeared: []report.Finding{}, Gone: []report.Finding{}, Accepted: []report.Finding{},
	}}
	if c.Waiver == nil {
		c.Waiver = before.Waiver
	}
	return c
}

// compare finds out which findings of a gap came and went. It grew when an object came
// that was not there. The names of nodes and pods change from night to night: of these
// it is the number that counts.
func (c *change) compare(before, x report.Result) (grew, changed bool) {
	was, is := findings{before.Findings, before.Omitted}, findings{x.Findings, x.Omitted}
	waived := findings{x.Waived, x.OmittedWaived}
	appeared, gone := is.without(was), was.without(is)
	left := gone.without(waived)
	c.Accepted = append(c.Accepted, gone.without(left).list()...)
	c.Gone = append(c.Gone, left.list()...)
	c.Appeared = append(c.Appeared, appeared.list()...)
	for kind, n := range appeared.kinds() {
		if !ephemeral(kind) || n > left.kinds()[kind] {
			grew = true
		}
	}
	return grew, appeared.count()+gone.count() > 0
}

// findings are those of one result: the listed ones, and the others by the digests of their objects.
type findings struct {
	listed  []report.Finding
	omitted []report.Omitted
}

func (f findings) count() int { return len(f.listed) + report.Count(f.omitted) }

// kinds counts the findings by the kind of their objects.
func (f findings) kinds() map[string]int {
	n := map[string]int{}
	for _, one := range f.listed {
		n[one.Object.Kind]++
	}
	for _, o := range f.omitted {
		n[o.Kind] += o.Count
	}
	return n
}

// list names the findings, and counts those of which only a digest is known.
func (f findings) list() []report.Finding {
	all := append([]report.Finding{}, f.listed...)
	for _, o := range f.omitted {
		kind := o.Kind
		if kind == "" {
			kind = "no object"
		}
		all = append(all, report.Finding{Message: fmt.Sprintf("%s more on %s, which a report counts and does not name", text.Counted(o.Count, "finding", "findings"), kind), Stands: o.Count})
	}
	return all
}

// without are the findings whose object is not in others. When an object is in f more often, those
// that say something else are the ones too many.
func (f findings) without(others findings) findings {
	count := map[string]int{}
	unchanged := map[report.Finding]bool{}
	for _, one := range others.listed {
		count[one.Object.Digest()]++
		unchanged[one] = true
	}
	for _, o := range others.omitted {
		for _, digest := range o.Each() {
			count[digest]++
		}
	}
	missing := func(digest string) bool {
		if count[digest] > 0 {
			count[digest]--
			return false
		}
		return true
	}
	order := make([]int, len(f.listed))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		return unchangedFirst(unchanged[f.listed[a]]) - unchangedFirst(unchanged[f.listed[b]])
	})
	order = slices.DeleteFunc(order, func(i int) bool { return !missing(f.listed[i].Object.Digest()) })
	slices.Sort(order)
	var left findings
	for _, i := range order {
		left.listed = append(left.listed, f.listed[i])
	}
	for _, o := range f.omitted {
		digests := slices.DeleteFunc(o.Each(), func(digest string) bool { return !missing(digest) })
		if len(digests) > 0 {
			left.omitted = append(left.omitted, report.Omitted{Kind: o.Kind, Count: len(digests), Digests: strings.Join(digests, "")})
		}
	}
	return left
}

// unchangedFirst orders the findings that both reports have before the others.
func unchangedFirst(unchanged bool) int {
	if unchanged {
		return 0
	}
	return 1
}

// ephemeral reports whether objects of a kind have names that do not last.
func ephemeral(kind string) bool { return kind == "Node" || kind == "Pod" }
