package target

import (
	"compress/flate"
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
	opts   FileOptions
	items  []*item
	spines *spines
	// index finds an item by its kind and name, for a set that holds it twice.
	index map[itemKey]int
	// lists are what the lists of objects say of themselves, the empty ones too, unless a bundle's
	// layout says more.
	lists []*list
	notes []string
	// odd are notes of files that hold something else, as bundles have.
	odd []string
	// loose are the items whose objects are not packed yet, with about how many bytes they take; the
	// piles hold the others, by the number of their kind.
	loose       []*item
	looseWeight int64
	piles       map[int]*pile
	packer      *flate.Writer
	// kept is about how many bytes of memory the objects take.
	kept int64
	// bundle is what is known of the bundle that the files are of.
	bundle *bundle
	// logs are what the logs of containers say that is known.
	logs logs
	// dates are what the objects say of when they were read.
	dates dates
}

// item is one object and where it came from.
type item struct {
	spine
	// object is nil once it is packed, and where it is inferred.
	object *unstructured.Unstructured
	at     packed
	where  string
	// of is the ReplicaSet or pod that an inferred workload is known by; nil for others.
	of *item
	// weight is about how many bytes of memory it takes.
	weight int64
}

// itemKey is an object's kind and name.
type itemKey struct {
	kind            int
	namespace, name string
}

// place gives an object without a namespace one.
func (it *item) place(namespace string) {
	it.namespace = namespace
	if it.object != nil {
		it.object.SetNamespace(namespace)
	}
}

func newObjectSet(opts FileOptions) *objectSet {
	if opts.Namespace == "" {
		opts.Namespace = "default"
	}
	if opts.loose <= 0 {
		opts.loose = looseMax
	}
	if opts.Most <= 0 {
		opts.Most = unpackedMax
	}
	return &objectSet{opts: opts, spines: newSpines(), index: map[itemKey]int{}, piles: map[int]*pile{}, logs: logs{}, bundle: newBundle()}
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
	convertLegacy(o)
	it := &item{spine: p.spines.of(o), object: o, where: where, weight: weigh(o.Object)}
	p.kept += it.weight
	p.looseWeight += it.weight
	p.loose = append(p.loose, it)
	if p.looseWeight > p.opts.loose {
		p.pack()
	}
	key := itemKey{kind: it.number, namespace: it.namespace, name: it.name}
	if at, ok := p.index[key]; ok && it.name != "" {
		p.kept -= p.items[at].weight
		p.items[at].weight = 0 // it is gone
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
	of := func(a facts.AgedAPI) bool { return a.Group == kind.Group && a.Kind == kind.Kind }
	switch {
	case strings.HasSuffix(kind.Group, ".k8s.io"):
		return slices.ContainsFunc(facts.AgedAPIs(), of)
	case kind.Group == "external-secrets.io":
		return slices.ContainsFunc(facts.AgedSecretAPIs(), of)
	}
	return false
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
