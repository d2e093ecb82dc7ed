package target

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/fields"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/yaml"
)

// dump is a Source of objects from files.
type dump struct {
	target    facts.Target
	complete  bool
	objects   map[schema.GroupResource][]*item
	inferred  map[schema.GroupResource][]*item
	covered   covered
	discovery apisOfFiles
	version   []byte
	logs      logs
}

// open returns a Source of the objects.
func (p *objectSet) open(name, path string) (Opened, error) {
	if len(p.items) == 0 && len(p.lists) == 0 && p.bundle.maker() == unknownMaker {
		return Opened{}, configError(nil, "%s holds no Kubernetes objects", path)
	}
	notes := p.notes
	if p.bundle.maker() == unknownMaker {
		notes = slices.Concat(p.odd, p.notes)
	}
	for _, pile := range p.piles {
		pile.seal()
	}
	known := kinds{}
	var unpacked window
	for _, it := range p.items {
		if it.crd {
			known.learn(unpacked.whole(it))
		}
	}
	d := &dump{
		target:   facts.Target{Kind: "manifests", Name: name},
		complete: p.opts.Complete,
		logs:     p.logs,
		objects:  map[schema.GroupResource][]*item{},
	}
	for _, it := range p.items {
		info := known.of(it.gvk)
		if info.namespaced && it.namespace == "" {
			it.place(p.opts.Namespace)
		}
		resource := schema.GroupResource{Group: it.gvk.Group, Resource: info.resource}
		d.objects[resource] = append(d.objects[resource], it)
	}
	d.inferred = p.infer()
	d.covered = p.coverage(known, d)
	d.discovery = p.bundle.discovery(discoverObjects(p, known), d.covered)
	d.version = d.toldVersion(p.bundle.version)
	// A file that could not be read can have held anything.
	d.complete = d.complete && !p.bundle.anything && !p.bundle.cut
	moment := p.dates.moment()
	if p.bundle.moment.After(moment) {
		moment = p.bundle.moment
	}
	d.target.About = p.about(d, moment)
	return Opened{Source: d, Notes: notes, Moment: moment, About: d.target.About}, nil
}

// coverage returns how much of each resource there is.
func (p *objectSet) coverage(known kinds, d *dump) covered {
	names := map[schema.GroupResource]map[string]bool{}
	for resource, items := range d.objects {
		if alwaysThere(resource) != nil {
			names[resource] = namesOf(items)
		}
	}
	c := covered{}
	c.listEvidence(append(p.lists, p.bundle.unconfirmed()...), known, names)
	c.contradict(d.objects, d.inferred)
	p.bundle.prove(c, known, d.objects)
	c.proveByPods(d.objects, d.inferred)
	for _, resource := range p.opts.Whole {
		c.at(resource).whole = true
	}
	return c
}

// KnownLogs implements LogTeller.
func (d *dump) KnownLogs(namespace, pod string) map[string]string {
	return d.logs[podName{namespace, pod}]
}

// Describe returns the name of the file or folder.
func (d *dump) Describe() facts.Target { return d.target }

// Each calls fn for the objects of a kind.
func (d *dump) Each(ctx context.Context, q Query, fn func(runtime.Object) error) error {
	match, err := matcher(q)
	if err != nil {
		return err
	}
	if q.Count != nil {
		return d.count(ctx, q)
	}
	resource := schema.GroupResource{Group: q.Group, Resource: q.Resource}
	var unpacked window
	items := d.objects[resource]
	all := slices.Concat(items, d.inferred[resource])
	for _, it := range all {
		if ctx.Err() != nil {
			return &ReadError{Reason: facts.ReasonTimeout, Message: "no complete answer in time", Err: ctx.Err()}
		}
		if !it.nameless && !match(it.spine) { // one without a name could be any
			continue
		}
		if err := fn(convert(q, it, &unpacked)); err != nil {
			return err
		}
	}
	if d.complete || d.covered.of(resource, q.Namespace) {
		return nil
	}
	return d.covered.missing(q, resource, len(all) > 0)
}

// count counts the objects that q selects.
func (d *dump) count(ctx context.Context, q Query) error {
	n, tell := 0, q.Count
	q.Count = nil
	err := d.Each(ctx, q, func(runtime.Object) error { n++; return nil })
	if err == nil {
		tell(n)
	}
	return err
}

// Get returns one object.
func (d *dump) Get(ctx context.Context, q Query) (runtime.Object, error) {
	var found runtime.Object
	err := d.Each(ctx, Query{
		Group: q.Group, Version: q.Version, Resource: q.Resource, Namespace: q.Namespace,
		FieldSelector: fields.OneTermEqualSelector("metadata.name", q.Name).String(), Metadata: q.Metadata,
	},
		func(o runtime.Object) error {
			if _, broken := o.(*Malformed); !broken || found == nil {
				found = o
			}
			return nil
		})
	if err != nil && found == nil {
		return nil, err
	}
	if broken, ok := found.(*Malformed); ok {
		return nil, &ReadError{Reason: facts.ReasonMalformed, Message: broken.Error(), Err: broken.Err}
	}
	if found == nil {
		return nil, &ReadError{Reason: ReasonNotFound, Message: fmt.Sprintf("%s %q not found", q, q.Name)}
	}
	return found, nil
}

// Raw returns the version, where the files tell it, and else an error: they hold no other responses
// of an API server.
func (d *dump) Raw(_ context.Context, path string) ([]byte, error) {
	if path == "/version" && d.version != nil {
		return d.version, nil
	}
	return nil, &ReadError{Reason: facts.ReasonNotContained, Message: "manifests do not say what the API server answers at " + path}
}

// Discover returns the served APIs that the files name, or the kinds of the objects and of the CRDs
// among them. It returns an error as well unless these are all: there can be more.
func (d *dump) Discover(context.Context) (Discovery, error) {
	if !d.complete && !d.discovery.all {
		return d.discovery.Discovery, &ReadError{Reason: facts.ReasonNotContained, Message: "manifests do not say which other APIs the cluster serves"}
	}
	return d.discovery.Discovery, nil
}

// matcher returns a function that reports whether q selects an object.
func matcher(q Query) (func(spine) bool, error) {
	byLabel, err := labels.Parse(q.LabelSelector)
	if err != nil {
		return nil, &ReadError{Reason: facts.ReasonNotServed, Message: oneLine(err), Err: err}
	}
	byField, err := fields.ParseSelector(q.FieldSelector)
	if err != nil {
		return nil, &ReadError{Reason: facts.ReasonNotServed, Message: oneLine(err), Err: err}
	}
	return func(s spine) bool {
		return (q.Namespace == "" || q.Namespace == s.namespace) &&
			byLabel.Matches(labels.Set(s.labels)) &&
			(s.bare || byField.Matches(fields.Set{"metadata.name": s.name, "metadata.namespace": s.namespace, "status.phase": s.phase, "spec.serviceAccountName": s.account, "type": s.kindOfEvent, "reason": s.reason}))
	}, nil
}

// onlyMetadata reports whether all but an object's metadata was left out, so that nobody can tell
// whether a field selector would select it. Collectors find it malformed.
func onlyMetadata(o *unstructured.Unstructured) bool {
	return o.GetKind() == "Pod" && o.Object["spec"] == nil && o.Object["status"] == nil
}

// convert decodes an object into the type that a live cluster returns.
func convert(q Query, it *item, unpacked *window) runtime.Object {
	object := unpacked.whole(it)
	gvk := schema.GroupVersionKind{Group: q.Group, Version: q.Version, Kind: it.gvk.Kind}
	fresh := func() runtime.Object { return &metav1.PartialObjectMetadata{} }
	fields := object.Object
	if it.nameless {
		return &Malformed{Namespace: it.namespace, Where: it.where, Err: problem("the object has no name")}
	}
	switch {
	case q.Dynamic:
		return object
	case q.Metadata:
		fields = map[string]any{"metadata": fields["metadata"]}
	case withoutSchemas(q):
		fresh = func() runtime.Object { return &CustomResourceDefinition{} }
	case compiledKinds().scheme.Recognizes(gvk):
		fresh = func() runtime.Object {
			object, _ := compiledKinds().scheme.New(gvk) // it is recognised
			return object
		}
	default:
		return object
	}
	into := fresh()
	if runtime.DefaultUnstructuredConverter.FromUnstructured(fields, into) == nil {
		return into
	}
	into = fresh()
	if err := decodeLeniently(fields, into); err != nil {
		return &Malformed{Namespace: it.namespace, Name: it.name, Where: it.where, Err: err}
	}
	return into
}

// decodeLeniently decodes an object that lacks quotes around a string, such as `value: y`,
// which YAML reads as a boolean. Many charts have such values.
func decodeLeniently(fields map[string]any, into runtime.Object) error {
	data, err := json.Marshal(fields)
	if err != nil {
		return err
	}
	return yaml.Unmarshal(data, into)
}
