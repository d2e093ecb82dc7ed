package kube

import (
	"iter"
	"maps"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/text"
)

// Brought finds what a service brings by its keys: what each of many manifests names is looked for among all of them. Each
// kind of thing is put in order when it is first asked for. The manifests must not change meanwhile, and it is for one
// goroutine.
type Brought struct {
	service   *facts.Landing
	objects   chains[objectKey]
	services  map[nameKey]*facts.LandingService
	templates map[objectKey]*facts.LandingPods
	// pods finds pod templates, and labelled Services.
	pods, labelled byLabels
	// idle are the kinds of custom resources that make nothing, and makers what others there are in a namespace.
	idle   map[string][]string
	makers map[string][]string
}

type (
	nameKey   struct{ namespace, name string }
	objectKey struct{ kind, namespace, name string }
)

// NewBrought returns what finds the things of a service.
func NewBrought(s *facts.Landing) *Brought {
	b := &Brought{service: s}
	b.pods = byLabels{n: len(s.Pods), at: func(i int) (string, map[string]string) { return s.Pods[i].Namespace, s.Pods[i].Labels }}
	b.labelled = byLabels{n: len(s.Services), at: func(i int) (string, map[string]string) {
		var labels map[string]string
		if o := b.Object("", "Service", s.Services[i].Namespace, s.Services[i].Name); o != nil {
			labels = o.Labels
		}
		return s.Services[i].Namespace, labels
	}}
	return b
}

// Object returns the object with this kind and name, in any version of its group; nil when there is none.
func (b *Brought) Object(group, kind, namespace, name string) *facts.LandingObject {
	for o := range b.Named(kind, namespace, name) {
		if o.Group == group {
			return o
		}
	}
	return nil
}

// Named returns the objects with this kind and name, of any group.
func (b *Brought) Named(kind, namespace, name string) iter.Seq[*facts.LandingObject] {
	if b.objects.heads == nil {
		b.objects = chain(len(b.service.Objects), func(i int, add func(objectKey)) {
			o := &b.service.Objects[i]
			add(objectKey{o.Kind, o.Namespace, o.Name})
		})
	}
	return func(yield func(*facts.LandingObject) bool) {
		for i := range b.objects.of(objectKey{kind, namespace, name}) {
			if !yield(&b.service.Objects[i]) {
				return
			}
		}
	}
}

// Service returns the Service with this name; nil when there is none.
func (b *Brought) Service(namespace, name string) *facts.LandingService {
	if b.services == nil {
		b.services = FirstBy(b.service.Services, func(s *facts.LandingService) nameKey { return nameKey{s.Namespace, s.Name} })
	}
	return b.services[nameKey{namespace, name}]
}

// Template returns the pod template of a workload; nil when there is none.
func (b *Brought) Template(kind, namespace, name string) *facts.LandingPods {
	if b.templates == nil {
		b.templates = FirstBy(b.service.Pods, func(p *facts.LandingPods) objectKey { return objectKey{p.Kind, p.Namespace, p.Name} })
	}
	return b.templates[objectKey{kind, namespace, name}]
}

// Pods returns the pod templates that have all of some labels, but for those that controllers give to pods. None are
// asked for by no labels.
func (b *Brought) Pods(namespace string, with map[string]string) []*facts.LandingPods {
	with = maps.Clone(with)
	maps.DeleteFunc(with, func(key, _ string) bool { return GivenLabel(key) })
	var out []*facts.LandingPods
	for i := range b.PlacesWith(namespace, with) {
		if p := &b.service.Pods[i]; HasLabels(p.Labels, with) {
			out = append(out, p)
		}
	}
	return out
}

// PlacesWith are the places in the list of pod templates of those in a namespace that have one of some labels: the one that
// the fewest have. None are asked for by no labels.
func (b *Brought) PlacesWith(namespace string, labels map[string]string) iter.Seq[int] {
	candidates, fewest := places(0), -1
	for key, value := range labels {
		if with, n := b.pods.labelled(namespace, key, value); fewest < 0 || n < fewest {
			candidates, fewest = with, n
		}
	}
	return candidates
}

// PlacesBy are the places in the list of pod templates of those that a selector selects, in any namespace.
func (b *Brought) PlacesBy(by *facts.Selector) iter.Seq[int] { return b.pods.selected("", by) }

// PodsBy returns the pod templates of a namespace, "" for any, that a selector selects.
func (b *Brought) PodsBy(namespace string, by *facts.Selector) []*facts.LandingPods {
	var out []*facts.LandingPods
	for i := range b.pods.selected(namespace, by) {
		out = append(out, &b.service.Pods[i])
	}
	return out
}

// ServicesBy returns the Services of a namespace, "" for any, that a selector selects by their own labels.
func (b *Brought) ServicesBy(namespace string, by *facts.Selector) []*facts.LandingService {
	var out []*facts.LandingService
	for i := range b.labelled.selected(namespace, by) {
		out = append(out, &b.service.Services[i])
	}
	return out
}

// PodsIn are the pod templates of a namespace.
func (b *Brought) PodsIn(namespace string) iter.Seq[*facts.LandingPods] {
	return func(yield func(*facts.LandingPods) bool) {
		for i := range b.pods.of(namespace) {
			if !yield(&b.service.Pods[i]) {
				return
			}
		}
	}
}

// Maker names an object that may make others in a namespace once it is there, as the custom resource of an operator does,
// for a message: "Kafka main", or several of them; "" where there is none. Those that are known to make no pods and no
// Services are left out.
func (b *Brought) Maker(namespace string) string {
	if b.makers == nil {
		b.idle, b.makers = idleKinds(), map[string][]string{}
		for i := range b.service.Objects {
			if o := &b.service.Objects[i]; !o.Builtin && !b.makesNothing(o) {
				b.makers[o.Namespace] = append(b.makers[o.Namespace], o.Kind+" "+o.Name)
			}
		}
	}
	return text.Few(b.makers[namespace])
}
