package facts

import (
	"encoding/binary"
	"fmt"
	"hash/maphash"
	"iter"
	"reflect"
	"slices"
	"time"
)

// Packed keeps values of a type in little memory: a tenth of what they take as they are, where their
// texts recur. Values come out in the order in which they were added, with empty lists and maps for nil
// ones. T may hold what facts hold: no pointers and no interfaces.
type Packed[T any] struct {
	blocks [][]byte
	n      int
	seen   recent
	buffer []byte
}

// packedBlock is how many bytes are set aside at a time.
const packedBlock = 64 << 10

// Len is how many values were added.
func (p *Packed[T]) Len() int { return p.n }

// Add adds a value, and returns how many bytes it takes.
func (p *Packed[T]) Add(value *T) int {
	p.buffer = p.seen.pack(p.buffer[:0], reflect.ValueOf(value).Elem())
	last := len(p.blocks) - 1
	if last < 0 || len(p.blocks[last])+len(p.buffer) > cap(p.blocks[last]) {
		p.blocks = append(p.blocks, make([]byte, 0, max(packedBlock, len(p.buffer))))
		last++
	}
	p.blocks[last] = append(p.blocks[last], p.buffer...)
	p.n++
	return len(p.buffer)
}

// All unpacks the values, one after the other.
func (p *Packed[T]) All() iter.Seq[*T] {
	return func(yield func(*T) bool) {
		seen := recent{seed: p.seen.seed}
		for _, block := range p.blocks {
			for len(block) > 0 {
				var value T
				block = seen.unpack(block, reflect.ValueOf(&value).Elem())
				if !yield(&value) {
					return
				}
			}
		}
	}
}

// recent are texts that came before: who packs and who unpacks keep the same ones.
type recent struct {
	seed  maphash.Seed
	texts []string
}

// recentTexts is how many texts are remembered, each in the place that its hash says.
const recentTexts = 1 << 13

// place is where a text is remembered.
func (r *recent) place(text string) uint64 {
	if r.texts == nil {
		r.texts = make([]string, recentTexts)
	}
	if r.seed == (maphash.Seed{}) {
		r.seed = maphash.MakeSeed()
	}
	return maphash.String(r.seed, text) % recentTexts
}

// packText writes the place of a text that came before, or else its length and itself.
func (r *recent) packText(to []byte, text string) []byte {
	at := r.place(text)
	if text != "" && r.texts[at] == text {
		return binary.AppendUvarint(to, at<<1|1)
	}
	r.texts[at] = text
	return append(binary.AppendUvarint(to, uint64(len(text))<<1), text...)
}

func (r *recent) unpackText(from []byte) (string, []byte) {
	head, from := unpackNumber(from)
	if head&1 == 1 {
		return r.texts[head>>1], from
	}
	text := string(from[:head>>1])
	r.texts[r.place(text)] = text
	return text, from[head>>1:]
}

func unpackNumber(from []byte) (uint64, []byte) {
	n, size := binary.Uvarint(from)
	return n, from[size:]
}

// pack writes a value.
func (r *recent) pack(to []byte, v reflect.Value) []byte {
	if v.Type() == reflect.TypeFor[time.Time]() {
		at := v.Interface().(time.Time) //nolint:forcetypeassert // its type was compared
		if at.IsZero() {
			return append(to, 0)
		}
		return binary.AppendVarint(binary.AppendVarint(append(to, 1), at.Unix()), int64(at.Nanosecond()))
	}
	switch v.Kind() {
	case reflect.String:
		return r.packText(to, v.String())
	case reflect.Bool:
		if v.Bool() {
			return append(to, 1)
		}
		return append(to, 0)
	case reflect.Int, reflect.Int64:
		return binary.AppendVarint(to, v.Int())
	case reflect.Struct:
		for i := range v.NumField() {
			to = r.pack(to, v.Field(i))
		}
		return to
	case reflect.Slice:
		to = binary.AppendUvarint(to, uint64(v.Len()))
		for i := range v.Len() {
			to = r.pack(to, v.Index(i))
		}
		return to
	case reflect.Map:
		return r.packMap(to, v)
	}
	panic(fmt.Sprintf("a value of type %s cannot be packed", v.Type()))
}

// packMap writes a map of texts, by its keys.
func (r *recent) packMap(to []byte, v reflect.Value) []byte {
	texts := v.Interface().(map[string]string) //nolint:forcetypeassert // labels and annotations are the only maps of facts
	to = binary.AppendUvarint(to, uint64(len(texts)))
	keys := make([]string, 0, 8)
	for key := range texts {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	for _, key := range keys {
		to = r.packText(r.packText(to, key), texts[key])
	}
	return to
}

// unpack reads a value that pack wrote, and returns what follows it.
func (r *recent) unpack(from []byte, v reflect.Value) []byte {
	if v.Type() == reflect.TypeFor[time.Time]() {
		if from[0] == 0 {
			return from[1:]
		}
		seconds, n := binary.Varint(from[1:])
		nanoseconds, m := binary.Varint(from[1+n:])
		v.Set(reflect.ValueOf(time.Unix(seconds, nanoseconds).UTC()))
		return from[1+n+m:]
	}
	switch v.Kind() {
	case reflect.String:
		text, rest := r.unpackText(from)
		v.SetString(text)
		return rest
	case reflect.Bool:
		v.SetBool(from[0] == 1)
		return from[1:]
	case reflect.Int, reflect.Int64:
		n, size := binary.Varint(from)
		v.SetInt(n)
		return from[size:]
	case reflect.Struct:
		for i := range v.NumField() {
			from = r.unpack(from, v.Field(i))
		}
		return from
	case reflect.Slice:
		n, rest := unpackNumber(from)
		v.Set(reflect.MakeSlice(v.Type(), int(n), int(n))) //nolint:gosec // pack wrote it
		for i := range v.Len() {
			rest = r.unpack(rest, v.Index(i))
		}
		return rest
	}
	return r.unpackMap(from, v)
}

func (r *recent) unpackMap(from []byte, v reflect.Value) []byte {
	n, from := unpackNumber(from)
	texts := make(map[string]string, n)
	for range n {
		var key string
		key, from = r.unpackText(from)
		texts[key], from = r.unpackText(from)
	}
	v.Set(reflect.ValueOf(texts))
	return from
}
