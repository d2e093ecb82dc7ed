package kube

import "iter"

// chains are lists of numbers by a key, in the order of the numbers, in one piece: one list for each of thousands of
// keys would be thousands of small pieces of memory.
type chains[K comparable] struct {
	heads map[K]head
	links []link
}

// head is where the list of a key begins, and how long it is; link is one number, and where the next one is. 0 is the end.
type (
	head struct{ first, count int32 }
	link struct{ number, next int32 }
)

// chain puts the numbers below n under the keys that are added for each.
func chain[K comparable](n int, keys func(i int, add func(K))) chains[K] {
	c := chains[K]{heads: make(map[K]head, n), links: make([]link, 1, n+1)}
	for i := n - 1; i >= 0; i-- {
		keys(i, func(key K) {
			was := c.heads[key]
			c.heads[key] = head{int32(len(c.links)), was.count + 1}
			c.links = append(c.links, link{int32(i), was.first})
		})
	}
	return c
}

// of are the numbers under a key.
func (c *chains[K]) of(key K) iter.Seq[int] {
	return func(yield func(int) bool) {
		for at := c.heads[key].first; at != 0; at = c.links[at].next {
			if !yield(int(c.links[at].number)) {
				return
			}
		}
	}
}

// count is how many numbers there are under a key.
func (c *chains[K]) count(key K) int { return int(c.heads[key].count) }

// places are the numbers below n.
func places(n int) iter.Seq[int] {
	return func(yield func(int) bool) {
		for i := range n {
			if !yield(i) {
				return
			}
		}
	}
}

// FirstBy returns what finds the entries of a list by a key. Of several with the same one, the first counts.
func FirstBy[K comparable, T any](list []T, key func(*T) K) map[K]*T {
	out := make(map[K]*T, len(list))
	for i := range list {
		if k := key(&list[i]); out[k] == nil {
			out[k] = &list[i]
		}
	}
	return out
}
