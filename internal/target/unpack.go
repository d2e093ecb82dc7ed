package target

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"io"
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
	data, err := readAll(name, from, most)
	if err == nil && bytes.IndexByte(data[:min(len(data), 1024)], 0) >= 0 {
		return nil, configError(nil, "%s is not a text file", name)
	}
	return data, err
}

// readAll reads all of r, of which there may be so many bytes; zero means unpackedMax.
func readAll(name string, r io.Reader, most int64) ([]byte, error) {
	if most <= 0 {
		most = unpackedMax
	}
	data, err := io.ReadAll(io.LimitReader(r, most+1))
	if err != nil {
		return nil, cannotRead(name, err)
	}
	if int64(len(data)) > most {
		return nil, tooMuch(name, most)
	}
	return data, nil
}

// tooMuch is the error of a file for which the memory does not do.
func tooMuch(name string, most int64) error {
	return configError(nil, "%s is larger than the %d MiB that kready reads with the memory it has, once it is unpacked", name, most>>20)
}
