package inventory

import (
	"maps"
	"slices"
	"strings"

	"github.com/kready/kready/internal/catalog"
	"github.com/kready/kready/internal/facts"
)

// rule is a catalogue's rule with its patterns split.
type rule struct {
	catalog.Rule
	// entry is the index of the rule's product in the catalogue.
	entry  int
	helper bool
	// part marks a rule that only explains.
	part   bool
	images []pattern
	not    []pattern
	with   []pattern
	none   []pattern
}

// index finds the rules that can hold for an image without trying them all. Nothing changes
// it once it is built.
type index struct {
	rules []rule
	// byName holds rules by the last part of their patterns, byFlat by the whole
	// pattern as a flattening mirror writes it. Patterns with a "*" are under a word
	// that all their matches contain, or in wild when there is none.
	byName, byFlat, byWord map[string][]int
	wild                   []int
	// byLabel holds the rules that demand no image, by one label that they demand.
	byLabel map[string][]int
	// placed holds the rules that demand neither image nor label, but a namespace.
	placed []int
	// labels are the keys of byLabel, sorted.
	labels []string
	// sidecars are the patterns of sidecarImages.
	sidecars []pattern
	// named holds the entries by the names that their workloads and containers usually have.
	named map[string][]int
}

type repository struct{ registry, name string }

func newIndex(c *catalog.Catalog) *index {
	ix := &index{
		byName: map[string][]int{}, byFlat: map[string][]int{}, byWord: map[string][]int{},
		byLabel: map[string][]int{}, sidecars: patterns(sidecarImages),
	}
	for i, e := range c.Entries {
		for _, r := range e.WorkloadRules {
			ix.add(rule{Rule: r, entry: i})
		}
		for _, r := range e.HelperRules {
			ix.add(rule{Rule: r, entry: i, helper: true})
		}
		for _, r := range e.PartRules {
			ix.add(rule{Rule: r, entry: i, helper: true, part: true})
		}
	}
	ix.labels = slices.Sorted(maps.Keys(ix.byLabel))
	ix.named = usualNames(c)
	return ix
}

func (ix *index) add(r rule) {
	r.images, r.not, r.with, r.none = patterns(r.Images), patterns(r.ExcludedImages), patterns(r.RequiredImages), patterns(r.ForbiddenImages)
	n := len(ix.rules)
	ix.rules = append(ix.rules, r)
	if len(r.images) == 0 {
		keys := make([]string, 0, len(r.Labels))
		for key, want := range r.Labels {
			if !strings.HasPrefix(want, "!") {
				keys = append(keys, key)
			}
		}
		if len(keys) > 0 {
			key := slices.Min(keys)
			ix.byLabel[key] = append(ix.byLabel[key], n)
		} else {
			ix.placed = append(ix.placed, n)
		}
	}
	for _, p := range r.images {
		last := p.parts[len(p.parts)-1]
		if word := p.word(); p.wild && word != "" {
			ix.byWord[word] = append(ix.byWord[word], n)
			continue
		}
		if p.wild {
			ix.wild = append(ix.wild, n)
			continue
		}
		ix.byName[last] = append(ix.byName[last], n)
		ix.byFlat[p.flat] = append(ix.byFlat[p.flat], n)
	}
}

func patterns(all []string) []pattern {
	out := make([]pattern, 0, len(all))
	for _, s := range all {
		out = append(out, patternOf(s))
	}
	return out
}

// forImage returns the rules whose image patterns hold for an image, in order.
func (ix *index) forImage(image facts.Image) []int {
	of := pathOf(image)
	candidates := slices.Clone(ix.byName[of.last])
	for i := range of.flat {
		if i == 0 || of.flat[i-1] == '-' {
			candidates = append(candidates, ix.byFlat[of.flat[i:]]...)
		}
	}
	for _, part := range of.parts {
		for word := range strings.FieldsFuncSeq(part, betweenWords) {
			candidates = append(candidates, ix.byWord[word]...)
		}
	}
	candidates = append(candidates, ix.wild...)
	slices.Sort(candidates)
	return slices.DeleteFunc(slices.Compact(candidates), func(n int) bool {
		r := ix.rules[n]
		return !anyMatches(r.images, of) || anyMatches(r.not, of)
	})
}

func anyMatches(all []pattern, of path) bool {
	return slices.ContainsFunc(all, func(p pattern) bool { return p.matches(of) })
}
