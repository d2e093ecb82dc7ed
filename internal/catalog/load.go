package catalog

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"github.com/kready/kready/internal/facts"
)

// Load reads catalog/ and tables/ of fsys. Unknown keys, doubled names and
// malformed entries are errors that name the file.
func Load(fsys fs.FS) (*Catalog, error) {
	c := &Catalog{}
	err := errors.Join(
		each(fsys, "catalog", func(file string, data []byte) error {
			return c.addEntry(file, data)
		}),
		each(fsys, "tables", func(file string, data []byte) error {
			return c.addTable(file, data)
		}),
	)
	if err != nil {
		return nil, err
	}
	slices.SortFunc(c.Entries, func(a, b Entry) int { return strings.Compare(a.Name, b.Name) })
	return c, nil
}

// each hands every YAML file below dir to add, and joins what add complains of.
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
	if err := decode(data, &e); err != nil {
		return err
	}
	if err := e.validate(); err != nil {
		return err
	}
	if want := strings.TrimSuffix(path.Base(file), ".yaml"); e.Name != want {
		return fmt.Errorf("its name is %q, and its file asks for %q", e.Name, want)
	}
	if slices.ContainsFunc(c.Entries, func(other Entry) bool { return other.Name == e.Name }) {
		return fmt.Errorf("there are two entries named %q", e.Name)
	}
	c.Entries = append(c.Entries, e)
	return nil
}

// table is the file form of facts.SupportTable, with days for times.
type table struct {
	Name     string `yaml:"name"`
	Title    string `yaml:"title"`
	Source   string `yaml:"source"`
	Updated  day    `yaml:"updated"`
	Releases []struct {
		Name          string `yaml:"name"`
		EndOfLife     day    `yaml:"endOfLife"`
		ExtendedUntil day    `yaml:"extendedUntil"`
	} `yaml:"releases"`
}

// day is a date without a time.
type day struct{ time.Time }

// UnmarshalYAML reads "2026-11-22".
func (d *day) UnmarshalYAML(node *yaml.Node) error {
	t, err := time.Parse(time.DateOnly, node.Value)
	if err != nil {
		return fmt.Errorf("line %d: %q is not a date like 2026-11-22", node.Line, node.Value)
	}
	d.Time = t
	return nil
}

func (c *Catalog) addTable(_ string, data []byte) error {
	var t table
	if err := decode(data, &t); err != nil {
		return err
	}
	if t.Name == "" || t.Source == "" || t.Updated.IsZero() || len(t.Releases) == 0 {
		return errors.New("a table has a name, a source, the day it was updated, and releases")
	}
	out := facts.SupportTable{Name: t.Name, Title: t.Title, Source: t.Source, Updated: t.Updated.Time}
	for _, r := range t.Releases {
		out.Releases = append(out.Releases, facts.Release{
			Name: r.Name, EndOfLife: r.EndOfLife.Time, ExtendedUntil: r.ExtendedUntil.Time,
		})
	}
	c.Tables.Support = append(c.Tables.Support, out)
	return nil
}

// decode reads one YAML document and refuses keys that v does not have.
func decode(data []byte, v any) error {
	decoder := yaml.NewDecoder(bytes.NewReader(data))
	decoder.KnownFields(true)
	if err := decoder.Decode(v); err != nil && !errors.Is(err, io.EOF) {
		return fmt.Errorf("reading it: %w", err)
	}
	return nil
}
