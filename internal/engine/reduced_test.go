package engine

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"

	"github.com/kready/kready/internal/facts"
)

// reduction is a snapshot from which objects of some portions were taken, and that says so.
type reduction struct {
	how string
	s   *facts.Snapshot
}

// resourceOf is the resource that a workload comes from.
func resourceOf(kind string) string {
	return map[string]string{
		facts.Deployment: "deployments.apps", facts.DaemonSet: "daemonsets.apps", facts.StatefulSet: "statefulsets.apps",
		facts.CronJob: "cronjobs.batch",
	}[kind]
}

// reduced returns the snapshot without all objects of a portion, without halves of them, without
// each namespace's, and without single ones.
func reduced(s *facts.Snapshot, p facts.Portion) []reduction {
	list := fieldOf(s, p.Kind())
	if list.Kind() != reflect.Slice {
		return []reduction{{string(p) + " all", without(s, p, nil)}}
	}
	of, namespaces := objectsOf(list, p)
	drops := map[string]func(n, i int) bool{}
	for how, drop := range halves(len(of)) {
		drops[how] = func(n, _ int) bool { return drop(n) }
	}
	for ns := range namespaces {
		drops["those in "+ns] = func(_, i int) bool { return stringOf(list.Index(i), "Namespace") == ns }
	}
	for _, one := range of {
		o := list.Index(one)
		name := fmt.Sprintf("%s %s/%s", stringOf(o, "Kind"), stringOf(o, "Namespace"), stringOf(o, "Name"))
		drops[name] = func(_, i int) bool { return i == one }
	}
	var all []reduction
	for _, how := range slices.Sorted(maps.Keys(drops)) {
		all = append(all, reduction{string(p) + " " + how, without(s, p, chosen(of, drops[how]))})
	}
	return all
}

// reducedTogether takes the same share from all portions at once.
func reducedTogether(s *facts.Snapshot, portions []facts.Portion) []reduction {
	var all []reduction
	for _, how := range []string{"all", "the first half", "the second half", "every other"} {
		view := s
		for _, p := range portions {
			list := fieldOf(view, p.Kind())
			if list.Kind() != reflect.Slice {
				view = without(view, p, nil)
				continue
			}
			of, _ := objectsOf(list, p)
			drop := halves(len(of))[how]
			view = without(view, p, chosen(of, func(n, _ int) bool { return drop(n) }))
		}
		all = append(all, reduction{fmt.Sprintf("%v %s", portions, how), view})
	}
	return all
}

// halves are shares of n objects, by their place.
func halves(n int) map[string]func(place int) bool {
	return map[string]func(int) bool{
		"all":             func(int) bool { return true },
		"the first half":  func(place int) bool { return place < n/2 },
		"the second half": func(place int) bool { return place >= n/2 },
		"every other":     func(place int) bool { return place%2 == 0 },
	}
}

// objectsOf are the places of a portion's objects, and their namespaces.
func objectsOf(list reflect.Value, p facts.Portion) (of []int, namespaces map[string]bool) {
	namespaces = map[string]bool{}
	for i := range list.Len() {
		resource, _, _ := strings.Cut(resourceOf(stringOf(list.Index(i), "Kind")), ".")
		if p.Resource() == "" || resource == p.Resource() || resource == "" && p.Resource() == "pods" {
			of = append(of, i)
			namespaces[stringOf(list.Index(i), "Namespace")] = true
		}
	}
	return of, namespaces
}

func chosen(of []int, drop func(n, i int) bool) map[int]bool {
	gone := map[int]bool{}
	for n, i := range of {
		gone[i] = drop(n, i)
	}
	return gone
}

// without takes the objects at these places, or a kind that is no list, and marks the kind as read in
// part. The pods of workloads that are gone are not read either.
func without(s *facts.Snapshot, p facts.Portion, gone map[int]bool) *facts.Snapshot {
	view := *s
	view.BlindSpots = slices.Clone(s.BlindSpots)
	mark := func(kind facts.Kind, resource string) {
		view.BlindSpots = append(view.BlindSpots, facts.BlindSpot{Facts: kind, Verb: "list", Resource: resource, Reason: facts.ReasonNotContained})
	}
	list := fieldOf(&view, p.Kind())
	switch {
	case list.Kind() != reflect.Slice:
		list.SetZero()
		facts.FillEmpty(&view)
		mark(p.Kind(), string(p.Kind()))
		return &view
	case p.Kind() != facts.KindWorkloads:
		mark(p.Kind(), string(p.Kind()))
	case p.Resource() == "pods":
		mark(p.Kind(), "pods")
	default:
		for _, kind := range []string{facts.Deployment, facts.DaemonSet, facts.StatefulSet, facts.CronJob} {
			if resource := resourceOf(kind); p.Resource() == "" || strings.HasPrefix(resource, p.Resource()+".") {
				mark(facts.KindWorkloads, resource)
				mark(facts.KindPods, resource)
			}
		}
	}
	lost := map[facts.ObjectRef]bool{}
	kept := reflect.MakeSlice(list.Type(), 0, list.Len())
	for i := range list.Len() {
		if !gone[i] {
			kept = reflect.Append(kept, list.Index(i))
			continue
		}
		o := list.Index(i)
		lost[facts.ObjectRef{Kind: stringOf(o, "Kind"), Namespace: stringOf(o, "Namespace"), Name: stringOf(o, "Name")}] = true
	}
	list.Set(kept)
	if p.Kind() == facts.KindWorkloads {
		view.Pods = slices.DeleteFunc(slices.Clone(s.Pods), func(o facts.Pods) bool {
			return lost[facts.ObjectRef{Kind: o.Kind, Namespace: o.Namespace, Name: o.Name}]
		})
	}
	return &view
}

// fieldOf is the field of a kind of fact.
func fieldOf(s *facts.Snapshot, kind facts.Kind) reflect.Value {
	v := reflect.ValueOf(s).Elem()
	i := slices.IndexFunc(reflect.VisibleFields(v.Type()), func(f reflect.StructField) bool {
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		return name == string(kind)
	})
	return v.Field(i)
}

func stringOf(object reflect.Value, field string) string {
	if f := object.FieldByName(field); f.IsValid() && f.Kind() == reflect.String {
		return f.String()
	}
	return ""
}
