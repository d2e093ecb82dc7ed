package target

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/kready/kready/internal/facts"
)

// FileOptions say how files are read.
type FileOptions struct {
	// Complete says that the manifests are the whole cluster: what they do not contain does
	// not exist, instead of being unknown.
	Complete bool
	// Whole are resources that are whole, although the manifests may hold few of their objects or
	// none: what --kinds names.
	Whole []schema.GroupResource
	// Stdin is read for the path "-".
	Stdin io.Reader
	// Dir is the working folder, against which a relative path is resolved; "" means the
	// process's own.
	Dir string
	// Namespace is that of namespaced objects which name none; "default" when empty.
	Namespace string
	// Progress, when set, is called with how much of a file was read, and its size; zero when that
	// is not known.
	Progress func(read, size int64)
	// Most is how many bytes a snapshot may have, unpacked, and the objects of all files in memory;
	// zero means 1 GiB.
	Most int64
	// Summing sums up the workloads of a snapshot while they are read; nil where each is to stand by
	// itself. Those of objects stand by themselves.
	Summing facts.Summing
	// loose is about how many bytes of memory objects may take before they are kept compressed.
	loose int64
}

// Opened is what a file holds: one of Snapshot and Source is set.
type Opened struct {
	Snapshot *facts.Snapshot
	Source   Source
	// Moment is when the objects were gathered, as far as they tell; zero when they do not.
	Moment time.Time
	// About says in one line what was recognised; "" when it is nothing but objects.
	About string
	// Notes are lines for people about files that were left out, and why.
	Notes []string
}

// Open reads a snapshot of kready's own, or Kubernetes objects, from a file, a folder, an archive,
// or "-" for standard input. Its errors are of the class of IsConfigError.
func Open(path string, opts FileOptions) (Opened, error) {
	if path == "-" {
		return openFile("standard input", opts.Stdin, 0, opts)
	}
	info, err := os.Stat(opts.env().path(path))
	if err != nil {
		return Opened{}, cannotRead(path, err)
	}
	if info.IsDir() {
		p := newObjectSet(opts)
		walk := &folder{env: opts.env(), visitor: p, visited: map[string]bool{}}
		if opts.Progress != nil {
			walk.progress = func(read int64) { opts.Progress(read, 0) }
		}
		if err := walk.visit(path, ""); err != nil {
			return Opened{}, err
		}
		return p.open(filepath.Base(filepath.Clean(path)), path)
	}
	file, err := os.Open(opts.env().path(path))
	if err != nil {
		return Opened{}, cannotRead(path, err)
	}
	defer func() { _ = file.Close() }()
	return openFile(path, file, info.Size(), opts)
}

func (o FileOptions) env() Environment { return Environment{Dir: o.Dir} }

// openFile reads one file: a snapshot, an archive, or objects. Size is its size, where that is
// known.
func openFile(name string, r io.Reader, size int64, opts FileOptions) (Opened, error) {
	if r == nil {
		return Opened{}, configError(nil, "%s is not there to be read", name)
	}
	meter := &meteredArchive{}
	if opts.Progress != nil {
		meter.progress = func(read int64) { opts.Progress(read, size) }
	}
	unpacked, kind, err := unpack(r, meter)
	if err != nil {
		return Opened{}, cannotRead(name, err)
	}
	p := newObjectSet(opts)
	switch kind {
	case inTar:
		err = visitTar(name, unpacked, p)
	case inZip:
		err = openZip(name, unpacked, r, meter, opts, p)
	case plain:
		return openText(name, unpacked, unpackedSize(r, size), opts)
	}
	var cut *cutError
	if errors.As(err, &cut) {
		p.cutShort(err)
		err = nil
	}
	if err != nil {
		return Opened{}, err
	}
	return p.open(filepath.Base(name), name)
}

// openZip reads a zip archive, whose index is at its end: of a file in place, else from memory.
func openZip(name string, start io.Reader, r io.Reader, meter *meteredArchive, opts FileOptions, to visitor) error {
	if file, ok := r.(*os.File); ok {
		if info, err := file.Stat(); err == nil && info.Mode().IsRegular() {
			return visitZip(name, file, info.Size(), meter, to)
		}
	}
	data, err := readAll(name, start, 0, opts.Most)
	if err != nil {
		return err
	}
	return visitZip(name, bytes.NewReader(data), int64(len(data)), meter, to)
}

// openText reads a file that is no archive.
func openText(name string, r *bufio.Reader, size int64, opts FileOptions) (Opened, error) {
	r = asUTF8(r)
	start, _ := r.Peek(sniffed)
	if canBeOurs(start) {
		data, err := readAll(name, r, size, opts.Most)
		if err != nil {
			return Opened{}, err
		}
		snapshot, err := readSnapshot(name, data, opts.Summing)
		if err != nil || snapshot != nil {
			return Opened{Snapshot: snapshot}, err
		}
		r = bufio.NewReader(bytes.NewReader(data))
	}
	p := newObjectSet(opts)
	if err := p.read(name, place{}, r); err != nil {
		return Opened{}, err
	}
	return p.open(filepath.Base(name), name)
}

// readFile reads a file whole, unpacked when it is compressed.
func readFile(path string, env Environment, most int64) ([]byte, error) {
	file, err := os.Open(env.path(path))
	if err != nil {
		return nil, cannotRead(path, err)
	}
	defer func() { _ = file.Close() }()
	return read(path, file, most)
}

// cannotRead says in one line why a file cannot be read.
func cannotRead(path string, err error) error {
	var reason *fs.PathError
	if errors.As(err, &reason) {
		err = reason.Err
	}
	return &ConfigError{Message: fmt.Sprintf("cannot read %s: %s", path, oneLine(err)), Err: err}
}
