package collect

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"

	coordinationv1 "k8s.io/api/coordination/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/target"
	"github.com/kready/kready/internal/text"
)

// Run is what one collector works with.
type Run struct {
	shared
	// Before holds the facts that the collector comes after. It is read-only.
	Before *facts.Snapshot

	kind  facts.Kind
	blind []facts.BlindSpot
}

// shared is what all collectors of one collection share.
type shared struct {
	src  target.Source
	opts Options
	// discover returns the served APIs; it requests them once.
	discover func() (target.Discovery, error)
	// loosePods returns the pods of kube-system that may be workloads themselves, otherPods those of
	// Deployments, DaemonSets and StatefulSets there; each requests them once.
	loosePods func() systemPods
	otherPods func() []systemPods
	// controlPlanePods returns the static pods outside kube-system; it requests them once.
	controlPlanePods func() []staticPods
	// clusterDNS returns the Services of cluster DNS; it requests them once.
	clusterDNS func() listing[facts.Backend]
	// customOnce are the custom resources that several collectors read, by their names; each is requested once.
	customOnce map[string]func() listing[*unstructured.Unstructured]
	// serviceMonitors, podMonitors and services are requested once as well.
	serviceMonitors, podMonitors func() listing[monitorRead]
	services                     func() listing[service]
	// monitorTargets says that what monitors select is looked at.
	monitorTargets bool
	// clusterRoles, clusterRoleBindings and systemLeases, those of kube-system, are requested once
	// as well.
	clusterRoles        func() listing[clusterRole]
	clusterRoleBindings func() listing[clusterRoleBinding]
	systemLeases        func() listing[*coordinationv1.Lease]
	// known is what the caller recognises, once.
	known *recognition
	// claims are the PersistentVolumeClaims; requested once.
	claims func() listing[claim]
	// budget bounds the facts that all collectors keep together.
	budget *budget
}

// fail adds a blind spot for a failed request.
func (r *Run) fail(verb string, q target.Query, err error) {
	spot := facts.BlindSpot{
		Facts: r.kind, Verb: verb, Resource: q.String(), Namespace: q.Namespace,
		Reason: facts.ReasonUnavailable, Message: shorten(err.Error()),
	}
	var read *target.ReadError
	if errors.As(err, &read) {
		spot.Reason = read.Reason
	}
	r.addOwnBlindSpot(spot)
}

// addOwnBlindSpot adds a blind spot of the kind that is collected.
func (r *Run) addOwnBlindSpot(spot facts.BlindSpot) {
	spot.Facts = r.kind
	r.addBlindSpot(spot)
}

// addBlindSpot adds a blind spot, unless the same one was added before.
func (r *Run) addBlindSpot(spot facts.BlindSpot) {
	same := func(b facts.BlindSpot) bool {
		return b.Facts == spot.Facts && b.Verb == spot.Verb && b.Resource == spot.Resource && b.Namespace == spot.Namespace && b.Only == spot.Only && b.Reason == spot.Reason
	}
	if len(r.blind) > blindMax || slices.ContainsFunc(r.blind, same) {
		return
	}
	if len(r.blind) == blindMax {
		spot = full(spot.Facts)
	}
	r.blind = append(r.blind, spot)
}

// inherit adds the blind spots of kinds of fact that this one is based on.
func (r *Run) inherit(kinds ...facts.Kind) {
	for _, spot := range r.Before.Blind(kinds) {
		r.addOwnBlindSpot(spot)
	}
}

// get reads one object; nil when it does not exist or could not be read.
func (r *Run) get(ctx context.Context, q target.Query) runtime.Object {
	object, err := r.src.Get(ctx, q)
	if err == nil {
		return object
	}
	if !target.IsNotFound(err) {
		r.fail("get", q, err)
	}
	return nil
}

// each lists all objects that q selects and distils each into one fact.
func each[O runtime.Object, F any](ctx context.Context, r *Run, q target.Query, distil func(O) F) []F {
	return eachUpTo(ctx, r, q, 0, distil)
}

// eachUpTo is each for at most so many objects; that there are more is a blind spot. Zero means
// all of them.
func eachUpTo[O runtime.Object, F any](ctx context.Context, r *Run, q target.Query, most int, distil func(O) F) []F {
	var out pieces[F]
	enough := false
	q.Restart = func() { out = pieces[F]{} }
	err := stream(ctx, r, q, func(o O) error {
		if enough = most > 0 && out.n == most; enough {
			return &target.ReadError{Reason: facts.ReasonTooLarge, Message: fmt.Sprintf("there are more than %d, and no more are read", most)}
		}
		return keep(r, &out, distil(o))
	})
	if endless(err) && !enough {
		return nil
	}
	return out.all()
}

// eachSome is each for objects of which some are facts.
func eachSome[O runtime.Object, F any](ctx context.Context, r *Run, q target.Query, distil func(O) (F, bool)) []F {
	var out pieces[F]
	q.Restart = func() { out = pieces[F]{} }
	err := stream(ctx, r, q, func(o O) error {
		if fact, ok := distil(o); ok {
			return keep(r, &out, fact)
		}
		return nil
	})
	if endless(err) {
		return nil
	}
	return out.all()
}

// stream calls take for all objects that q selects, one by one. What cannot be read is a blind spot; the
// error is why there may be more objects, or that of take.
func stream[O runtime.Object](ctx context.Context, r *Run, q target.Query, take func(O) error) error {
	err := r.src.Each(ctx, q, func(object runtime.Object) error {
		if typed, ok := object.(O); ok {
			return take(typed)
		}
		switch o := object.(type) {
		case *target.Malformed:
			r.malformed(q, o)
		case *unstructured.Unstructured:
			converted, err := structOf[O](o)
			if err != nil {
				r.malformed(q, &target.Malformed{Namespace: o.GetNamespace(), Name: o.GetName(), Err: err})
				return nil
			}
			return take(converted)
		default:
			r.malformed(q, &target.Malformed{Err: fmt.Errorf("cannot read an object of type %T", object)})
		}
		return nil
	})
	if err != nil {
		r.fail("list", q, err)
	}
	return err
}

// endless reports whether a list was given up because it is larger than any that a cluster has, or
// none at all. What came of it is no part of the cluster that is worth judging.
func endless(err error) bool {
	var read *target.ReadError
	return errors.As(err, &read) && (read.Reason == facts.ReasonTooLarge || read.Reason == facts.ReasonMalformed)
}

// keep adds a fact to a list, unless there is no room for it.
func keep[F any](r *Run, list *pieces[F], fact F) error {
	if err := r.budget.take(list.add(fact)); err != nil { // in its place: it need not be copied
		list.drop()
		return err
	}
	return nil
}

// structOf decodes an object of a kind that internal/target has not registered.
func structOf[O runtime.Object](o *unstructured.Unstructured) (O, error) {
	out := reflect.New(reflect.TypeFor[O]().Elem()).Interface().(O) // O is a pointer to a struct
	err := runtime.DefaultUnstructuredConverter.FromUnstructured(o.Object, out)
	return out, err
}

// eachIfServed lists all objects of a custom resource, in the version that is served. A resource
// that is not served has no objects. It is a blind spot when that is unknown, or when distil
// returns an error.
func eachIfServed[F any](ctx context.Context, r *Run, group, resource string, distil func(*unstructured.Unstructured) (F, error)) []F {
	q := target.Query{Group: group, Resource: resource}
	if !r.serves(&q) {
		return nil
	}
	if once, ok := r.customOnce[q.String()]; ok {
		distil := tryDistil(distil)
		var all []distilResult[F]
		for _, o := range listed(r, once()) {
			all = append(all, distil(o))
		}
		return distilled(r, q, all)
	}
	return distilled(r, q, each(ctx, r, q, tryDistil(distil)))
}

// distilResult is the fact of one object, or why there is none.
type distilResult[F any] struct {
	fact   F
	broken *target.Malformed
}

// tryDistil returns distil with errors as values, for distilled.
func tryDistil[F any](distil func(*unstructured.Unstructured) (F, error)) func(*unstructured.Unstructured) distilResult[F] {
	return func(o *unstructured.Unstructured) distilResult[F] {
		fact, err := distil(o)
		if err != nil {
			return distilResult[F]{broken: &target.Malformed{Namespace: o.GetNamespace(), Name: o.GetName(), Err: err}}
		}
		return distilResult[F]{fact: fact}
	}
}

// distilled returns the facts, and adds a blind spot for each object without one.
func distilled[F any](r *Run, q target.Query, all []distilResult[F]) []F {
	var out []F
	for _, one := range all {
		if one.broken == nil {
			out = append(out, one.fact)
			continue
		}
		r.malformed(q, one.broken)
	}
	return out
}

// malformed adds a blind spot for an object that could not be decoded.
func (r *Run) malformed(q target.Query, o *target.Malformed) {
	r.addOwnBlindSpot(facts.BlindSpot{
		Verb: "list", Resource: q.String(), Namespace: o.Namespace,
		Reason: facts.ReasonMalformed, Message: shorten(o.Error()),
	})
}

// serves sets the version in which a resource is served. It returns false when the resource is
// not served, and when that is unknown, which adds a blind spot.
func (r *Run) serves(q *target.Query) bool {
	apis, err := r.discover()
	version, ok := apis.Version(q.Group, q.Resource)
	if ok {
		q.Version = version
		return true
	}
	if err != nil {
		if !apis.Excludes(q.Group) {
			r.fail("list", *q, err)
		}
		return false
	}
	for _, failed := range apis.Failed {
		if failed.Group == q.Group {
			r.fail("list", *q, &target.ReadError{Reason: facts.ReasonUnavailable, Message: failed.Message})
			return false
		}
	}
	return false
}

// messageMax is the maximum length of a message from the cluster.
const messageMax = 300

// shorten truncates a message to messageMax, after cutting the secrets of its URLs: half of one
// would not be recognised any more.
func shorten(message string) string {
	return text.Truncate(strings.TrimSpace(redactURLs(message)), messageMax)
}
