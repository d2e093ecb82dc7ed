package service

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strings"

	"k8s.io/apimachinery/pkg/runtime"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/text"
	"github.com/kready/kready/internal/yaml"
)

// object is one object as it is written.
type object struct {
	yaml.Located
	file                 string
	group, version, kind string
	namespace, name      string
	fields, metadata     map[string]any
	labels, annotations  map[string]string
	doc                  *document
	nth                  int    // its place among the objects of the document
	scope                string // Namespaced, Cluster, or "" when nothing tells
	nameless             bool   // the API server makes its name: name is what that begins with
}

// place is where an object is written: "deploy.yaml:12".
func (o *object) place() string { return fmt.Sprintf("%s:%d", o.file, o.Line()) }

// ref is the object for a message: "Deployment shop/web".
func (o *object) ref() string {
	if o.namespace == "" {
		return o.kind + " " + o.name
	}
	return o.kind + " " + o.namespace + "/" + o.name
}

// manifest is the object for facts.
func (o *object) manifest() facts.Manifest {
	return facts.Manifest{Kind: o.kind, Namespace: o.namespace, Name: o.name, File: o.file, Line: o.Line()}
}

// is reports whether the object is of a kind, in any version of its group.
func (o *object) is(group string, kinds ...string) bool {
	for _, kind := range kinds {
		if o.group == group && o.kind == kind {
			return true
		}
	}
	return false
}

// object takes one object of a document.
func (m *Manifests) object(file string, at yaml.Located, doc *document) error {
	o := object{file: file, doc: doc, nth: doc.objects}
	doc.objects++
	o.take(at)
	apiVersion, _ := o.fields["apiVersion"].(string)
	o.kind, _ = o.fields["kind"].(string)
	o.name, _ = o.metadata["name"].(string)
	o.namespace, _ = o.metadata["namespace"].(string)
	if o.name == "" {
		o.name, _ = o.metadata["generateName"].(string)
		o.nameless = true
	}
	for _, part := range []struct{ name, value string }{{"apiVersion", apiVersion}, {"kind", o.kind}, {"metadata.name", o.name}} {
		if part.value == "" || strings.Contains(part.value, "{{") {
			return doc.helpless(file, at.Line(), "is no object: it has no "+part.name)
		}
	}
	o.group, o.version = "", apiVersion
	if group, version, found := strings.Cut(apiVersion, "/"); found {
		o.group, o.version = group, version
	}
	if o.is("kustomize.config.k8s.io", "Kustomization", "Component") {
		return fmt.Errorf("%s:%d: a kustomization is rendered first: kready land -k FOLDER", file, at.Line())
	}
	o.labels, o.annotations = texts(o.metadata["labels"]), texts(o.metadata["annotations"])
	delete(o.annotations, "kubectl.kubernetes.io/last-applied-configuration")
	o.name, o.namespace = text.Truncate(o.name, nameMax), text.Truncate(o.namespace, nameMax)
	if m.objects = append(m.objects, o); len(m.objects) > objectsMax {
		return fmt.Errorf("%s: there are more than %d objects: a service has fewer", o.place(), objectsMax)
	}
	return nil
}

// take takes the fields of an object.
func (o *object) take(at yaml.Located) {
	o.Located = at
	o.fields, _ = at.Value.(map[string]any)
	o.metadata, _ = o.fields["metadata"].(map[string]any)
}

// Bounds of what is kept of an object.
const (
	nameMax  = 253
	valueMax = 256
)

// texts are the entries of a map that are texts, shortened.
func texts(value any) map[string]string {
	entries, _ := value.(map[string]any)
	out := map[string]string{}
	for key, v := range entries {
		if s, ok := v.(string); ok {
			out[text.Truncate(key, 317)] = text.Truncate(s, valueMax)
		}
	}
	return out
}

// decode reads a part of the object, named by keys, into a struct of Kubernetes.
func (o *object) decode(into any, path ...string) error {
	value, _ := o.at(path...).(map[string]any)
	if value == nil {
		return nil
	}
	if err := runtime.DefaultUnstructuredConverter.FromUnstructured(value, into); err != nil {
		return o.undecoded(value, into, path, err)
	}
	return nil
}

// undecoded is the error of a part of an object that a struct does not take. The converter does not say which field it is.
func (o *object) undecoded(value map[string]any, into any, path []string, err error) error {
	data, marshalErr := json.Marshal(value)
	if marshalErr != nil {
		return fmt.Errorf("%s:%d: %s does not decode: %w", o.file, o.Line(path...), o.ref(), marshalErr)
	}
	why := text.OneLine(err.Error())
	fresh := reflect.New(reflect.TypeOf(into).Elem()).Interface()
	var wrong *json.UnmarshalTypeError
	if errors.As(json.Unmarshal(data, fresh), &wrong) && wrong.Field != "" {
		steps := strings.Split(wrong.Field, ".")
		path = append(path[:len(path):len(path)], steps...)
		why = "its " + text.Truncate(strings.Join(path, "."), valueMax) + expectation(wrong)
	}
	return fmt.Errorf("%s:%d: %s does not decode: %s", o.file, o.Line(path...), o.ref(), why)
}

// at is a part of the object; nil when it is not there.
func (o *object) at(path ...string) any {
	var value any = o.fields
	for _, key := range path {
		fields, _ := value.(map[string]any)
		value = fields[key]
	}
	return value
}

// text is a text of the object; "" when it is none.
func (o *object) text(path ...string) string {
	s, _ := o.at(path...).(string)
	return text.Truncate(s, valueMax)
}
