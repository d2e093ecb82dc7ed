package catalog

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/yaml"
)

// table is the file form of all tables. Kind decides which of the lists it has: support,
// which is the default and has releases, removals, fields, or budgets.
type table struct {
	Kind     string `yaml:"kind"`
	Name     string `yaml:"name"`
	Title    string `yaml:"title"`
	Source   string `yaml:"source"`
	Updated  day    `yaml:"updated"`
	Releases []struct {
		Name          string `yaml:"name"`
		EndOfLife     day    `yaml:"endOfLife"`
		ExtendedUntil day    `yaml:"extendedUntil"`
	} `yaml:"releases"`
	Removals []removal `yaml:"removals"`
	Fields   []field   `yaml:"fields"`
	Budgets  []budget  `yaml:"budgets"`
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
	if err := yaml.DecodeStrict(data, &t); err != nil {
		return err
	}
	if err := t.validate(); err != nil {
		return err
	}
	switch t.Kind {
	case "removals":
		return c.addRemovals(t)
	case "fields":
		return c.addFields(t)
	case "budgets":
		return c.addBudgets(t)
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

// validate reports what is missing from the head of a table, and lists that tables of
// its kind do not have.
func (t table) validate() error {
	rows := map[string]int{"support": len(t.Releases), "removals": len(t.Removals), "fields": len(t.Fields), "budgets": len(t.Budgets)}
	lists := map[string]string{"support": "releases", "removals": "removals", "fields": "fields", "budgets": "budgets"}
	kind := t.Kind
	if kind == "" {
		kind = "support"
	}
	list, known := lists[kind]
	switch {
	case !known:
		return fmt.Errorf("unknown kind %q of a table: must be one of support, removals, fields, budgets", t.Kind)
	case t.Name == "" || t.Source == "" || t.Updated.IsZero() || rows[kind] == 0:
		return fmt.Errorf("a table has a name, a source, the day it was updated, and %s", list)
	case !strings.HasPrefix(t.Source, "https://"):
		return fmt.Errorf("its source %q is not an https address", t.Source)
	case rows["support"]+rows["removals"]+rows["fields"]+rows["budgets"] != rows[kind]:
		return fmt.Errorf("a table of kind %s has %s and no other list", kind, list)
	case kind != "support" && t.Title == "":
		return errors.New("it has no title")
	}
	return nil
}
