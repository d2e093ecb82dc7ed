package collect

import (
	"iter"
	"slices"
)

// pieces is a list that grows without being copied: what it holds stays where it is.
type pieces[F any] struct {
	full [][]F
	last []F
	n    int
}

// The first piece of a list has room for so many; each has room for twice as many as the one before, up to the largest.
const firstPiece, largestPiece = 2, 512

// add adds one, and returns where it is.
func (p *pieces[F]) add(one F) *F {
	if len(p.last) == cap(p.last) {
		if p.n > 0 {
			p.full = append(p.full, p.last)
		}
		p.last = make([]F, 0, min(max(firstPiece, 2*cap(p.last)), largestPiece))
	}
	p.last = append(p.last, one)
	p.n++
	return &p.last[len(p.last)-1]
}

// drop takes back the one that was added last.
func (p *pieces[F]) drop() {
	p.last = p.last[:len(p.last)-1]
	p.n--
}

// each goes over all of them.
func (p *pieces[F]) each() iter.Seq[*F] {
	return func(yield func(*F) bool) {
		for _, piece := range append(p.full[:len(p.full):len(p.full)], p.last) {
			for i := range piece {
				if !yield(&piece[i]) {
					return
				}
			}
		}
	}
}

// all returns all of them in one list; nil for none.
func (p *pieces[F]) all() []F {
	switch {
	case p.n == 0:
		return nil
	case len(p.full) == 0:
		return p.last[:p.n:p.n]
	}
	return slices.Concat(append(p.full, p.last)...)
}
