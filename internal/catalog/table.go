package catalog

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/yaml"
)

// table is the file form of all tables. Kind decides which of the lists it has: support,
// which is the default and has releases, removals, fields, budgets, switches, shipped, or
// compatibility, whose list is versions.
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
	// Statement and Says are those of a table of kind compatibility alone.
	Statement string          `yaml:"statement"`
	Says      string          `yaml:"says"`
	Versions  []compatibleTo  `yaml:"versions"`
	Switches  []removedSwitch `yaml:"switches"`
	Shipped   []comesWith     `yaml:"shipped"`
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
	case "compatibility":
		return c.addCompatibility(t)
	case "switches":
		return c.addSwitches(t)
	case "shipped":
		return c.addShipped(t)
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

// lists are the kinds of tables with the name of the list that each has.
func (t table) lists() map[string]list {
	return map[string]list{
		"support": {"releases", len(t.Releases)}, "removals": {"removals", len(t.Removals)}, "fields": {"fields", len(t.Fields)},
		"budgets": {"budgets", len(t.Budgets)}, "compatibility": {"versions", len(t.Versions)},
		"switches": {"switches", len(t.Switches)}, "shipped": {"shipped", len(t.Shipped)},
	}
}

// list is one of a table's lists: its key and how many rows it has.
type list struct {
	key  string
	rows int
}

// validate reports what is missing from the head of a table, and lists that tables of
// its kind do not have.
func (t table) validate() error {
	kind := t.Kind
	if kind == "" {
		kind = "support"
	}
	lists := t.lists()
	own, known := lists[kind]
	rows := 0
	for _, l := range lists {
		rows += l.rows
	}
	switch {
	case !known:
		return fmt.Errorf("unknown kind %q of a table: must be one of %s", t.Kind, strings.Join(slices.Sorted(maps.Keys(lists)), ", "))
	case t.Name == "" || t.Source == "" || t.Updated.IsZero() || own.rows == 0 && kind != "compatibility":
		return fmt.Errorf("a table has a name, a source, the day it was updated, and %s", own.key)
	case !strings.HasPrefix(t.Source, "https://"):
		return fmt.Errorf("its source %q is not an https address", t.Source)
	case rows != own.rows:
		return fmt.Errorf("a table of kind %s has %s and no other list", kind, own.key)
	case kind != "compatibility" && t.Statement+t.Says != "":
		return errors.New("statement and says are for tables of kind compatibility")
	case kind != "support" && t.Title == "":
		return errors.New("it has no title")
	}
	return nil
}
