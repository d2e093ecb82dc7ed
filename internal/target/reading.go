package target

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
)

// wants implements visitor.
func (p *objectSet) wants(inside string) bool {
	at := placeOf(inside)
	if at.maker == unknownMaker || at.role == holdsObjects && at.maker != rancherLogs {
		return manifest(inside)
	}
	return at.role != ignored
}

// take implements visitor. A file that does not parse is noted, and the others go on.
func (p *objectSet) take(name, inside string, r io.Reader) error {
	at := placeOf(inside)
	if err := p.read(name, at, r); err != nil {
		if errors.Is(err, errBomb) || errors.Is(err, errFull) {
			return configError(err, "%s: %s", name, err)
		}
		p.bad(name, inside, err)
	}
	return nil
}

// bad implements visitor.
func (p *objectSet) bad(_, inside string, err error) {
	p.note("%s", oneLine(err))
	p.bundle.broken(placeOf(inside))
}

// packed implements visitor.
func (p *objectSet) packed(name string) {
	p.note("%s: ignored: an archive inside of what is read: unpack it, and name it itself", name)
}

// cutShort takes note of an archive that ends early.
func (p *objectSet) cutShort(err error) {
	p.note("%s", oneLine(err))
	p.bundle.cut = true
}

// read reads one file, of which at says what its path tells.
func (p *objectSet) read(name string, at place, r io.Reader) error {
	buffered := bufio.NewReaderSize(r, 64<<10)
	if start, _ := buffered.Peek(2); bytes.Equal(start, []byte{0x1f, 0x8b}) {
		unzipped, err := gzip.NewReader(buffered)
		if err != nil {
			return cannotRead(name, err)
		}
		buffered = bufio.NewReaderSize(unzipped, 64<<10)
	}
	if at.role == holdsLog || at.role == holdsLogs {
		if err := p.logs.read(at, buffered); err != nil {
			return cannotRead(name, err)
		}
		return nil
	}
	start, _ := buffered.Peek(1024)
	text := asText(buffered, p.logs)
	if utf16 := bytes.HasPrefix(start, []byte{0xff, 0xfe}) || bytes.HasPrefix(start, []byte{0xfe, 0xff}); !utf16 && bytes.IndexByte(start, 0) >= 0 {
		return configError(nil, "%s is not a text file", name)
	}
	p.bundle.saw(at)
	if at.role != holdsObjects {
		return p.bundle.learn(name, at, text)
	}
	reading := &reading{p: p, name: name, at: at}
	err := readStream(name, text, reading)
	if logs, ok := text.(*withoutLogs); ok && logs.found && at.maker == unknownMaker {
		reading.stream = true
	}
	return reading.done(err)
}

// reading is a sink of the documents of one file.
type reading struct {
	p    *objectSet
	name string
	at   place
	// list is the one that is being read, and of is the kind of its objects where it says that before
	// them. Kindless are those of its elements that leave their kind to a list which says it after
	// them, or not at all: these are kept compressed until then.
	list     *list
	of       schema.GroupVersionKind
	kindless []packed
	waiting  *pile
	atRest   int64 // about how many bytes of memory they take
	lists    []*list
	// stream says that there were logs between the lists.
	stream bool
	// documents are those that were read to their end, odd are those that are no objects.
	documents, odd int
	// full is the error of objects for which the memory does not do.
	full error
}

// errFull is the error of objects for which the memory does not do.
var errFull = errors.New("the files hold more objects than kready keeps with the memory it has")

func (r *reading) where(number int) string {
	if number > 1 {
		return fmt.Sprintf("%s, document %d", r.name, number)
	}
	return r.name
}

// document implements sink.
func (r *reading) document(number int, document any) {
	r.documents++
	object := asObject(document)
	if object == nil {
		object = ofKind(document, r.at.of)
	}
	switch {
	case object != nil:
		r.store(number, object)
	case document == nil && r.at.list: // a list that Go wrote of nothing
	case r.at.maker == unknownMaker:
		r.odd++
		r.p.noteOdd("%s: ignored: not a Kubernetes object: apiVersion or kind is missing", r.where(number))
	}
}

// begin implements sink.
func (r *reading) begin(header map[string]any) {
	if of := kindInList(header); of.Kind != "" && of.Version != "" {
		r.of, r.list = of, newList(of)
	}
}

// kindInList is the kind of the objects of a typed list; empty for any other.
func kindInList(header map[string]any) schema.GroupVersionKind {
	said := &unstructured.Unstructured{Object: header}
	kind, isList := strings.CutSuffix(said.GetKind(), "List")
	if !isList || kind == "" {
		return schema.GroupVersionKind{}
	}
	return said.GroupVersionKind().GroupVersion().WithKind(kind)
}

// element implements sink.
func (r *reading) element(number int, element any) {
	if r.list == nil {
		r.list = newList(schema.GroupVersionKind{})
	}
	fields, ok := element.(map[string]any)
	if !ok {
		r.odd++
		return
	}
	if kind, _ := fields["kind"].(string); kind == "" {
		r.withoutKind(number, fields)
		return
	}
	object := &unstructured.Unstructured{Object: fields}
	if elements, isList := fields["items"].([]any); isList && strings.HasSuffix(object.GetKind(), "List") {
		inner := &reading{p: r.p, name: r.name, at: r.at}
		for _, one := range elements {
			inner.element(number, one)
		}
		delete(fields, "items")
		inner.end(number, fields)
		r.lists, r.full = append(r.lists, inner.lists...), errors.Join(r.full, inner.full)
		return
	}
	r.keep(number, object)
}

// withoutKind takes an element that leaves its kind to the list.
func (r *reading) withoutKind(number int, fields map[string]any) {
	if r.of.Kind != "" {
		object := &unstructured.Unstructured{Object: fields}
		object.SetGroupVersionKind(r.of)
		r.keep(number, object)
		return
	}
	text, err := json.Marshal(fields)
	if err != nil {
		r.odd++
		return
	}
	if r.waiting == nil {
		r.waiting = &pile{packer: &r.p.packer}
	}
	at, kept := r.waiting.add(text)
	r.kindless = append(r.kindless, at)
	if r.atRest += kept; r.p.kept+r.atRest > keptTimes*r.p.opts.Most {
		r.full = errFull
	}
}

// awaited calls fn for the elements that leave their kind to the list, and forgets them.
func (r *reading) awaited(fn func(fields map[string]any)) {
	var unpacked window
	for i, at := range r.kindless {
		r.kindless[i] = packed{} // the blocks go one by one
		if fields := unpacked.fields(at); fields != nil {
			fn(fields)
		}
	}
	r.kindless, r.waiting, r.atRest = nil, nil, 0
}

// keep stores an element of the list.
func (r *reading) keep(number int, object *unstructured.Unstructured) {
	if object.GetNamespace() == "" && r.at.namespace != "" && r.at.of.Kind != "Namespace" {
		object.SetNamespace(r.at.namespace)
	}
	r.list.add(object)
	r.store(number, object)
}

// end implements sink.
func (r *reading) end(number int, header map[string]any) {
	r.documents++
	if r.list == nil {
		r.list = newList(schema.GroupVersionKind{})
	}
	of := kindInList(header)
	if of.Kind != "" {
		r.list.typed(of)
	} else {
		of = r.at.of
	}
	if self, _ := header["selfLink"].(string); strings.HasPrefix(self, "/api") { // as kubectl up to 1.13 wrote it
		r.list.served = true
	}
	more, _, _ := unstructured.NestedString(header, "metadata", "continue")
	r.list.cut = more != ""
	r.awaited(func(fields map[string]any) {
		if of.Kind == "" {
			r.odd++
			return
		}
		object := &unstructured.Unstructured{Object: withCurrentNames(fields)}
		object.SetGroupVersionKind(of)
		r.keep(number, object)
	})
	if r.odd > 0 && r.at.maker == unknownMaker {
		r.p.noteOdd("%s: ignored %d elements of an array that are not Kubernetes objects", r.where(number), r.odd)
		r.odd = 0
	}
	r.lists = append(r.lists, r.list)
	r.list, r.of = nil, schema.GroupVersionKind{}
}

// store keeps an object.
func (r *reading) store(number int, object *unstructured.Unstructured) {
	if r.full == nil {
		r.p.store(r.where(number), object)
	}
	if r.p.kept > keptTimes*r.p.opts.Most {
		r.full = errFull
	}
}

// keptTimes is how much of the memory for files the objects may take.
const keptTimes = 3

// done ends the reading. Err is why it did not come to the end of the file.
func (r *reading) done(err error) error {
	if r.full != nil {
		return r.full
	}
	if r.list != nil {
		r.list.cut = true
		r.lists = append(r.lists, r.list)
		r.awaited(func(fields map[string]any) {
			if object := ofKind(withCurrentNames(fields), r.at.of); object != nil {
				r.keep(1, object)
			}
		})
	}
	switch {
	case r.stream && r.p.bundle.stream(r.lists):
		r.p.bundle.saw(place{maker: clusterInfo})
	case r.at.maker == unknownMaker:
		r.p.lists = append(r.p.lists, r.lists...)
	default:
		r.p.bundle.file(r.at, r.lists, err == nil && r.documents > 0)
	}
	return err
}
