package target

import (
	"context"
	"errors"
	"fmt"
	"io"
)

// meter reads a body value by value: no value may be larger than an object, and of those that
// are large, one is in memory at a time for each cluster, so that many requests at once have
// a bound together.
type meter struct {
	ctx   context.Context //nolint:containedctx // of the one request whose body this is
	from  io.Reader
	large chan struct{}
	most  int64 // bytes of one value
	read  int64 // of the current value
	held  bool
}

// meter returns the meter of a body. Its release is to be called when nothing of the body is in
// use any more.
func (l *live) meter(ctx context.Context, from io.Reader) *meter {
	return &meter{ctx: ctx, from: from, large: l.large, most: objectMax}
}

// next says that another value begins.
func (m *meter) next() { m.read = 0 }

func (m *meter) Read(p []byte) (int, error) {
	n, err := m.from.Read(p)
	m.read += int64(n)
	if err != nil && !errors.Is(err, io.EOF) {
		return n, wireError(err)
	}
	if m.read > m.most {
		return 0, tooLarge("one object of it")
	}
	if err := m.claim(m.read); err != nil {
		return 0, err
	}
	return n, err
}

// wireError is the error of a body that does not come to its end.
func wireError(err error) error {
	if errors.Is(err, errTooLarge) || errors.Is(err, errTruncated) {
		return err
	}
	return fmt.Errorf("%w: %w", errTruncated, err)
}

// claim waits until a value of that many bytes may be in memory.
func (m *meter) claim(bytes int64) error {
	if bytes <= largeFrom || m.held {
		return nil
	}
	select {
	case m.large <- struct{}{}:
		m.held = true
		return nil
	case <-m.ctx.Done():
		return m.ctx.Err()
	}
}

// release lets another large value be read.
func (m *meter) release() {
	if m.held {
		<-m.large
		m.held = false
	}
}

// weighJSON counts, from above, the values in a JSON text: a list of empty objects takes two
// hundred times its bytes when it is decoded.
func weighJSON(data []byte) int {
	n := 0
	for _, b := range data {
		if b == '{' || b == '[' || b == ',' {
			n++
		}
	}
	return n
}

// weighProtobuf counts, from above, the values in a protobuf message. What is a message inside
// it and what is a string cannot be told: whatever reads as a message counts as one.
func weighProtobuf(data []byte) int {
	n, ok := fieldsIn(data, maxDepth)
	if !ok {
		return elementsMax + 1
	}
	return n
}

// maxDepth is deeper than messages of Kubernetes' kinds nest, but for JSON schemas.
const maxDepth = 24

// fieldsIn counts the fields of a message and of those inside it; false when it is none.
func fieldsIn(data []byte, depth int) (int, bool) {
	total := 0
	for len(data) > 0 {
		tag, n := uvarint(data)
		if n == 0 || tag>>3 == 0 {
			return 0, false
		}
		data = data[n:]
		total++
		var skip int
		switch tag & 7 {
		case 0:
			_, skip = uvarint(data)
			if skip == 0 {
				return 0, false
			}
		case 1:
			skip = 8
		case 5:
			skip = 4
		case 2:
			size, n := uvarint(data)
			if n == 0 || size > uint64(len(data)-n) {
				return 0, false
			}
			data = data[n:]
			skip = int(size)
			if depth > 0 {
				if inner, ok := fieldsIn(data[:skip], depth-1); ok {
					total += inner
				}
			}
		default:
			return 0, false
		}
		if skip > len(data) {
			return 0, false
		}
		data = data[skip:]
	}
	return total, true
}

// uvarint reads a number; the length is zero when there is none.
func uvarint(data []byte) (value uint64, length int) {
	for i := 0; i < len(data) && i < 10; i++ {
		value |= uint64(data[i]&0x7f) << (7 * i)
		if data[i] < 0x80 {
			return value, i + 1
		}
	}
	return 0, 0
}
