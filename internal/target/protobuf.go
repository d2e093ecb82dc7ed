package target

import (
	"bufio"
	"encoding/binary"
	"errors"
	"io"
	"slices"
	"strconv"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
)

// protobufMagic begins what Kubernetes writes as protobuf: a runtime.Unknown, whose raw bytes
// are the object or the list.
// https://kubernetes.io/docs/reference/using-api/api-concepts/#protobuf-encoding
var protobufMagic = []byte("k8s\x00")

// The fields of runtime.Unknown and of every list that are read.
const (
	unknownTypeMeta, unknownRaw = 1, 2
	listMetadata, listItems     = 1, 2
)

// errNotProtobuf is the error of bytes that are no message.
const errNotProtobuf = problem("it is not valid protobuf")

// message is an object with the methods that its type has for protobuf.
type message interface{ Unmarshal(data []byte) error }

// protobuf reads a list in protobuf, whose envelope says its kind before its items.
func (r *listReader) protobuf(in *bufio.Reader) error {
	var head metav1.TypeMeta
	raw := false
	for {
		r.body.next()
		number, size, err := field(in)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
		switch number {
		case unknownTypeMeta:
			var said runtime.TypeMeta
			if err := r.unmarshal(in, size, metadataMax, &said); err != nil {
				return err
			}
			head = metav1.TypeMeta{Kind: said.Kind, APIVersion: said.APIVersion}
		case unknownRaw:
			if err := r.checkKind(head); err != nil {
				return err
			}
			raw = true
			if err := r.protobufList(in, int64(min(size, listMax+1))); err != nil {
				return err
			}
		default:
			if _, err := r.bytesOf(in, size, metadataMax); err != nil {
				return err
			}
		}
	}
	if !raw {
		return r.checkKind(head)
	}
	return nil
}

// protobufList reads the message of a list, of so many bytes.
func (r *listReader) protobufList(in io.Reader, size int64) error {
	counted := &counter{from: io.LimitReader(in, size)}
	body := bufio.NewReader(counted)
	pruner := newPruner(r.q)
	for {
		r.body.next()
		number, length, err := field(body)
		if errors.Is(err, io.EOF) {
			if counted.n != size {
				return errTruncated
			}
			return nil
		}
		if err != nil {
			return err
		}
		switch number {
		case listMetadata:
			var meta metav1.ListMeta
			if err := r.unmarshal(body, length, metadataMax, &meta); err != nil {
				return err
			}
			r.token = meta.Continue
			r.remains(meta.RemainingItemCount)
		case listItems:
			data, err := r.bytesOf(body, length, objectMax)
			if err != nil {
				return err
			}
			r.keepBuffer(data)
			object, err := r.protobufObject(pruner.object(data))
			if err := r.hand(object, err, func() (string, string) { return "", "" }); err != nil {
				return err
			}
		default:
			if _, err := r.bytesOf(body, length, metadataMax); err != nil {
				return err
			}
		}
	}
}

// counter counts what is read through it.
type counter struct {
	from io.Reader
	n    int64
}

func (c *counter) Read(p []byte) (int, error) {
	n, err := c.from.Read(p)
	c.n += int64(n)
	return n, err
}

// decodeProtobuf decodes one object, without the magic before it.
func (l *live) decodeProtobuf(q Query, data []byte) (runtime.Object, error) {
	var envelope runtime.Unknown
	if err := envelope.Unmarshal(data); err != nil {
		return nil, errNotProtobuf
	}
	if want := l.kinds.of(q); envelope.Kind != want {
		return nil, unexpectedKind(envelope.Kind, want)
	}
	return (&listReader{q: q}).protobufObject(envelope.Raw)
}

// protobufObject decodes the message of one object.
func (r *listReader) protobufObject(data []byte) (runtime.Object, error) {
	// A value takes a byte at least.
	if len(data) > elementsMax && weighProtobuf(data) > elementsMax {
		return nil, tooLarge("one object has more than " + strconv.Itoa(elementsMax) + " values")
	}
	object, err := r.empty()
	if err != nil {
		return nil, err
	}
	into, ok := object.(message)
	if !ok || into.Unmarshal(data) != nil {
		return nil, errNotProtobuf
	}
	if named, ok := object.(metav1.Object); !ok || named.GetName() == "" {
		return nil, problem("the object has no name")
	}
	return object, nil
}

// empty returns an object to decode into.
func (r *listReader) empty() (runtime.Object, error) {
	if r.q.Reused && r.typed != nil && emptied(r.typed) {
		return r.typed, nil
	}
	object, err := newTyped(r.q)
	r.typed = object
	return object, err
}

// field reads the number and the length of a field; io.EOF where the message ends. Fields that
// are not bytes do not occur where it is called.
func field(in *bufio.Reader) (number, length uint64, err error) {
	if _, err := in.Peek(1); err != nil {
		if errors.Is(err, io.EOF) {
			return 0, 0, io.EOF
		}
		return 0, 0, wireError(err)
	}
	tag, err := binary.ReadUvarint(in)
	if err != nil || tag&7 != 2 {
		return 0, 0, errNotProtobuf
	}
	length, err = binary.ReadUvarint(in)
	if err != nil {
		return 0, 0, errNotProtobuf
	}
	return tag >> 3, length, nil
}

// bytesOf reads the bytes of a field.
func (r *listReader) bytesOf(in *bufio.Reader, length, most uint64) ([]byte, error) {
	if length > most {
		return nil, tooLarge("one object of it")
	}
	if err := r.body.claim(int64(length)); err != nil {
		return nil, err
	}
	data := slices.Grow(r.buffer[:0], int(length))[:length]
	if _, err := io.ReadFull(in, data); err != nil {
		return nil, wireError(err)
	}
	return data, nil
}

// unmarshal reads a field that is a message.
func (r *listReader) unmarshal(in *bufio.Reader, length, most uint64, into message) error {
	data, err := r.bytesOf(in, length, most)
	if err != nil {
		return err
	}
	if into.Unmarshal(data) != nil {
		return errNotProtobuf
	}
	return nil
}
