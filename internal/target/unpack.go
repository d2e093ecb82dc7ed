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
	if most <= 0 {
		most = unpackedMax
	}
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
	data, err := io.ReadAll(io.LimitReader(from, most+1))
	if err != nil {
		return nil, cannotRead(name, err)
	}
	switch {
	case int64(len(data)) > most:
		return nil, configError(nil, "%s is larger than the %d MiB that kready reads with the memory it has, once it is unpacked", name, most>>20)
	case archive(data):
		return nil, configError(nil, "%s is an archive: unpack it and name the folder", name)
	case bytes.IndexByte(data[:min(len(data), 1024)], 0) >= 0:
		return nil, configError(nil, "%s is not a text file", name)
	}
	return data, nil
}

// archive recognises tar and zip files.
func archive(data []byte) bool {
	return len(data) > 262 && string(data[257:262]) == "ustar" || bytes.HasPrefix(data, []byte("PK\x03\x04"))
}
