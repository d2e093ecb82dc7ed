package target

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"errors"
	"io"
	"slices"
)

// unpackedMax is the maximum size of a decompressed file where the caller sets none: more than
// the objects of any cluster, less than the memory of a machine.
const unpackedMax = 1 << 30

// read reads all of r, and decompresses it if it is compressed, whatever its name. It is an
// error when there is more than most bytes of it; zero means unpackedMax.
func read(name string, r io.Reader, most int64) ([]byte, error) {
	if r == nil {
		return nil, configError(nil, "%s is not there to be read", name)
	}
	buffered := bufio.NewReader(r)
	start, _ := buffered.Peek(2)
	from := io.Reader(buffered)
	if bytes.Equal(start, []byte{0x1f, 0x8b}) {
		unpacked, err := gzip.NewReader(buffered)
		if err != nil {
			return nil, cannotRead(name, err)
		}
		from = unpacked
	}
	data, err := readAll(name, from, 0, most)
	if err == nil && bytes.IndexByte(data[:min(len(data), 1024)], 0) >= 0 {
		return nil, configError(nil, "%s is not a text file", name)
	}
	return data, err
}

// readAll reads all of r, of which there may be so many bytes; zero means unpackedMax. Size is about how many there
// are, where that is known.
func readAll(name string, r io.Reader, size, most int64) ([]byte, error) {
	if most <= 0 {
		most = unpackedMax
	}
	data, err := readPieces(io.LimitReader(r, most+1), int(min(max(size, 0), most)))
	if err != nil {
		return nil, cannotRead(name, err)
	}
	if int64(len(data)) > most {
		return nil, tooMuch(name, most)
	}
	return data, nil
}

// readPiece fills a piece. Unlike io.ReadFull it tells a file that ends from one that is cut short while it is unpacked.
func readPiece(r io.Reader, piece []byte) ([]byte, error) {
	for len(piece) < cap(piece) {
		n, err := r.Read(piece[len(piece):cap(piece)])
		piece = piece[:len(piece)+n]
		if err != nil {
			return piece, err
		}
	}
	return piece, nil
}

// The pieces in which a file of unknown size is read.
const leastPiece, mostPiece = 64 << 10, 4 << 20

// packedMost is how many bytes gzip makes of one at most.
const packedMost = 1032

// unpackedSize is about how large a file of so many bytes is once it is unpacked, as a gzip file says at its end.
// https://www.rfc-editor.org/rfc/rfc1952#section-2.3.1
func unpackedSize(r io.Reader, size int64) int64 {
	var start [2]byte
	var end [4]byte
	file, ok := r.(io.ReaderAt)
	if !ok {
		return size
	}
	if _, err := file.ReadAt(start[:], 0); err != nil || start != [2]byte{0x1f, 0x8b} {
		return size
	}
	if _, err := file.ReadAt(end[:], size-int64(len(end))); err != nil {
		return size
	}
	return min(int64(binary.LittleEndian.Uint32(end[:])), size*packedMost)
}

// readPieces reads all of r piece by piece, the first as large as the whole is expected to be: buffers that grow are
// several times the file.
func readPieces(r io.Reader, size int) ([]byte, error) {
	var pieces [][]byte
	for room := max(size+1, leastPiece); ; room = min(2*room, mostPiece) {
		piece, err := readPiece(r, make([]byte, 0, room))
		pieces = append(pieces, piece)
		switch {
		case errors.Is(err, io.EOF):
			if len(pieces) == 1 {
				return piece, nil
			}
			return slices.Concat(pieces...), nil
		case err != nil:
			return nil, err
		}
	}
}

// tooMuch is the error of a file for which the memory does not do.
func tooMuch(name string, most int64) error {
	return configError(nil, "%s is larger than the %d MiB that kready reads with the memory it has, once it is unpacked", name, most>>20)
}
