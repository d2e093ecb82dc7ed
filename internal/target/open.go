package target

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

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
	// Most is how many bytes all files may have together, unpacked; zero means 1 GiB.
	Most int64
}

// Opened is what a file holds: one of Snapshot and Source is set.
type Opened struct {
	Snapshot *facts.Snapshot
	Source   Source
	// Notes are lines for people about files that were left out, and why.
	Notes []string
}

// Open reads a snapshot of kready's own, or Kubernetes objects, from a file, a folder, or
// "-" for standard input. Its errors are of the class of IsConfigError.
func Open(path string, opts FileOptions) (Opened, error) {
	if path == "-" {
		data, err := read("standard input", opts.Stdin, opts.Most)
		if err != nil {
			return Opened{}, err
		}
		return openOne("standard input", data, opts)
	}
	info, err := os.Stat(opts.env().path(path))
	if err != nil {
		return Opened{}, cannotRead(path, err)
	}
	if info.IsDir() {
		return openFolder(path, opts)
	}
	data, err := readFile(path, opts.env(), opts.Most)
	if err != nil {
		return Opened{}, err
	}
	return openOne(path, data, opts)
}

func (o FileOptions) env() Environment { return Environment{Dir: o.Dir} }

// openOne reads a single file: a snapshot, or manifests.
func openOne(name string, data []byte, opts FileOptions) (Opened, error) {
	snapshot, err := readSnapshot(name, data)
	if err != nil || snapshot != nil {
		return Opened{Snapshot: snapshot}, err
	}
	p := newObjectSet(opts)
	if err := p.add(name, data); err != nil {
		return Opened{}, err
	}
	return p.open(filepath.Base(name), name)
}

// openFolder reads all manifests below a folder, in the order of their names.
func openFolder(folder string, opts FileOptions) (Opened, error) {
	p := newObjectSet(opts)
	left := opts.Most
	if left <= 0 {
		left = unpackedMax
	}
	err := filepath.WalkDir(opts.env().path(folder), func(path string, entry fs.DirEntry, err error) error {
		path = opts.env().shown(path)
		if err != nil {
			return cannotRead(path, err)
		}
		if entry.IsDir() || !manifest(path) {
			return nil
		}
		if !entry.Type().IsRegular() && entry.Type()&fs.ModeSymlink == 0 {
			p.note("%s: ignored: not a regular file", path)
			return nil
		}
		data, err := readFile(path, opts.env(), left)
		if err != nil {
			return err
		}
		if left -= int64(len(data)); left <= 0 {
			return configError(nil, "%s is larger than kready reads with the memory it has", folder)
		}
		return p.add(path, data)
	})
	if err != nil {
		return Opened{}, err
	}
	return p.open(filepath.Base(filepath.Clean(folder)), folder)
}

// manifest reports whether a file of a folder is read.
func manifest(path string) bool {
	name := strings.TrimSuffix(strings.ToLower(path), ".gz")
	return slices.Contains([]string{".yaml", ".yml", ".json"}, filepath.Ext(name))
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
