package target

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
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
	return !q.Dynamic && compiledKinds().resources[schema.GroupVersionResource{Group: q.Group, Version: q.Version, Resource: q.Resource}]
}

// decode decodes a response into a list or an object.
func decode(q Query, got answer, list bool) (runtime.Object, error) {
	if err := checkNotHTML(got); err != nil {
		return nil, err
	}
	switch {
	case q.Metadata:
		return decodeMetadata(got.body, list)
	case withoutSchemas(q):
		return decodeCRDs(got.body, list)
	case typed(q):
		object, _, err := compiledKinds().decoder.Decode(got.body, nil, nil)
		if err != nil {
			return nil, err
		}
		if list != strings.HasSuffix(object.GetObjectKind().GroupVersionKind().Kind, "List") {
			return nil, fmt.Errorf("an unexpected kind %q", object.GetObjectKind().GroupVersionKind().Kind)
		}
		return object, nil
	}
	object, err := runtime.Decode(unstructured.UnstructuredJSONScheme, got.body)
	if err != nil {
		return nil, err
	}
	if _, isList := object.(*unstructured.UnstructuredList); list && !isList {
		return nil, fmt.Errorf("an unexpected kind %q", object.GetObjectKind().GroupVersionKind().Kind)
	}
	return object, nil
}

// decodeMetadata decodes names, labels and annotations, also from whole objects: servers that
// do not support PartialObjectMetadata send these.
func decodeMetadata(body []byte, list bool) (runtime.Object, error) {
	if !list {
		object := &metav1.PartialObjectMetadata{}
		return object, json.Unmarshal(body, object)
	}
	objects := &metav1.PartialObjectMetadataList{}
	if err := json.Unmarshal(body, objects); err != nil {
		return nil, err
	}
	return objects, nil
}

// checkNotHTML returns errHTML when an answer is HTML.
func checkNotHTML(got answer) error {
	start := bytes.TrimSpace(got.body[:min(len(got.body), 200)])
	if strings.HasPrefix(got.contentType, "text/html") || bytes.HasPrefix(start, []byte("<")) {
		return errHTML
	}
	return nil
}
