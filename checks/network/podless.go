package network

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/kube"
	"github.com/kready/kready/internal/text"
)

// podlessServices says what is wrong with Services that select none of the service's own pods.
type podlessServices struct {
	brings *kube.Brought
	seen   *kube.Seen
	all    []facts.LandingPods
	// changesPods says that the service may make pods, or change them, by its own roles.
	changesPods bool
	// alike are the pod templates of a namespace by the keys of their labels: there are few different ones.
	alike map[string][]*sameKeys
}

// sameKeys are pod templates, by their places, whose labels have the same keys.
type sameKeys struct {
	keys   map[string]bool
	places []int
	// first is the place of the first with some values of some of the keys.
	first map[string]map[string]int
}

func newPodlessServices(in *facts.Input) *podlessServices {
	return &podlessServices{brings: kube.NewBrought(&in.Service), seen: kube.NewSeen(&in.Snapshot), all: in.Service.Pods, changesPods: slices.Contains(in.Service.Makes, "pods")}
}

// order puts the templates in order, once there is a Service without pods.
func (p *podlessServices) order() {
	if p.alike != nil {
		return
	}
	p.alike = map[string][]*sameKeys{}
	known := map[[2]string]*sameKeys{}
	for i := range p.all {
		namespace, labels := p.all[i].Namespace, p.all[i].Labels
		keys := slices.Sorted(maps.Keys(labels))
		at := [2]string{namespace, fmt.Sprintf("%q", keys)}
		if known[at] == nil {
			known[at] = &sameKeys{keys: map[string]bool{}, first: map[string]map[string]int{}}
			for _, key := range keys {
				known[at].keys[key] = true
			}
			p.alike[namespace] = append(p.alike[namespace], known[at])
		}
		known[at].places = append(known[at].places, i)
	}
}

// message says of a Service that selects none of the service's own pods what is wrong, and whether that is certain; ""
// where the cluster has such pods.
func (p *podlessServices) message(s *facts.LandingService) (message string, known bool) {
	there, known := p.seen.Pods(s.Namespace, s.Selector)
	if there {
		return "", true
	}
	p.order()
	none := fmt.Sprintf("no pod template of the service has the labels %s that it selects%s", labelsOf(s.Selector), p.nearest(s))
	relabelled, maker := p.relabelled(s), p.brings.Maker(s.Namespace)
	switch {
	case relabelled != "":
		return none + ": " + relabelled, false
	case maker != "":
		return none + ": " + maker + " may make them", false
	case p.changesPods:
		return none + ": the service may make such pods, or label its own, as its own roles allow it", false
	case !known:
		return none + ", and whether a pod there has them could not be looked up", false
	case p.seen.Namespace(s.Namespace) == nil:
		return none + ", and its namespace is not there yet", true
	}
	return none + ", and no pod there has them", true
}

// relabelled says that pods of a template have some of the selected labels and no other values, so that they may be given the
// rest while they run, as the leader of a database is; "" where there is none.
func (p *podlessServices) relabelled(s *facts.LandingService) string {
	found, lacks := -1, []string(nil)
	for _, same := range p.alike[s.Namespace] {
		var has, without []string
		for _, key := range slices.Sorted(maps.Keys(s.Selector)) {
			if same.keys[key] {
				has = append(has, key)
			} else {
				without = append(without, key)
			}
		}
		if len(has) == 0 || len(without) == 0 {
			continue
		}
		if at, there := same.firstWith(p.all, has, s.Selector); there && (found < 0 || at < found) {
			found, lacks = at, without
		}
	}
	if found < 0 {
		return ""
	}
	return fmt.Sprintf("those of %s %s may be given %s while they run", p.all[found].Kind, p.all[found].Name, text.Few(lacks))
}

// firstWith is the place of the first template with the values of some keys.
func (s *sameKeys) firstWith(all []facts.LandingPods, keys []string, with map[string]string) (at int, there bool) {
	by := fmt.Sprintf("%q", keys)
	if s.first[by] == nil {
		s.first[by] = map[string]int{}
		for _, i := range slices.Backward(s.places) {
			s.first[by][kube.LabelsKey(only(all[i].Labels, keys))] = i
		}
	}
	at, there = s.first[by][kube.LabelsKey(only(with, keys))]
	return at, there
}

// only are the labels with some keys.
func only(labels map[string]string, keys []string) map[string]string {
	out := make(map[string]string, len(keys))
	for _, key := range keys {
		out[key] = labels[key]
	}
	return out
}

// nearest names a template of the namespace that has all of the selected labels but for values.
func (p *podlessServices) nearest(s *facts.LandingService) string {
	found := -1
	keys := slices.Sorted(maps.Keys(s.Selector))
	differs := func(key string, i int) bool { return p.all[i].Labels[key] != s.Selector[key] }
	for _, same := range p.alike[s.Namespace] {
		if slices.ContainsFunc(keys, func(key string) bool { return !same.keys[key] }) {
			continue
		}
		for _, i := range same.places { // the first, but for one with labels that controllers give to pods
			if slices.ContainsFunc(keys, func(key string) bool { return differs(key, i) }) {
				if found < 0 || i < found {
					found = i
				}
				break
			}
		}
	}
	if found < 0 {
		return ""
	}
	var other []string
	for _, key := range keys {
		if differs(key, found) {
			other = append(other, key+"="+p.all[found].Labels[key])
		}
	}
	return fmt.Sprintf(" (%s %s has %s)", p.all[found].Kind, p.all[found].Name, strings.Join(other, ","))
}
