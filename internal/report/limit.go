package report

import (
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"slices"
	"strings"

	"github.com/kready/kready/internal/text"
)

// MaxFindings is how many findings of one check a report lists where nobody asks for another number:
// with it, all checks together stay below the 25,000 results that code scanning takes.
const MaxFindings = 100

// Omitted are findings that a report counts and does not list, those on objects of one kind.
type Omitted struct {
	// Kind is that of the objects; "" for findings on none.
	Kind  string `json:"kind"`
	Count int    `json:"count"`
	// Digests tell their objects from others, eight characters each, so that two reports can be
	// compared as a whole.
	Digests string `json:"digests"`
}

// digestLength is how many characters one digest has.
const digestLength = 8

// Digest tells an object from others, in eight characters.
func (o Object) Digest() string {
	sum := sha256.Sum256([]byte(o.Kind + "\x00" + o.Namespace + "\x00" + o.Name))
	return base64.RawURLEncoding.EncodeToString(sum[:digestLength*3/4])
}

// Each are the digests one by one.
func (o Omitted) Each() []string {
	var all []string
	for rest := o.Digests; len(rest) >= digestLength; rest = rest[digestLength:] {
		all = append(all, rest[:digestLength])
	}
	return all
}

// Omit returns findings as ones that are not listed, by kind.
func Omit(findings []Finding) []Omitted {
	at := map[string]int{}
	var out []Omitted
	digests := []*strings.Builder{}
	for _, f := range findings {
		i, ok := at[f.Object.Kind]
		if !ok {
			i = len(out)
			at[f.Object.Kind] = i
			out, digests = append(out, Omitted{Kind: f.Object.Kind}), append(digests, &strings.Builder{})
		}
		out[i].Count++
		digests[i].WriteString(f.Object.Digest())
	}
	for i := range out {
		out[i].Digests = digests[i].String()
	}
	return out
}

// Count is how many findings are not listed.
func Count(omitted []Omitted) int {
	n := 0
	for _, o := range omitted {
		n += o.Count
	}
	return n
}

// Number is how many findings a list is of, with those that one of it stands for.
func Number(listed []Finding) int {
	n := 0
	for _, f := range listed {
		n += max(1, f.Stands)
	}
	return n
}

// Total is how many findings there are, with those that are not listed.
func (x Result) Total() int { return len(x.Findings) + Count(x.Omitted) }

// Seen are the findings, with one at the end that counts those that are not listed.
func (x Result) Seen() []Finding { return withOthers(x.Findings, Count(x.Omitted)) }

// SeenWaived are those that waivers cover, as Seen.
func (x Result) SeenWaived() []Finding { return withOthers(x.Waived, Count(x.OmittedWaived)) }

func withOthers(listed []Finding, more int) []Finding {
	if more == 0 {
		return listed
	}
	return append(slices.Clone(listed), Finding{Message: Others(more), Stands: more})
}

// Others says how many findings are not listed.
func Others(more int) string {
	return fmt.Sprintf("and %s more that are not listed (--max-findings 0 lists all)", text.Counted(more, "finding", "findings"))
}

// Limit returns the report with at most so many findings of each check, and counts the others; 0 is
// no limit.
func (r Report) Limit(most int) Report {
	if most <= 0 {
		return r
	}
	r.Results = slices.Clone(r.Results)
	for i := range r.Results {
		x := &r.Results[i]
		x.Findings, x.Omitted = shorten(x.Findings, x.Omitted, most)
		x.Waived, x.OmittedWaived = shorten(x.Waived, x.OmittedWaived, most)
	}
	if r.Baseline != nil {
		b := *r.Baseline
		b.Changes = b.Limit(most)
		r.Baseline = &b
	}
	return r
}

func shorten(listed []Finding, before []Omitted, most int) ([]Finding, []Omitted) {
	if len(listed) <= most {
		return listed, before
	}
	return listed[:most:most], mergeOmitted(Omit(listed[most:]), before)
}

// mergeOmitted joins findings that were left out at two times.
func mergeOmitted(all, more []Omitted) []Omitted {
	for _, o := range more {
		if i := slices.IndexFunc(all, func(p Omitted) bool { return p.Kind == o.Kind }); i >= 0 {
			all[i].Count, all[i].Digests = all[i].Count+o.Count, all[i].Digests+o.Digests
			continue
		}
		all = append(all, o)
	}
	return all
}

// Limit returns the changes with at most so many findings in each list; 0 is no limit.
func (c Changes) Limit(most int) Changes {
	if most <= 0 {
		return c
	}
	for _, list := range []*[]Change{&c.NewGaps, &c.ChangedGaps, &c.ClosedGaps, &c.SkippedGaps, &c.NewlyWaived, &c.NewlyUnknown, &c.NewlyJudged} {
		*list = slices.Clone(*list)
		for i := range *list {
			x := &(*list)[i]
			for _, findings := range []*[]Finding{&x.Appeared, &x.Gone, &x.Accepted} {
				if len(*findings) > most+1 {
					*findings = withOthers((*findings)[:most:most], Number((*findings)[most:]))
				}
			}
		}
	}
	return c
}
