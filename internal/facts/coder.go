package facts

import (
	"encoding/binary"
	"hash/maphash"
	"slices"
	"time"

	"github.com/kready/kready/internal/text"
)

// coder writes fields into data, or reads them from there: one list of a struct's fields is enough for both.
type coder struct {
	does coding
	data []byte
	// recent are texts that came before, each in the place that its hash says: who packs and who unpacks keep
	// the same ones.
	recent []string
	seed   maphash.Seed
	// keys are those of the map that is packed.
	keys []string
}

// coding is what a coder does with the fields that it is called with.
type coding int

const (
	packing coding = iota
	unpacking
	skipping
)

// recentTexts is how many texts are remembered.
const recentTexts = 1 << 13

// place is where a text is remembered.
func (c *coder) place(text string) uint64 {
	if c.recent == nil {
		c.recent = make([]string, recentTexts)
	}
	if c.seed == (maphash.Seed{}) {
		c.seed = maphash.MakeSeed()
	}
	return maphash.String(c.seed, text) % recentTexts
}

// text codes a text: the place of one that came before, or else its length and itself.
func (c *coder) text(s *string) {
	if c.does == packing {
		clean := text.RedactURLs(*s)
		if clean == "" {
			c.data = append(c.data, 0)
			return
		}
		at := c.place(clean)
		if c.recent[at] == clean {
			c.data = binary.AppendUvarint(c.data, at<<1|1)
			return
		}
		c.recent[at] = clean
		c.data = append(binary.AppendUvarint(c.data, uint64(len(clean))<<1), clean...)
		return
	}
	head := c.count()
	own := ""
	switch {
	case head&1 == 1:
		own = c.recent[head>>1]
	case head > 0:
		own = string(c.data[:head>>1])
		c.data = c.data[head>>1:]
		c.recent[c.place(own)] = own
	}
	if c.does == unpacking {
		*s = own
	}
}

// count reads a number that is not negative.
func (c *coder) count() uint64 {
	n, size := binary.Uvarint(c.data)
	c.data = c.data[size:]
	return n
}

func (c *coder) number64(n *int64) {
	if c.does == packing {
		c.data = binary.AppendVarint(c.data, *n)
		return
	}
	value, size := binary.Varint(c.data)
	c.data = c.data[size:]
	if c.does == unpacking {
		*n = value
	}
}

func (c *coder) number(n *int) {
	value := int64(*n)
	if c.number64(&value); c.does == unpacking {
		*n = int(value)
	}
}

// flags codes up to seven of them as one byte.
func (c *coder) flags(all ...*bool) {
	if c.does == packing {
		bits := byte(0)
		for i, flag := range all {
			if *flag {
				bits |= 1 << i
			}
		}
		c.data = append(c.data, bits)
		return
	}
	bits := c.data[0]
	if c.data = c.data[1:]; c.does == unpacking {
		for i, flag := range all {
			*flag = bits>>i&1 == 1
		}
	}
}

func (c *coder) time(at *time.Time) {
	if c.does == packing {
		if at.IsZero() {
			c.data = append(c.data, 0)
			return
		}
		in := bounded(*at)
		c.data = binary.AppendVarint(binary.AppendVarint(append(c.data, 1), in.Unix()), int64(in.Nanosecond()))
		return
	}
	set := c.data[0] == 1
	c.data = c.data[1:]
	var value time.Time
	if set {
		seconds, n := binary.Varint(c.data)
		nanoseconds, m := binary.Varint(c.data[n:])
		c.data, value = c.data[n+m:], time.Unix(seconds, nanoseconds).UTC()
	}
	if c.does == unpacking {
		*at = value
	}
}

// texts codes labels and their like, by their keys. Those that are unpacked are put into the map that is there.
func (c *coder) texts(texts *map[string]string) {
	if c.does != packing {
		n := int(c.count()) //nolint:gosec // it was packed here
		if c.does == unpacking && *texts == nil {
			*texts = make(map[string]string, n)
		}
		if c.does == unpacking {
			clear(*texts)
		}
		for range n {
			var key, value string
			c.text(&key)
			if c.text(&value); c.does == unpacking {
				(*texts)[key] = value
			}
		}
		return
	}
	c.data = binary.AppendUvarint(c.data, uint64(len(*texts)))
	c.keys = c.keys[:0]
	for key := range *texts {
		c.keys = append(c.keys, key)
	}
	slices.Sort(c.keys)
	for _, key := range c.keys {
		value := (*texts)[key]
		c.text(&key)
		c.text(&value)
	}
}

func (c *coder) list(all *[]string) {
	listed(c, all, func(s *string, c *coder) { c.text(s) })
}

// listed codes a list, each element by a function.
func listed[T any](c *coder, all *[]T, one func(*T, *coder)) {
	switch c.does {
	case packing:
		c.data = binary.AppendUvarint(c.data, uint64(len(*all)))
		for i := range *all {
			one(&(*all)[i], c)
		}
	case unpacking:
		*all = make([]T, c.count())
		for i := range *all {
			one(&(*all)[i], c)
		}
	case skipping: // by the first element of a list that is kept for this
		n := c.count()
		if n > 0 && len(*all) == 0 {
			*all = make([]T, 1)
		}
		for range n {
			one(&(*all)[0], c)
		}
	}
}
