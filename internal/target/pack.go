package target

import (
	"bytes"
	"compress/flate"
	"encoding/json"
	"io"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	utiljson "k8s.io/apimachinery/pkg/util/json"
)

// blockSize is how many bytes of objects are compressed together: few enough to be unpacked for one of
// them, enough for what they have in common.
const blockSize = 128 << 10

// looseMax is about how many bytes of memory decoded objects may take before they are packed: files of
// most clusters have less.
const looseMax = 16 << 20

// pile keeps objects of one kind as compressed JSON. Decoded, an object takes some twenty times as much.
type pile struct {
	open *block
	// packer compresses; piles share one, and the first makes it.
	packer **flate.Writer
}

// block is JSON of several objects; raw until it is full, then packed.
type block struct{ raw, packed []byte }

// packed is where an object lies in a pile.
type packed struct {
	in       *block
	from, to int
}

// pack compresses the objects that are loose.
func (p *objectSet) pack() {
	for _, it := range p.loose {
		if it.weight == 0 {
			continue
		}
		text, err := json.Marshal(it.object.Object)
		if err != nil { // one that JSON cannot hold stays as it is
			continue
		}
		if p.piles[it.number] == nil {
			p.piles[it.number] = &pile{packer: &p.packer}
		}
		at, kept := p.piles[it.number].add(text)
		p.kept += spineWeight - it.weight + kept
		it.at, it.object, it.weight = at, nil, spineWeight
	}
	clear(p.loose)
	p.loose, p.looseWeight = p.loose[:0], 0
}

// spineWeight is about how many bytes an item takes besides its object.
const spineWeight = 400

// add keeps the JSON of an object. The kept bytes are those of full blocks.
func (p *pile) add(text []byte) (at packed, kept int64) {
	if p.open == nil {
		p.open = &block{}
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
	if *p.packer == nil {
		*p.packer, _ = flate.NewWriter(nil, flate.BestSpeed) // the level is valid
	}
	var out bytes.Buffer
	(*p.packer).Reset(&out)
	_, _ = (*p.packer).Write(p.open.raw) // a Buffer takes all
	_ = (*p.packer).Close()
	p.open.packed, p.open.raw = bytes.Clone(out.Bytes()), nil
	size := int64(len(p.open.packed))
	p.open = nil
	return size
}

// window unpacks objects that lie next to each other. It is for one goroutine.
type window struct {
	on     *block
	raw    []byte
	buffer bytes.Buffer
	reader io.ReadCloser
}

// whole returns the object of an item, with the namespace that it was given.
func (w *window) whole(it *item) *unstructured.Unstructured {
	if it.object != nil {
		return it.object
	}
	if it.of != nil {
		return it.owner(w.whole(it.of))
	}
	o := &unstructured.Unstructured{Object: w.fields(it.at)}
	if it.namespace != "" && o.GetNamespace() == "" {
		o.SetNamespace(it.namespace)
	}
	return o
}

// fields are those of an object that was packed.
func (w *window) fields(at packed) map[string]any {
	if w.on != at.in {
		w.on, w.raw = at.in, at.in.raw
		if at.in.packed != nil {
			w.raw = w.unpack(at.in.packed)
		}
	}
	var fields map[string]any
	_ = utiljson.Unmarshal(w.raw[at.from:at.to], &fields) // it was written here
	return fields
}

// unpack returns what a block holds, until it is called again.
func (w *window) unpack(data []byte) []byte {
	if w.reader == nil {
		w.reader = flate.NewReader(bytes.NewReader(data))
	} else {
		_ = w.reader.(flate.Resetter).Reset(bytes.NewReader(data), nil) // a flate reader is one
	}
	w.buffer.Reset()
	_, _ = w.buffer.ReadFrom(w.reader) // it was packed here
	return w.buffer.Bytes()
}
