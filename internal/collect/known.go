package collect

import (
	"sync"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/kube"
)

// recognition is what the caller recognises among the workloads, for all collectors that come after what it
// takes for that (podsAfter).
type recognition struct {
	once sync.Once
	// workloads are those that can belong to the platform, platform those whose pods are read.
	workloads []facts.Workload
	platform  []facts.ObjectRef
	done      bool
}

// recognise returns the workloads that can belong to the platform, and those that do: the caller's and
// static pods. What looks like an application belongs to it only behind a Service that the API server calls.
func (r *Run) recognise() ([]facts.Workload, []facts.ObjectRef) {
	r.known.once.Do(func() {
		before := *r.Before
		before.Workloads = append(before.Workloads[:len(before.Workloads):len(before.Workloads)], r.called()...)
		r.known.workloads = before.Workloads
		if r.opts.Platform != nil {
			r.known.platform = r.opts.Platform(&before)
		}
		for i := range before.Workloads {
			if w := &before.Workloads[i]; w.Kind == facts.StaticPod {
				r.known.platform = append(r.known.platform, kube.Ref(w))
			}
		}
		r.known.done = true
	})
	if !r.known.done {
		panic("the platform's workloads were not recognised") // as it was for the first who asked
	}
	return r.known.workloads, r.known.platform
}

// platform returns the workloads whose pods are read: the caller's and static pods.
func (r *Run) platform() []facts.ObjectRef {
	_, platform := r.recognise()
	return platform
}

// called returns those of the workloads that are kept apart which a Service of a webhook, an aggregated API
// or cluster DNS selects.
func (r *Run) called() []facts.Workload {
	selectors := map[string][]map[string]string{}
	apart := r.Before.ApartIn()
	for _, b := range r.Before.Backends {
		if len(b.Selector) > 0 && apart[b.Namespace] > 0 {
			selectors[b.Namespace] = append(selectors[b.Namespace], b.Selector)
		}
	}
	if len(selectors) == 0 {
		return nil
	}
	var called []facts.Workload
	for w := range r.Before.EachApart() {
		for _, selector := range selectors[w.Namespace] {
			if kube.HasLabels(w.PodLabels, selector) {
				called = append(called, *w)
				break
			}
		}
	}
	return called
}
