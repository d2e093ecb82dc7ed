package facts

import (
	"cmp"
	"iter"
	"slices"
)

// Apart are workloads of a cluster that is being read which by themselves look like applications. They are
// kept in little memory until all that could refer to them is known, and can be summed up then.
type Apart struct {
	packed     Packed
	namespaces map[string]int
}

// Add adds a workload, and returns how many bytes it takes.
func (a *Apart) Add(w *Workload) int {
	if a.namespaces == nil {
		a.namespaces = map[string]int{}
	}
	a.namespaces[w.Namespace]++
	return a.packed.Add(w)
}

// SetApart keeps workloads apart from Workloads. Each of them is in one of the two.
func (s *Snapshot) SetApart(parts ...*Apart) { s.apart = parts }

// ApartIn counts the workloads that are kept apart, by their namespace.
func (s *Snapshot) ApartIn() map[string]int {
	all := map[string]int{}
	for _, part := range s.apart {
		for namespace, n := range part.namespaces {
			all[namespace] += n
		}
	}
	return all
}

// EachApart goes over the workloads that are kept apart.
func (s *Snapshot) EachApart() iter.Seq[*Workload] {
	return func(yield func(*Workload) bool) {
		for _, part := range s.apart {
			for w := range part.packed.All() {
				if !yield(w) {
					return
				}
			}
		}
	}
}

// heads goes over what tells of the workloads that are kept apart whether something refers to them.
func (s *Snapshot) heads() iter.Seq2[*Workload, func() *Workload] {
	return func(yield func(*Workload, func() *Workload) bool) {
		for _, part := range s.apart {
			for head, whole := range part.packed.heads(new(Workload)) {
				if !yield(head, whole) {
					return
				}
			}
		}
	}
}

// SumApart returns a snapshot with its workloads summed up. Those that are kept apart are looked at twice: it
// takes all of them to know which ones stay.
func (s *Snapshot) SumApart(summing Summing) *Snapshot {
	sum := summing(s)
	left := sum.Add(s.Workloads)
	for head := range s.heads() {
		sum.Note(head)
	}
	for head, whole := range s.heads() {
		if !sum.Take(head) {
			left = append(left, *whole())
		}
	}
	slices.SortStableFunc(left, func(a, b Workload) int {
		return cmp.Or(cmp.Compare(a.Namespace, b.Namespace), cmp.Compare(a.Name, b.Name), cmp.Compare(a.Kind, b.Kind))
	})
	out := sum.Finish(left)
	out.apart = nil
	return out
}
