package collect

import (
	"slices"

	"github.com/kready/kready/internal/facts"
)

// Reads returns all requests of collecting needs with opts, each once, in the order of the
// collectors: what RBAC must allow.
func Reads(needs []facts.Kind, opts Options) []Read {
	var all []Read
	add := func(more ...Read) {
		for _, read := range more {
			if !slices.ContainsFunc(all, read.same) {
				all = append(all, read)
			}
		}
	}
	for _, c := range CollectorsFor(needs, opts) {
		add(c.Reads...)
		switch c.Facts {
		case facts.KindOperatorResources:
			add(OperatorReads(opts.Operators)...)
		case facts.KindProductResources:
			add(ProductReads(opts.Products)...)
		case facts.KindCustom:
			add(CustomReads(SelectCustom(opts.Custom, needs))...)
		}
	}
	return all
}

// SelectCustom returns those of the user's resources that are in needs.
func SelectCustom(sources []facts.CustomSource, needs []facts.Kind) []facts.CustomSource {
	return slices.DeleteFunc(slices.Clone(sources), func(s facts.CustomSource) bool {
		return !slices.Contains(needs, facts.KindCustom) && !slices.Contains(needs, s.Kind())
	})
}

// same reports whether two requests are the same.
func (r Read) same(other Read) bool {
	return r.Group == other.Group && r.Resource == other.Resource && r.NonResourceURL == other.NonResourceURL &&
		r.Namespace == other.Namespace && slices.Equal(r.Verbs, other.Verbs) && slices.Equal(r.Names, other.Names)
}

// Title is the resource or path, as in blind spots.
func (r Read) Title() string { return r.name() }
