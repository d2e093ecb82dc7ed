// Package service reads the manifests of what is to land on a cluster, and distils them into typed facts:
// facts.Landing, each object with its file and line. It makes no request. What is wrong with manifests as
// such is an error that names file and line; what a cluster may make of them is for requirements.
package service

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"github.com/kready/kready/internal/facts"
)

// Limits of what is read as manifests. More is something else.
const (
	fileMax    = 32 << 20
	totalMax   = 64 << 20
	objectsMax = 50_000
)

// Options say how manifests are read.
type Options struct {
	// Namespace is that of the objects which name none. Enforced refuses objects that name another one, as
	// kubectl does with -n.
	Namespace string
	Enforced  bool
	// Dir is the working folder; "" is the process's own.
	Dir string
	// Stdin is what "-" stands for.
	Stdin io.Reader
}

// Manifests are the objects of a service, as they are written.
type Manifests struct {
	Name    string
	opts    Options
	objects []object
	notes   []string
	read    int

	// released is how many objects have been let go of; whole keeps the fields of all.
	released int
	whole    bool
	recalled recalled
	// distilled are the facts of the objects by tables, which are asked for more than once; nil until they are.
	mutex     sync.Mutex
	distilled *facts.Landing
	tables    []facts.FieldTable
}

// Load reads files and folders of manifests, "-" for stdin. Folders are read with all that is below them,
// but for what is hidden. A folder with a kustomization is for Build.
func Load(name string, paths []string, opts Options) (*Manifests, error) {
	m := &Manifests{Name: name, opts: opts}
	for _, path := range paths {
		if err := m.add(path); err != nil {
			return nil, err
		}
	}
	return m, m.finish(paths)
}

// Parse reads one text of manifests, by the name of its file.
func Parse(name, file string, data []byte, opts Options) (*Manifests, error) {
	m := &Manifests{Name: name, opts: opts}
	if err := m.take(file, data); err != nil {
		return nil, err
	}
	return m, m.finish([]string{file})
}

// finish holds the objects against each other, once all are read.
func (m *Manifests) finish(paths []string) error {
	if len(m.objects) == 0 {
		return fmt.Errorf("no manifests in %s: name files or folders of Kubernetes objects (.yaml, .yml, .json)", strings.Join(paths, ", "))
	}
	return m.settle()
}

// add reads a path of the command line.
func (m *Manifests) add(path string) error {
	if path == "-" {
		return m.reader("stdin", m.opts.Stdin)
	}
	info, err := os.Stat(m.path(path))
	if err != nil {
		return fmt.Errorf("cannot read %s: %w", path, short(err))
	}
	if info.IsDir() {
		return m.folder(path)
	}
	return m.file(path)
}

// folder reads what is below a folder, in the order of the names.
func (m *Manifests) folder(path string) error {
	entries, err := os.ReadDir(m.path(path))
	if err != nil {
		return fmt.Errorf("cannot read %s: %w", path, short(err))
	}
	for _, entry := range entries {
		at := filepath.Join(path, entry.Name())
		switch {
		case strings.HasPrefix(entry.Name(), "."):
		case isKustomization(entry.Name()):
			return fmt.Errorf("%s:1: a kustomization is rendered first: kready land -k %s", at, path)
		case entry.Name() == "Chart.yaml":
			return fmt.Errorf("%s:1: a Helm chart is rendered first: helm template RELEASE %s | kready land -", at, path)
		case entry.IsDir():
			err = m.folder(at)
		case slices.Contains([]string{".yaml", ".yml", ".json"}, filepath.Ext(entry.Name())):
			err = m.file(at)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// isKustomization reports whether a file's name is one that kustomize looks for.
func isKustomization(name string) bool {
	return slices.Contains([]string{"kustomization.yaml", "kustomization.yml", "Kustomization"}, name)
}

func (m *Manifests) file(path string) error {
	f, err := os.Open(m.path(path))
	if err != nil {
		return fmt.Errorf("cannot read %s: %w", path, short(err))
	}
	defer f.Close()
	return m.reader(path, f)
}

// reader reads one file, which is bounded.
func (m *Manifests) reader(name string, from io.Reader) error {
	data, err := io.ReadAll(io.LimitReader(from, fileMax+1))
	if err != nil {
		return fmt.Errorf("cannot read %s: %w", name, short(err))
	}
	if len(data) > fileMax {
		return fmt.Errorf("%s is larger than %d MiB: manifests of a service are not", name, fileMax>>20)
	}
	return m.take(name, data)
}

// take reads the documents of a file.
func (m *Manifests) take(name string, data []byte) error {
	if m.read += len(data); m.read > totalMax {
		return fmt.Errorf("%s: all manifests together are larger than %d MiB", name, totalMax>>20)
	}
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	for _, doc := range documents(data) {
		if err := m.document(name, &doc); err != nil {
			return err
		}
		m.release()
	}
	return nil
}

// path resolves a path against the working folder.
func (m *Manifests) path(path string) string {
	if m.opts.Dir == "" || filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(m.opts.Dir, path)
}

// short leaves out the operation and path that the caller names already.
func short(err error) error {
	var pathErr *fs.PathError
	if errors.As(err, &pathErr) {
		return pathErr.Err
	}
	return err
}
