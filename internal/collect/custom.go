package collect

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/target"
	"github.com/kready/kready/internal/text"
)

// Limits of what is kept of the user's resources.
const (
	// CustomObjects is the maximum number of objects of one resource.
	CustomObjects = 5000
	// CustomValue is the maximum length of one value, in bytes of JSON.
	CustomValue = 1024
)

// CustomReads returns the requests for the user's resources.
func CustomReads(sources []facts.CustomSource) []Read {
	var reads []Read
	for _, s := range sources {
		reads = append(reads, Read{Group: s.Group, Resource: s.Resource, Verbs: []string{"list"}, Namespace: s.Namespace, IfServed: true})
	}
	return reads
}

func customCollector() Collector {
	return Collector{
		Facts:   facts.KindCustom,
		Collect: collectCustom,
	}
}

// collectCustom reads the resources that the user configured. Each has its own blind spots, so
// that policies which read another resource are not affected.
func collectCustom(ctx context.Context, r *Run) Fill {
	var parts []func(*Run) []facts.CustomResource
	for _, source := range r.opts.Custom {
		parts = append(parts, func(r *Run) []facts.CustomResource {
			r.kind = source.Kind()
			return []facts.CustomResource{readCustom(ctx, r, source)}
		})
	}
	all := runParallel(r, parts)
	sortBy(all, func(c facts.CustomResource) string { return c.Name })
	return func(s *facts.Snapshot) { s.Custom = all }
}

// readCustom reads the objects of one resource. After an error it keeps the objects so far, and
// adds a blind spot.
func readCustom(ctx context.Context, r *Run, source facts.CustomSource) facts.CustomResource {
	out := facts.CustomResource{CustomSource: source, Objects: []facts.CustomObject{}}
	q := target.Query{Group: source.Group, Resource: source.Resource, Namespace: source.Namespace, Dynamic: true}
	tree, err := facts.NewFieldTree(source.Fields)
	if err != nil {
		r.fail("list", q, &target.ReadError{Reason: facts.ReasonMalformed, Message: err.Error()})
		return out
	}
	if !r.servesCustom(&q, source) {
		return out
	}
	var objects pieces[facts.CustomObject]
	q.Restart = func() { objects = pieces[facts.CustomObject]{} }
	err = r.src.Each(ctx, q, func(object runtime.Object) error {
		if objects.n == CustomObjects {
			return &target.ReadError{Reason: facts.ReasonTooLarge, Message: fmt.Sprintf("there are more than %d objects; no more are kept", CustomObjects)}
		}
		switch o := object.(type) {
		case *target.Malformed:
			r.malformed(q, o)
		case *unstructured.Unstructured:
			if kept := r.keepCustom(q, tree, o); kept != nil {
				return keep(r, &objects, kept)
			}
		default:
			return &target.ReadError{Reason: facts.ReasonMalformed, Message: fmt.Sprintf("an object came as %T", object)}
		}
		return nil
	})
	if err != nil {
		r.fail("list", q, err)
	}
	out.Objects = append(out.Objects, objects.all()...)
	sortBy(out.Objects,
		func(o facts.CustomObject) string { return o["namespace"].(string) },
		func(o facts.CustomObject) string { return o["name"].(string) })
	return out
}

// servesCustom is serves for a resource of the user: unless that is optional, it is a blind
// spot when it is not served, since its name may be misspelt.
func (r *Run) servesCustom(q *target.Query, source facts.CustomSource) bool {
	before := len(r.blind)
	served := r.serves(q)
	if served && source.Version != "" && source.Version != q.Version {
		if apis, _ := r.discover(); !serves(apis, *q, source.Version) {
			served = false
		}
	}
	if served && source.Version != "" {
		q.Version = source.Version
	}
	if served || source.Optional || len(r.blind) > before {
		return served
	}
	r.fail("list", *q, &target.ReadError{Reason: facts.ReasonNotServed, Message: "the target does not serve it: is it spelt right, and installed?"})
	return false
}

// serves reports whether one version of a resource is served.
func serves(apis target.Discovery, q target.Query, version string) bool {
	return slices.ContainsFunc(apis.Groups, func(g target.Group) bool {
		return g.Name == q.Group && slices.ContainsFunc(g.Resources, func(r target.Resource) bool {
			return r.Name == q.Resource && r.Version == version
		})
	})
}

// errTooLong is the error of a value longer than CustomValue.
var errTooLong = errors.New("is longer than a value may be")

// keepCustom distils one object. An error is a blind spot.
func (r *Run) keepCustom(q target.Query, tree *facts.FieldTree, o *unstructured.Unstructured) facts.CustomObject {
	kept, err := keepFields(tree, o.Object, "")
	if err != nil {
		spot := facts.BlindSpot{
			Verb: "list", Resource: q.String(), Namespace: o.GetNamespace(), Reason: facts.ReasonMalformed,
			Message: shorten((&target.Malformed{Namespace: o.GetNamespace(), Name: o.GetName(), Err: err}).Error()),
		}
		if errors.Is(err, errTooLong) {
			spot.Reason = facts.ReasonTooLarge
		}
		r.addOwnBlindSpot(spot)
		return nil
	}
	object, ok := kept.(map[string]any)
	if !ok {
		object = map[string]any{}
	}
	labels := map[string]any{}
	for key, value := range o.GetLabels() {
		labels[key] = text.Truncate(value, valueMax)
	}
	object["name"], object["namespace"], object["labels"] = o.GetName(), o.GetNamespace(), labels
	object["createdAt"] = truncateToSecond(o.GetCreationTimestamp().Time).Format(time.RFC3339)
	return object
}

// keepFields returns the fields of a value that are in the tree; nil when it has none.
func keepFields(tree *facts.FieldTree, value any, path string) (any, error) {
	switch {
	case value == nil:
		return nil, nil
	case tree.Elements != nil:
		elements, ok := value.([]any)
		if !ok {
			return nil, fmt.Errorf("the field %s is not a list", path)
		}
		kept := make([]any, 0, len(elements))
		for _, element := range elements {
			one, err := keepFields(tree.Elements, element, path+"[]")
			if err != nil {
				return nil, err
			}
			if one == nil { // keeps the place in the list
				one = map[string]any{}
			}
			kept = append(kept, one)
		}
		return kept, nil
	case tree.Leaf():
		return keepValue(value, path)
	}
	fields, ok := value.(map[string]any)
	if !ok {
		return nil, fmt.Errorf("the field %s is not an object", path)
	}
	kept := map[string]any{}
	for key, part := range tree.Fields {
		inside := key
		if path != "" {
			inside = path + "." + key
		}
		one, err := keepFields(part, fields[key], inside)
		if err != nil {
			return nil, err
		}
		if one != nil {
			kept[key] = one
		}
	}
	if len(kept) == 0 && path == "" {
		return nil, nil
	}
	return kept, nil
}

// keepValue keeps scalars and lists of scalars. An object becomes an empty object: its fields
// are not in the tree, and may hold secrets.
func keepValue(value any, path string) (any, error) {
	kept := value
	switch v := value.(type) {
	case map[string]any:
		return map[string]any{}, nil
	case []any:
		elements := make([]any, 0, len(v))
		for _, element := range v {
			switch element.(type) {
			case map[string]any, []any:
				element = map[string]any{}
			}
			elements = append(elements, element)
		}
		kept = elements
	}
	data, err := json.Marshal(kept)
	if err != nil {
		return nil, fmt.Errorf("the field %s cannot be written down: %w", path, err)
	}
	if len(data) > CustomValue {
		return nil, fmt.Errorf("the field %s %w: %d bytes, and %d are kept", path, errTooLong, len(data), CustomValue)
	}
	return kept, nil
}
