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

// Limits of what is kept of the resources that users declare.
const (
	// CustomObjects is how many objects of one resource are kept.
	CustomObjects = 5000
	// CustomValue is how long one value may be, in bytes of JSON.
	CustomValue = 1024
)

// CustomReads returns what the collection of the user's resources reads.
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

// collectCustom reads the resources that the user declares. What is missing of one is a
// blind spot of that one, so that policies which judge by another are not blind as well.
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

// readCustom reads the objects of one resource. What it has when something goes wrong is
// kept all the same; the blind spot says that it is not all.
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
	q.Restart = func() { out.Objects = out.Objects[:0] }
	err = r.src.Each(ctx, q, func(object runtime.Object) error {
		if len(out.Objects) == CustomObjects {
			return &target.ReadError{Reason: facts.ReasonTooLarge, Message: fmt.Sprintf("there are more than %d objects; no more are kept", CustomObjects)}
		}
		switch o := object.(type) {
		case *target.Malformed:
			r.malformed(q, o)
		case *unstructured.Unstructured:
			if kept := r.keepCustom(q, tree, o); kept != nil {
				out.Objects = append(out.Objects, kept)
			}
		default:
			return &target.ReadError{Reason: facts.ReasonMalformed, Message: fmt.Sprintf("an object came as %T", object)}
		}
		return nil
	})
	if err != nil {
		r.fail("list", q, err)
	}
	sortBy(out.Objects,
		func(o facts.CustomObject) string { return o["namespace"].(string) },
		func(o facts.CustomObject) string { return o["name"].(string) })
	return out
}

// servesCustom is serves for a resource of the user: one that is not served is a
// blind spot, for it may be misspelt, unless it is optional.
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

// errTooLong says that a value is longer than kready keeps.
var errTooLong = errors.New("is longer than a value may be")

// keepCustom distils one object; nil when it makes no sense, which is a blind spot then.
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

// keepFields returns what the tree keeps of a value; nil when there is nothing of it.
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
			if one == nil { // its place in the list is still told
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

// keepValue keeps scalars and lists of scalars. Of what has parts it says no more than that
// it is there, with an empty object: parts can hold anything, and nobody named them.
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
