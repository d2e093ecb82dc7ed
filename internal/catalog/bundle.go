package catalog

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/yaml"
)

//go:generate go run ./generate

// BundleFile is the catalogue in one file. It is made from the YAML files, because
// reading some hundreds of those takes longer than people should wait at each start.
const BundleFile = "catalog/bundle.json"

// bundle is the form of the file. Entries have the keys of their YAML files.
type bundle struct {
	Entries []json.RawMessage `json:"entries"`
	Tables  facts.Tables      `json:"tables"`
}

// Bundle makes the bundle of the YAML files in fsys, an entry a line.
func Bundle(fsys fs.FS) ([]byte, error) {
	c, err := loadFiles(fsys)
	if err != nil {
		return nil, err
	}
	entries := map[string]json.RawMessage{}
	err = each(fsys, "catalog", func(_ string, data []byte) error {
		fields, err := yaml.Fields(data)
		if err != nil {
			return fmt.Errorf("reading it: %w", err)
		}
		line, err := json.Marshal(fields)
		entries[fmt.Sprint(fields["name"])] = line
		return err
	})
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	out.WriteString("{\"entries\":[\n")
	for i, name := range slices.Sorted(maps.Keys(entries)) {
		out.WriteString(strings.Repeat(",\n", min(i, 1)))
		out.Write(entries[name])
	}
	tables, err := json.Marshal(c.Tables)
	if err != nil {
		return nil, fmt.Errorf("writing the tables: %w", err)
	}
	fmt.Fprintf(&out, "\n],\"tables\":%s}\n", tables)
	return out.Bytes(), nil
}

// loadBundle reads the bundle of fsys. It reports false when there is none. What is in
// it was checked when it was made.
func loadBundle(fsys fs.FS) (*Catalog, bool, error) {
	data, err := fs.ReadFile(fsys, BundleFile)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, false, nil
	}
	if err != nil {
		return nil, false, fmt.Errorf("reading %s: %w", BundleFile, err)
	}
	var b bundle
	if err := json.Unmarshal(data, &b); err != nil {
		return nil, false, fmt.Errorf("reading %s: %w", BundleFile, err)
	}
	c := &Catalog{Entries: make([]Entry, len(b.Entries)), Tables: b.Tables}
	for i, line := range b.Entries {
		if err := json.Unmarshal(line, &c.Entries[i]); err != nil {
			return nil, false, fmt.Errorf("reading %s: %w", BundleFile, err)
		}
		c.Entries[i].fill()
	}
	return c, true, nil
}
