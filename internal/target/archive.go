package target

import (
	"archive/tar"
	"archive/zip"
	"bufio"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"path"
)

// An archive is read as it comes, without a file being written: a name that leads out of its
// folder leads nowhere. Archives inside of it are named and left out.

const (
	// plainMax is how much of an archive may be unpacked, whatever it was packed from.
	plainMax = 1 << 30
	// ratioMax is how much more than that, for each byte of the archive: text packs to a tenth or
	// a twentieth, and a bomb to a thousandth.
	ratioMax = 100
)

// errBomb is the error of an archive that unpacks to more than any bundle does.
var errBomb = errors.New("it unpacks to far more than a bundle has")

// meteredArchive counts what is read of an archive and what it unpacks to.
type meteredArchive struct {
	packed, unpacked int64
	progress         func(read int64)
}

// in counts the bytes of the archive.
func (m *meteredArchive) in(r io.Reader) io.Reader {
	return readerFunc(func(p []byte) (int, error) {
		n, err := r.Read(p)
		m.packed += int64(n)
		if m.progress != nil {
			m.progress(m.packed)
		}
		return n, err
	})
}

// out counts what they unpack to.
func (m *meteredArchive) out(r io.Reader) io.Reader {
	return readerFunc(func(p []byte) (int, error) {
		n, err := r.Read(p)
		m.unpacked += int64(n)
		if m.unpacked > plainMax && m.unpacked > ratioMax*m.packed {
			return n, errBomb
		}
		return n, err
	})
}

type readerFunc func([]byte) (int, error)

func (f readerFunc) Read(p []byte) (int, error) { return f(p) }

// packing is how a file is packed.
type packing int

const (
	plain packing = iota
	inTar
	inZip
)

// unpack looks at the beginning of a file, and returns it without its compression, and what it is.
func unpack(r io.Reader, meter *meteredArchive) (*bufio.Reader, packing, error) {
	buffered := bufio.NewReaderSize(meter.in(r), 64<<10)
	start, _ := buffered.Peek(4)
	if bytes.HasPrefix(start, []byte("PK\x03\x04")) || bytes.HasPrefix(start, []byte("PK\x05\x06")) {
		return buffered, inZip, nil
	}
	if bytes.HasPrefix(start, []byte{0x1f, 0x8b}) {
		unzipped, err := gzip.NewReader(buffered)
		if err != nil {
			return nil, plain, err
		}
		buffered = bufio.NewReaderSize(meter.out(unzipped), 64<<10)
	}
	if header, _ := buffered.Peek(262); len(header) == 262 && string(header[257:262]) == "ustar" {
		return buffered, inTar, nil
	}
	return buffered, plain, nil
}

// visitTar visits the files of a tar archive. Half an archive is an error after what it holds.
func visitTar(name string, r io.Reader, to visitor) error {
	archive := tar.NewReader(r)
	for n := 0; ; n++ {
		header, err := archive.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil || n >= membersMax {
			return cutShort(name, err)
		}
		inside := path.Clean("/" + header.Name)[1:]
		if header.Typeflag != tar.TypeReg || litter(inside) || !wanted(to, name+": "+inside, inside) {
			continue
		}
		if err := to.take(name+": "+inside, inside, archive); err != nil {
			return err
		}
	}
}

// cutShort says that an archive could not be read to its end.
func cutShort(name string, err error) error {
	if err == nil {
		err = fmt.Errorf("there are more than %d files", membersMax)
	}
	return &cutError{text: fmt.Sprintf("%s could be read in part only: %s", name, oneLine(err)), err: err}
}

// cutError is the error of an archive of which a part could be read.
type cutError struct {
	text string
	err  error
}

func (e *cutError) Error() string { return e.text }

// Unwrap returns the cause.
func (e *cutError) Unwrap() error { return e.err }

// visitZip visits the files of a zip archive.
func visitZip(name string, r io.ReaderAt, size int64, meter *meteredArchive, to visitor) error {
	archive, err := zip.NewReader(r, size)
	if err != nil {
		return configError(err, "cannot read %s: %s", name, oneLine(err))
	}
	for n, file := range archive.File {
		if n >= membersMax {
			return cutShort(name, nil)
		}
		inside := path.Clean("/" + file.Name)[1:]
		if !file.Mode().IsRegular() || litter(inside) || !wanted(to, name+": "+inside, inside) {
			continue
		}
		meter.packed += int64(min(file.CompressedSize64, uint64(size)))
		if err := visitZipped(name+": "+inside, inside, file, meter, to); err != nil {
			return err
		}
	}
	return nil
}

func visitZipped(name, inside string, file *zip.File, meter *meteredArchive, to visitor) error {
	opened, err := file.Open()
	if err != nil {
		to.bad(name, inside, cannotRead(name, err))
		return nil
	}
	defer func() { _ = opened.Close() }()
	return to.take(name, inside, meter.out(opened))
}
