package target

import (
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"testing"
	"testing/iotest"
)

// TestReadPieces: a file comes as it is, whatever size it is taken to have, and one that is cut short is not taken for whole.
func TestReadPieces(t *testing.T) {
	for _, n := range []int{0, 1, leastPiece, leastPiece + 1, 3*mostPiece + 5} {
		data := bytes.Repeat([]byte("0123456"), n/7+1)[:n]
		for _, size := range []int{0, 1, n, 2 * n} {
			if got, err := readPieces(iotest.HalfReader(bytes.NewReader(data)), size); err != nil || !bytes.Equal(got, data) {
				t.Errorf("of %d bytes, with %d expected, there are %d: %v", n, size, len(got), err)
			}
		}
	}
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	if _, err := w.Write(bytes.Repeat([]byte("a line\n"), 1000)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if got := unpackedSize(bytes.NewReader(packed.Bytes()), int64(packed.Len())); got != 7000 {
		t.Errorf("the file says that it has %d bytes, want 7000", got)
	}
	if got := unpackedSize(bytes.NewReader([]byte{0x1f, 0x8b, 255, 255, 255, 255}), 6); got != 6*packedMost {
		t.Errorf("6 bytes are taken for %d", got)
	}
	if got := unpackedSize(bytes.NewReader([]byte("{}")), 2); got != 2 {
		t.Errorf("a text of 2 bytes is taken for %d", got)
	}
	cut, err := gzip.NewReader(bytes.NewReader(packed.Bytes()[:packed.Len()-9]))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := readPieces(cut, 0); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("a file that is cut short: %v", err)
	}
}
