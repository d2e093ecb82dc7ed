package inventory

import (
	"slices"
	"sync"

	"github.com/kready/kready/internal/facts"
)

// LikeApplications returns a function that reports whether a workload, by itself, looks like an application:
// only what refers to it can make it a part of the platform. Sum decides when that is known. The function may
// be called at the same time.
func (r *Recogniser) LikeApplications() func(*facts.Workload) bool {
	known := newImageRules(r.ix)
	return func(w *facts.Workload) bool { return ordinaryAlone(w) && !known.mayExplain(w) }
}

// imageRules finds the rules of an index, and looks up those of an image, and of a namespace, once.
type imageRules struct {
	ix    *index
	mu    sync.Mutex
	rules map[repository][]int
	// placed are those of the rules that demand a namespace, and neither image nor label.
	placed map[string][]int
}

func newImageRules(ix *index) *imageRules {
	return &imageRules{ix: ix, rules: map[repository][]int{}, placed: map[string][]int{}}
}

func (k *imageRules) forNamespace(name string) []int {
	k.mu.Lock()
	defer k.mu.Unlock()
	rules, known := k.placed[name]
	if !known {
		for _, r := range k.ix.placed {
			if in := k.ix.rules[r].Namespaces; len(in) == 0 || globOne(in, name) {
				rules = append(rules, r)
			}
		}
		k.placed[name] = rules
	}
	return rules
}

func (k *imageRules) forImage(image facts.Image) []int {
	key := repository{image.Registry, image.Repository}
	k.mu.Lock()
	defer k.mu.Unlock()
	rules, known := k.rules[key]
	if !known {
		rules = k.ix.forImage(image)
		k.rules[key] = rules
	}
	return rules
}

// mayExplain reports whether a rule of the catalogue explains a workload, as far as the workload tells, or could, were
// its image not renamed.
func (k *imageRules) mayExplain(w *facts.Workload) bool {
	if len(k.ix.namedLike(w)) > 0 {
		return true
	}
	fits := func(container int) func(int) bool {
		return func(rule int) bool { return k.ix.fits(&k.ix.rules[rule], w, container) }
	}
	for i := range len(w.Containers) + len(w.InitContainers) {
		if slices.ContainsFunc(k.forImage(containerAt(w, i).Image), fits(i)) {
			return true
		}
	}
	for _, key := range k.ix.labels {
		if hasLabel(w, key) && slices.ContainsFunc(k.ix.byLabel[key], fits(-1)) {
			return true
		}
	}
	return slices.ContainsFunc(k.forNamespace(w.Namespace), fits(-1))
}
