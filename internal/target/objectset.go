package target

import (
	"fmt"
	"slices"
	"strings"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/kready/kready/internal/facts"
)

// objectSet gathers objects from documents before they become a Source. It visits the files of
// folders and archives.
type objectSet struct {
	opts  FileOptions
	items []item
	// index finds an item by its kind and name, for a set that holds it twice.
	index map[string]int
	// lists are what the lists of objects say of themselves, the empty ones too, unless a bundle's
	// layout says more.
	lists []*list
	notes []string
	// odd are notes of files that hold something else, as bundles have.
	odd []string
	// pile keeps the objects of bulky kinds.
	pile pile
	// kept is about how many bytes of memory the objects take.
	kept int64
	// bundle is what is known of the bundle that the files are of.
	bundle *bundle
	// dates are what the objects say of when they were read.
	dates dates
}

// item is one object and where it came from.
type item struct {
	// object is the whole of it, or its spine where it is packed.
	object *unstructured.Unstructured
	where  string
	packed *packed
	// weight is about how many bytes of memory it takes.
	weight int64
}

func newObjectSet(opts FileOptions) *objectSet {
	if opts.Namespace == "" {
		opts.Namespace = "default"
	}
	if opts.Most <= 0 {
		opts.Most = unpackedMax
	}
	return &objectSet{opts: opts, index: map[string]int{}, bundle: newBundle()}
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
	p.dates.see(o)
	prune(o)
	key := strings.Join([]string{o.GroupVersionKind().Group, o.GetKind(), o.GetNamespace(), o.GetName()}, "\x00")
	it := item{object: o, where: where}
	if bulky(o) {
		it.object, it.packed, it.weight = p.pile.pack(o)
	} else {
		it.weight = weigh(o.Object)
	}
	p.kept += it.weight
	if at, ok := p.index[key]; ok && o.GetName() != "" {
		p.kept -= p.items[at].weight
		p.items[at] = it
		return
	}
	p.index[key] = len(p.items)
	p.items = append(p.items, it)
}

func (p *objectSet) note(format string, args ...any) {
	if len(p.notes) < notesMax {
		p.notes = append(p.notes, fmt.Sprintf(format, args...))
	}
}

// notesMax is how many files are named that were left out.
const notesMax = 1000

func (p *objectSet) noteOdd(format string, args ...any) {
	if len(p.odd) < notesMax {
		p.odd = append(p.odd, fmt.Sprintf(format, args...))
	}
}

// prune drops what no fact is made of and what is most of many objects: who has written which
// field, the manifest that was applied, and the schemas of CRDs.
func prune(o *unstructured.Unstructured) {
	if metadata, ok := o.Object["metadata"].(map[string]any); ok && !aged(o) {
		delete(metadata, "managedFields")
		if annotations, ok := metadata["annotations"].(map[string]any); ok {
			delete(annotations, "kubectl.kubernetes.io/last-applied-configuration")
		}
	}
	if !isCRD(o) {
		return
	}
	spec, _ := o.Object["spec"].(map[string]any)
	delete(spec, "validation")
	versions, _ := spec["versions"].([]any)
	for _, version := range versions {
		if fields, ok := version.(map[string]any); ok {
			delete(fields, "schema")
		}
	}
}

// aged holds for the few objects of which it matters who wrote them.
func aged(o *unstructured.Unstructured) bool {
	kind := o.GroupVersionKind().GroupKind()
	return strings.HasSuffix(kind.Group, ".k8s.io") && slices.ContainsFunc(facts.AgedAPIs(), func(a facts.AgedAPI) bool { return a.Group == kind.Group && a.Kind == kind.Kind })
}

// weigh is about how many bytes a value takes in memory.
func weigh(value any) int64 {
	const word, entry = 16, 48
	switch v := value.(type) {
	case map[string]any:
		sum := int64(entry)
		for key, element := range v {
			sum += entry + int64(len(key)) + weigh(element)
		}
		return sum
	case []any:
		sum := int64(word)
		for _, element := range v {
			sum += word + weigh(element)
		}
		return sum
	case string:
		return word + int64(len(v))
	}
	return word
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

// ofKind returns a document without a kind as an object of the kind that its place tells; nil when
// it is none.
func ofKind(document any, of schema.GroupVersionKind) *unstructured.Unstructured {
	fields, ok := document.(map[string]any)
	if !ok || of.Kind == "" || fields["kind"] != nil {
		return nil
	}
	o := &unstructured.Unstructured{Object: fields}
	if o.GetName() == "" {
		return nil
	}
	o.SetGroupVersionKind(of)
	return o
}
