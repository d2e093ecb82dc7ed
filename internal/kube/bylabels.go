package kube

import (
	"iter"

	"github.com/kready/kready/internal/facts"
)

// byLabels finds objects, by number, by their labels and namespaces. It is put in order when it is first asked.
type byLabels struct {
	n  int
	at func(i int) (namespace string, labels map[string]string)

	in, anywhere chains[labelKey]
	spaces       chains[string]
}

// labelKey is a label of the objects of a namespace, or of any: "".
type labelKey struct{ namespace, key, value string }

// labelled are the objects of a namespace, "" for any, that have a label, and how many there are.
func (b *byLabels) labelled(namespace, key, value string) (all iter.Seq[int], count int) {
	by := &b.in
	if namespace == "" {
		by = &b.anywhere
	}
	if by.heads == nil {
		*by = chain(b.n, func(i int, add func(labelKey)) {
			own, labels := b.at(i)
			if namespace == "" {
				own = ""
			}
			for key, value := range labels {
				add(labelKey{own, key, value})
			}
		})
	}
	at := labelKey{namespace, key, value}
	return by.of(at), by.count(at)
}

// of are the objects of a namespace, "" for any.
func (b *byLabels) of(namespace string) iter.Seq[int] {
	if namespace == "" {
		return places(b.n)
	}
	if b.spaces.heads == nil {
		b.spaces = chain(b.n, func(i int, add func(string)) {
			own, _ := b.at(i)
			add(own)
		})
	}
	return b.spaces.of(namespace)
}

// selected are the objects of a namespace, "" for any, that a selector selects. It tries those with that label which it demands
// and the fewest have.
func (b *byLabels) selected(namespace string, by *facts.Selector) iter.Seq[int] {
	candidates, fewest := b.of(namespace), -1
	for _, r := range by.Requirements {
		if r.Operator != "In" || len(r.Values) != 1 {
			continue
		}
		if with, n := b.labelled(namespace, r.Key, r.Values[0]); fewest < 0 || n < fewest {
			candidates, fewest = with, n
		}
	}
	selects := Selecting(by)
	return func(yield func(int) bool) {
		for i := range candidates {
			if _, labels := b.at(i); selects(labels) && !yield(i) {
				return
			}
		}
	}
}
