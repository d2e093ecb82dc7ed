package catalog

import (
	"errors"
	"fmt"
	"time"

	"go.yaml.in/yaml/v3"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/strictyaml"
)

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
	if err := strictyaml.Decode(data, &t); err != nil {
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
