package target

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	utiljson "k8s.io/apimachinery/pkg/util/json"

	"github.com/kready/kready/internal/text"
)

// errHTML is the error of a web page as response: from a proxy, or a login form.
var errHTML = errors.New("answered with a web page")

// Accept headers.
const (
	acceptTyped    = "application/vnd.kubernetes.protobuf,application/json"
	acceptMetadata = "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json"
	acceptPartial  = "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1,application/json"
	acceptJSON     = "application/json"
)

// accept returns the Accept header for q: protobuf for registered kinds, which has half the
// bytes of JSON and decodes faster.
func accept(q Query) string {
	switch {
	case q.Metadata && q.Name == "":
		return acceptMetadata
	case q.Metadata:
		return acceptPartial
	case typed(q):
		return acceptTyped
	}
	return acceptJSON
}

// typed reports whether q's objects are decoded into a registered struct.
func typed(q Query) bool {
	_, known := compiledKinds().resources[schema.GroupVersionResource{Group: q.Group, Version: q.Version, Resource: q.Resource}]
	return known && !q.Dynamic
}

// decode decodes the one object that a response holds, which must be the one that q names.
func (l *live) decode(q Query, got answer) (runtime.Object, error) {
	if err := checkNotHTML(got); err != nil {
		return nil, err
	}
	var object runtime.Object
	var err error
	if raw, ok := bytes.CutPrefix(got.body, protobufMagic); ok && typed(q) {
		object, err = l.decodeProtobuf(q, raw)
	} else {
		object, err = l.decodeObject(q, got.body)
	}
	if err != nil {
		return nil, err
	}
	if named, ok := object.(metav1.Object); ok && named.GetName() != q.Name {
		return nil, problem("it is an object of another name")
	}
	return object, nil
}

// decodeObject decodes the JSON of one object. Its kind need not be said in a list.
func (l *live) decodeObject(q Query, data []byte) (runtime.Object, error) {
	most := elementsMax
	if withoutSchemas(q) {
		most = discoveryMax
	}
	if weighJSON(data) > most {
		return nil, tooLarge("one object has more than " + strconv.Itoa(most) + " values")
	}
	object, err := l.unmarshal(q, data)
	if err != nil {
		return nil, decodeProblem(err)
	}
	said := object.GetObjectKind().GroupVersionKind()
	if want := l.kinds.of(q); said.Kind != "" && want != "" && said.Kind != want && !q.Metadata {
		return nil, unexpectedKind(said.Kind, want)
	}
	if named, ok := object.(metav1.Object); !ok || named.GetName() == "" {
		return nil, problem("the object has no name")
	}
	return object, nil
}

// unmarshal reads the JSON of one object into what its query is for.
func (l *live) unmarshal(q Query, data []byte) (runtime.Object, error) {
	switch {
	case q.Metadata:
		// Servers that do not support PartialObjectMetadata send whole objects.
		object := &metav1.PartialObjectMetadata{}
		return object, json.Unmarshal(data, object)
	case withoutSchemas(q):
		crd := &CustomResourceDefinition{}
		return crd, json.Unmarshal(data, crd)
	case typed(q):
		object, err := newTyped(q)
		if err != nil {
			return nil, err
		}
		return object, utiljson.Unmarshal(data, object)
	}
	var fields map[string]any
	if err := utiljson.Unmarshal(data, &fields); err != nil {
		return nil, err
	}
	if fields == nil {
		return nil, problem("it is null")
	}
	object := &unstructured.Unstructured{Object: fields}
	if object.GetKind() == "" { // as in a list, which says it once
		object.SetGroupVersionKind(schema.GroupVersionKind{Group: q.Group, Version: q.Version, Kind: l.kinds.of(q)})
	}
	return object, nil
}

// newTyped returns an empty object of a registered kind.
func newTyped(q Query) (runtime.Object, error) {
	gvk := compiledKinds().resources[schema.GroupVersionResource{Group: q.Group, Version: q.Version, Resource: q.Resource}]
	return compiledKinds().scheme.New(gvk)
}

// plainKind is what kinds look like.
var plainKind = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9]{0,62}$`)

// unexpectedKind is the error of an object or a list of another kind.
func unexpectedKind(got, want string) error {
	if !plainKind.MatchString(got) {
		got = "something else"
	}
	return problem(fmt.Sprintf("it is a %s, not a %s", got, want))
}

// problem is what is wrong with a response, in kready's own words.
type problem string

func (p problem) Error() string { return string(p) }

// decodeProblem says why a body does not decode without repeating any of it: it may come from
// somebody else than the API server.
func decodeProblem(err error) error {
	var known problem
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	switch {
	case errors.As(err, &known), errors.Is(err, errTooLarge), errors.Is(err, errTruncated), errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return err
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF):
		return problem("it ends in the middle")
	case errors.As(err, &syntax):
		return problem(fmt.Sprintf("it is not valid JSON, from byte %d on", syntax.Offset))
	case errors.As(err, &kind):
		return problem(fmt.Sprintf("the field %s is not of type %s", text.Truncate(kind.Field, 100), kind.Type))
	}
	return problem("its fields are not of the types that such an object has")
}

// checkNotHTML returns errHTML when an answer is HTML.
func checkNotHTML(got answer) error {
	start := bytes.TrimSpace(got.body[:min(len(got.body), 200)])
	if strings.HasPrefix(got.contentType, "text/html") || bytes.HasPrefix(start, []byte("<")) {
		return errHTML
	}
	return nil
}
