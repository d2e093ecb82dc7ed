package facts

import (
	"cmp"
	"iter"
	"reflect"
	"slices"
)

// Apart are workloads of a cluster that is being read which by themselves look like applications. They are
// kept in little memory until all that could refer to them is known, and can be summed up then.
type Apart struct {
	packed     Packed[Workload]
	namespaces map[string]int
}

// Add adds a workload, and returns how many bytes it takes. Its texts are redacted and its times bounded, as
// those of all facts.
func (a *Apart) Add(w *Workload) int {
	value := reflect.ValueOf(w).Elem()
	redact(value)
	clamp(value)
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

// SumApart returns a snapshot with its workloads summed up, those that are kept apart a few at a time.
func (s *Snapshot) SumApart(summing Summing) *Snapshot {
	sum := summing(s)
	left := sum.Add(s.Workloads)
	some := make([]Workload, 0, atOnce)
	for w := range s.EachApart() {
		if some = append(some, *w); len(some) == atOnce {
			left = append(left, sum.Add(some)...)
			some = make([]Workload, 0, atOnce)
		}
	}
	left = append(left, sum.Add(some)...)
	slices.SortStableFunc(left, func(a, b Workload) int {
		return cmp.Or(cmp.Compare(a.Namespace, b.Namespace), cmp.Compare(a.Name, b.Name), cmp.Compare(a.Kind, b.Kind))
	})
	out := sum.Finish(left)
	out.apart = nil
	return out
}
