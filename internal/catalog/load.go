package catalog

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/kready/kready/internal/yaml"
)

// Load reads the catalogue and the tables of fsys: from their bundle, or from the YAML
// files of catalog/ and tables/ where there is none. Unknown keys, duplicate names and
// malformed entries are errors that name the file.
func Load(fsys fs.FS) (*Catalog, error) {
	if c, ok, err := loadBundle(fsys); ok || err != nil {
		return c, err
	}
	return loadFiles(fsys)
}

func loadFiles(fsys fs.FS) (*Catalog, error) {
	c := &Catalog{}
	err := errors.Join(
		each(fsys, "catalog", c.addEntry),
		each(fsys, "tables", c.addTable),
	)
	if err != nil {
		return nil, err
	}
	c.sort()
	return c, c.checkReferences()
}

// With returns the catalogue with the entries of all YAML files in fsys added. One
// with the name of a known product replaces it.
func (c *Catalog) With(fsys fs.FS) (*Catalog, error) {
	own := &Catalog{}
	if err := each(fsys, ".", own.addEntry); err != nil {
		return nil, err
	}
	all := &Catalog{Entries: own.Entries, Tables: c.Tables}
	for _, e := range c.Entries {
		if !own.has(e.Name) {
			all.Entries = append(all.Entries, e)
		}
	}
	all.sort()
	return all, all.checkReferences()
}

func (c *Catalog) sort() {
	slices.SortFunc(c.Entries, func(a, b Entry) int { return strings.Compare(a.Name, b.Name) })
}

func (c *Catalog) has(name string) bool {
	return slices.ContainsFunc(c.Entries, func(e Entry) bool { return e.Name == name })
}

// each hands every YAML file below dir to add, and joins its errors.
func each(fsys fs.FS, dir string, add func(file string, data []byte) error) error {
	var errs []error
	err := fs.WalkDir(fsys, dir, func(file string, entry fs.DirEntry, err error) error {
		if err != nil {
			return fmt.Errorf("reading %s: %w", dir, err)
		}
		if entry.IsDir() || path.Ext(file) != ".yaml" {
			return nil
		}
		data, err := fs.ReadFile(fsys, file)
		if err != nil {
			return fmt.Errorf("reading %s: %w", file, err)
		}
		if err := add(file, data); err != nil {
			errs = append(errs, fmt.Errorf("%s: %w", file, err))
		}
		return nil
	})
	return errors.Join(append(errs, err)...)
}

func (c *Catalog) addEntry(file string, data []byte) error {
	var e Entry
	if err := yaml.DecodeStrict(data, &e); err != nil {
		return err
	}
	e.fill()
	if err := e.validate(); err != nil {
		return err
	}
	if want := strings.TrimSuffix(path.Base(file), ".yaml"); e.Name != want {
		return fmt.Errorf("its name is %q: must be %q, as the file is named", e.Name, want)
	}
	if c.has(e.Name) {
		return fmt.Errorf("there are two entries named %q", e.Name)
	}
	c.Entries = append(c.Entries, e)
	return nil
}

// fill sets the defaults of the entry.
func (e *Entry) fill() {
	if e.Lifecycle.State == "" {
		e.Lifecycle.State = "active"
	}
}
