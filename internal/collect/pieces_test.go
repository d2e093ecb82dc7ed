package collect

import (
	"slices"
	"testing"
)

// TestPieces: a list of any length holds what was added, in its order and where it was put.
func TestPieces(t *testing.T) {
	for _, n := range []int{0, 1, firstPiece, firstPiece + 1, 3 * largestPiece, 3*largestPiece + 7} {
		var list pieces[int]
		var at []*int
		var want []int
		for i := range n {
			at, want = append(at, list.add(i)), append(want, i)
		}
		list.add(-1)
		list.drop()
		var each []int
		for one := range list.each() {
			each = append(each, *one)
		}
		if got := list.all(); !slices.Equal(got, want) || !slices.Equal(each, want) || list.n != n || n == 0 && got != nil {
			t.Errorf("of %d there are %d, one by one %d", n, len(got), len(each))
		}
		for i, p := range at {
			if *p != i {
				t.Fatalf("of %d, number %d has become %d", n, i, *p)
			}
		}
	}
}
