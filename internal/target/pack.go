package target

import (
	"bytes"
	"compress/flate"
	"encoding/json"
	"io"
	"strings"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	utiljson "k8s.io/apimachinery/pkg/util/json"
)

// blockSize is how many bytes of objects are compressed together: few enough to be unpacked for one of
// them, enough for what they have in common.
const blockSize = 256 << 10

// pile keeps objects of kinds with many of them as compressed JSON. Decoded, an object takes some
// twenty times as much.
type pile struct {
	open *block
	// shared are the parts of spines that many have in common.
	shared map[string]any
}

// block is JSON of several objects; raw until it is full, then packed.
type block struct{ raw, packed []byte }

// packed is where an object lies in a pile.
type packed struct {
	in       *block
	from, to int
}

// bulky reports whether objects are of a kind of which there are many, and of which nothing but the
// spine tells about other kinds. The API server's own pod does, by its flags.
func bulky(o *unstructured.Unstructured) bool {
	switch o.GetAPIVersion() + "/" + o.GetKind() {
	case "v1/Pod":
		return o.GetNamespace() != "kube-system"
	case "v1/ConfigMap", "v1/Event", "batch/v1/Job",
		"apps/v1/DaemonSet", "apps/v1/Deployment", "apps/v1/ReplicaSet", "apps/v1/StatefulSet":
		return true
	}
	return false
}

// pack keeps an object, and returns its spine: what tells about it, and selects it. The kept bytes are
// those of full blocks. An object that JSON cannot hold stays as it is.
func (p *pile) pack(o *unstructured.Unstructured) (spine *unstructured.Unstructured, at *packed, kept int64) {
	text, err := json.Marshal(o.Object)
	if err != nil {
		return o, nil, weigh(o.Object)
	}
	place, kept := p.add(text)
	spine = p.spine(o)
	const itself = 600 // a spine and its place, without what it shares
	return spine, &place, kept + itself
}

// add keeps the JSON of an object. The kept bytes are those of full blocks.
func (p *pile) add(text []byte) (at packed, kept int64) {
	if p.open == nil {
		p.open, p.shared = &block{}, map[string]any{}
	}
	at = packed{in: p.open, from: len(p.open.raw), to: len(p.open.raw) + len(text)}
	p.open.raw = append(p.open.raw, text...)
	if len(p.open.raw) >= blockSize {
		kept = p.seal()
	}
	return at, kept
}

// seal compresses the block that is open, and returns its size.
func (p *pile) seal() int64 {
	if p.open == nil {
		return 0
	}
	var out bytes.Buffer
	w, _ := flate.NewWriter(&out, flate.BestSpeed) // the level is valid
	_, _ = w.Write(p.open.raw)                     // a Buffer takes all
	_ = w.Close()
	p.open.packed, p.open.raw = bytes.Clone(out.Bytes()), nil
	size := int64(len(p.open.packed))
	p.open = &block{}
	return size
}

// spine is what is asked of an object without unpacking it. What is not there in the object is not
// there in its spine.
func (p *pile) spine(o *unstructured.Unstructured) *unstructured.Unstructured {
	out := map[string]any{"apiVersion": p.text(o.GetAPIVersion()), "kind": p.text(o.GetKind())}
	if metadata, ok := o.Object["metadata"].(map[string]any); ok {
		kept := map[string]any{}
		for _, key := range []string{"name", "generateName", "namespace"} {
			if value, ok := metadata[key]; ok {
				kept[key] = value
			}
		}
		if labels, ok := metadata["labels"]; ok {
			kept["labels"] = p.same(labels)
		}
		if owners, ok := metadata["ownerReferences"].([]any); ok {
			kept["ownerReferences"] = p.same(onlyOfEach(owners, "apiVersion", "kind", "name", "controller"))
		}
		out["metadata"] = kept
	}
	if spec, ok := o.Object["spec"]; ok {
		out["spec"] = p.same(only(spec, "nodeName", "replicas"))
	}
	if status, ok := o.Object["status"]; ok {
		kept := only(status, "phase", "readyReplicas", "numberReady", "conditions")
		if fields, ok := kept.(map[string]any); ok && fields["conditions"] != nil {
			fields["conditions"] = readyOnly(fields["conditions"])
		}
		out["status"] = p.same(kept)
	}
	if of, ok := o.Object["type"]; ok { // of events
		out["type"] = p.same(of)
	}
	return &unstructured.Unstructured{Object: out}
}

// only returns some fields of a map; anything else as it is.
func only(value any, keys ...string) any {
	fields, ok := value.(map[string]any)
	if !ok {
		return value
	}
	out := map[string]any{}
	for _, key := range keys {
		if v, ok := fields[key]; ok {
			out[key] = v
		}
	}
	return out
}

// onlyOfEach returns some fields of the maps in a list.
func onlyOfEach(all []any, keys ...string) any {
	out := make([]any, 0, len(all))
	for _, one := range all {
		out = append(out, only(one, keys...))
	}
	return out
}

// readyOnly returns what conditions say of being ready.
func readyOnly(conditions any) any {
	all, ok := conditions.([]any)
	if !ok {
		return conditions
	}
	out := []any{}
	for _, one := range all {
		if fields, ok := one.(map[string]any); ok && fields["type"] == "Ready" {
			out = append(out, map[string]any{"type": "Ready", "status": fields["status"]})
		}
	}
	return out
}

// same returns an equal value that was kept before, so that many objects hold it together. None of
// them changes it.
func (p *pile) same(value any) any {
	text, err := json.Marshal(value)
	if err != nil {
		return value
	}
	if known, ok := p.shared[string(text)]; ok {
		return known
	}
	p.shared[string(text)] = value
	return value
}

func (p *pile) text(s string) string {
	kept, _ := p.same(strings.Clone(s)).(string)
	return kept
}

// window unpacks objects that lie next to each other. It is for one goroutine.
type window struct {
	on  *block
	raw []byte
}

// whole returns the object of an item, with the namespace that it was given.
func (w *window) whole(it item) *unstructured.Unstructured {
	if it.packed == nil {
		return it.object
	}
	fields := w.fields(*it.packed)
	if fields == nil {
		return it.object
	}
	o := &unstructured.Unstructured{Object: fields}
	if namespace := it.object.GetNamespace(); namespace != "" && o.GetNamespace() == "" {
		o.SetNamespace(namespace)
	}
	return o
}

// fields are those of an object that was packed; nil when they are none.
func (w *window) fields(at packed) map[string]any {
	if w.on != at.in {
		w.on, w.raw = at.in, at.in.raw
		if at.in.packed != nil {
			w.raw, _ = io.ReadAll(flate.NewReader(bytes.NewReader(at.in.packed))) // it was packed here
		}
	}
	var fields map[string]any
	if utiljson.Unmarshal(w.raw[at.from:at.to], &fields) != nil {
		return nil
	}
	return fields
}
