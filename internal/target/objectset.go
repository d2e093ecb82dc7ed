package target

import (
	"bytes"
	"fmt"
	"strings"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	utiljson "k8s.io/apimachinery/pkg/util/json"
)

// objectSet gathers objects from documents before they become a Source.
type objectSet struct {
	opts  FileOptions
	items []item
	// index finds an item by its kind and name, for a set that holds it twice.
	index map[string]int
	// lists are what the lists of objects say of themselves, the empty ones too.
	lists []*list
	notes []string
}

// item is one object and where it came from.
type item struct {
	object *unstructured.Unstructured
	where  string
}

func newObjectSet(opts FileOptions) *objectSet {
	if opts.Namespace == "" {
		opts.Namespace = "default"
	}
	return &objectSet{opts: opts, index: map[string]int{}}
}

// add adds all documents of a file.
func (p *objectSet) add(name string, data []byte) error {
	if bytes.HasPrefix(bytes.TrimSpace(data), []byte("[")) {
		return p.addArray(name, data)
	}
	return documents(name, data, func(number int, document any) {
		where := name
		if number > 1 {
			where = fmt.Sprintf("%s, document %d", name, number)
		}
		p.addDocument(where, document)
	})
}

// addArray adds the elements of a JSON array, as older support bundles have.
func (p *objectSet) addArray(name string, data []byte) error {
	var elements []any
	if err := utiljson.Unmarshal(data, &elements); err != nil {
		return jsonError(name, data, 0, err)
	}
	objects := 0
	for _, element := range elements {
		if o := asObject(element); o != nil {
			p.addObject(name, o)
			objects++
		}
	}
	if objects < len(elements) {
		p.note("%s: ignored %d elements of an array that are not Kubernetes objects", name, len(elements)-objects)
	}
	return nil
}

// addDocument adds one document: an object or a list. Anything else is noted.
func (p *objectSet) addDocument(where string, document any) {
	object := asObject(document)
	if object == nil {
		p.note("%s: ignored: not a Kubernetes object: apiVersion or kind is missing", where)
		return
	}
	p.addObject(where, object)
}

// addObject adds an object, or the objects of a list.
func (p *objectSet) addObject(where string, object *unstructured.Unstructured) {
	kind := object.GroupVersionKind()
	items, isList := object.Object["items"]
	if !isList || !strings.HasSuffix(kind.Kind, "List") {
		p.store(where, object)
		return
	}
	of := kind.GroupVersion().WithKind(strings.TrimSuffix(kind.Kind, "List"))
	if of.Kind == "" {
		of = schema.GroupVersionKind{}
	}
	found := newList(of)
	more, _, _ := unstructured.NestedString(object.Object, "metadata", "continue")
	found.cut = more != ""
	p.lists = append(p.lists, found)
	elements, _ := items.([]any)
	for i, element := range elements {
		fields, ok := element.(map[string]any)
		if !ok {
			p.note("%s: ignored element %d of a list: not an object", where, i+1)
			continue
		}
		o := &unstructured.Unstructured{Object: fields}
		// The elements of a typed list need not repeat what the list says.
		if o.GetKind() == "" && of.Kind != "" {
			o.SetGroupVersionKind(of)
		}
		if o.GetKind() != "" {
			found.add(o)
		}
		p.addObject(where, o)
	}
}

// store keeps an object; the last one of the same name counts, as it would when
// the set were applied.
func (p *objectSet) store(where string, o *unstructured.Unstructured) {
	if strings.HasPrefix(o.GetAPIVersion(), ourGroup) {
		p.note("%s: ignored: a %s of kready: name its file itself", where, o.GetKind())
		return
	}
	if o.GetKind() == "" || o.GroupVersionKind().Group == "" && o.GetKind() == "Secret" {
		return // Secrets are never read, not even from files
	}
	key := strings.Join([]string{o.GroupVersionKind().Group, o.GetKind(), o.GetNamespace(), o.GetName()}, "\x00")
	if at, ok := p.index[key]; ok && o.GetName() != "" {
		p.items[at] = item{o, where}
		return
	}
	p.index[key] = len(p.items)
	p.items = append(p.items, item{o, where})
}

func (p *objectSet) note(format string, args ...any) {
	p.notes = append(p.notes, fmt.Sprintf(format, args...))
}

// asObject returns a document as an object; nil when it is not one.
func asObject(document any) *unstructured.Unstructured {
	fields, ok := document.(map[string]any)
	if !ok {
		return nil
	}
	kind, _ := fields["kind"].(string)
	version, _ := fields["apiVersion"].(string)
	if kind == "" || version == "" {
		return nil
	}
	return &unstructured.Unstructured{Object: fields}
}
