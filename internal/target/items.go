package target

import (
	"bufio"
	"encoding/json"
	"errors"
	"io"
	"strings"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
)

// listReader reads one page of a list object by object: neither the page nor its decoded form
// is ever in memory as a whole, however many objects a server puts on it.
type listReader struct {
	l     *live
	q     Query
	body  *meter
	fn    func(runtime.Object) error
	token string
	// remaining is how many objects come after the page; -1 where the server does not say.
	remaining int64
	objects   int
	// buffer holds the bytes of one object after the other: what decodes them copies what it keeps.
	buffer []byte
	// typed is the object that was handed on last, where it is used again.
	typed runtime.Object
}

// callerError is an error of the function that takes the objects.
type callerError struct{ err error }

func (e *callerError) Error() string { return e.err.Error() }
func (e *callerError) Unwrap() error { return e.err }

// all reads the whole body.
func (r *listReader) all(contentType string) error {
	in := bufio.NewReader(r.body)
	start, err := in.Peek(len(protobufMagic))
	if err != nil && !errors.Is(err, io.EOF) {
		return wireError(err)
	}
	switch {
	case strings.HasPrefix(contentType, "text/html"), strings.HasPrefix(strings.TrimSpace(string(start)), "<"):
		return errHTML
	case string(start) == string(protobufMagic) && typed(r.q):
		_, _ = in.Discard(len(protobufMagic))
		return r.protobuf(in)
	}
	return r.json(json.NewDecoder(in))
}

// json reads a list in JSON. Its kind may come after its items, as lists of custom resources
// have it.
func (r *listReader) json(in *json.Decoder) error {
	r.body.next()
	if err := delimiter(in, '{'); err != nil {
		return err
	}
	var head metav1.TypeMeta
	items := false
	for in.More() {
		r.body.next()
		key, err := in.Token()
		if err != nil {
			return decodeProblem(err)
		}
		switch key {
		case "items":
			items = true
			err = r.jsonItems(in)
		case "kind":
			err = in.Decode(&head.Kind)
		case "apiVersion":
			err = in.Decode(&head.APIVersion)
		case "metadata":
			var meta struct {
				Continue           string `json:"continue"`
				RemainingItemCount *int64 `json:"remainingItemCount"`
			}
			err = in.Decode(&meta)
			r.token = meta.Continue
			r.remains(meta.RemainingItemCount)
		default:
			var other json.RawMessage
			err = in.Decode(&other)
		}
		if err != nil {
			return r.problem(err)
		}
	}
	if err := delimiter(in, '}'); err != nil {
		return err
	}
	if err := r.checkKind(head); err != nil {
		return err
	}
	if !items {
		return errNoItems
	}
	return nil
}

// errNoItems is the error of a list that does not say what is in it: null is not an empty list.
const errNoItems = problem("the list has no items, not even an empty list of them")

// problem is what a failed part of a list is reported as.
func (r *listReader) problem(err error) error {
	var own *callerError
	if errors.As(err, &own) || errors.Is(err, errNoItems) {
		return err
	}
	return decodeProblem(err)
}

// remains notes how many objects come after the page.
func (r *listReader) remains(count *int64) {
	r.remaining = -1
	if count != nil {
		r.remaining = *count
	}
}

// total is how many objects there are, those after the page included; -1 where the server does not say.
func (r *listReader) total() int {
	switch {
	case r.token == "":
		return r.objects
	case r.remaining < 0 || r.remaining > objectsMax:
		return -1
	}
	return r.objects + int(r.remaining)
}

// delimiter reads one brace or bracket.
func delimiter(in *json.Decoder, want json.Delim) error {
	got, err := in.Token()
	if err != nil {
		return decodeProblem(err)
	}
	if got != want {
		return problem("it is not a list of Kubernetes objects")
	}
	return nil
}

// jsonItems reads the items of a list one by one.
func (r *listReader) jsonItems(in *json.Decoder) error {
	r.body.next()
	open, err := in.Token()
	if err != nil {
		return err
	}
	if open == nil && r.q.Metadata {
		return nil // as the API server writes an empty PartialObjectMetadataList
	}
	if open != json.Delim('[') {
		return errNoItems
	}
	for in.More() {
		r.body.next()
		raw := json.RawMessage(r.buffer)
		if err := in.Decode(&raw); err != nil {
			return err
		}
		r.keepBuffer(raw)
		object, err := r.l.decodeObject(r.q, raw)
		if err := r.hand(object, err, func() (string, string) { return namesIn(raw) }); err != nil {
			return err
		}
	}
	r.body.next()
	_, err = in.Token()
	return err
}

// keepBuffer keeps the buffer of an object for the next one, unless it is as large as few objects are.
func (r *listReader) keepBuffer(used []byte) {
	r.buffer = used[:0]
	if cap(used) > largeFrom {
		r.buffer = nil
	}
}

// namesIn are the namespace and the name in the JSON of an object that does not decode.
func namesIn(raw []byte) (namespace, name string) {
	var partial struct {
		Metadata struct {
			Namespace string `json:"namespace"`
			Name      string `json:"name"`
		} `json:"metadata"`
	}
	_ = json.Unmarshal(raw, &partial) // as far as it goes
	return partial.Metadata.Namespace, partial.Metadata.Name
}

// hand gives an object to the caller; one that does not decode, as *Malformed.
func (r *listReader) hand(object runtime.Object, err error, names func() (string, string)) error {
	if r.objects++; r.objects > objectsMax {
		return tooLarge("its number of objects")
	}
	if err != nil {
		broken := &Malformed{Err: err}
		broken.Namespace, broken.Name = names()
		object = broken
	}
	if err := r.fn(object); err != nil {
		return &callerError{err}
	}
	return nil
}

// checkKind refuses a list of another kind: of other objects, nothing would be seen.
func (r *listReader) checkKind(head metav1.TypeMeta) error {
	version, err := schema.ParseGroupVersion(head.APIVersion)
	if r.q.Metadata && head.Kind == "PartialObjectMetadataList" && version.Group == "meta.k8s.io" && err == nil {
		return nil
	}
	want := r.l.kinds.of(r.q)
	if want == "" && strings.HasSuffix(head.Kind, "List") {
		want = strings.TrimSuffix(head.Kind, "List") // discovery does not say
	}
	if head.Kind != want+"List" {
		return unexpectedKind(head.Kind, want+"List")
	}
	if err != nil || version.Group != r.q.Group {
		return problem("it is a list of another API group")
	}
	return nil
}
