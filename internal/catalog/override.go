package catalog

import (
	"io/fs"
	"slices"

	"github.com/kready/kready/internal/facts"
)

// WithTables returns the catalogue with the tables of all YAML files in fsys. One of the kind
// and name of a known table replaces it; all rows of budgets are one table.
func (c *Catalog) WithTables(fsys fs.FS) (*Catalog, error) {
	own := &Catalog{}
	if err := each(fsys, ".", own.addTable); err != nil {
		return nil, err
	}
	t := own.Tables
	all := &Catalog{Entries: c.Entries, Tables: facts.Tables{
		Support:       replaced(c.Tables.Support, t.Support, func(t facts.SupportTable) string { return t.Name }),
		Removals:      replaced(c.Tables.Removals, t.Removals, func(t facts.RemovalTable) string { return t.Name }),
		Fields:        replaced(c.Tables.Fields, t.Fields, func(t facts.FieldTable) string { return t.Name }),
		Compatibility: replaced(c.Tables.Compatibility, t.Compatibility, func(t facts.CompatibilityTable) string { return t.Name }),
		Switches:      replaced(c.Tables.Switches, t.Switches, func(t facts.SwitchTable) string { return t.Name }),
		Shipped:       replaced(c.Tables.Shipped, t.Shipped, func(t facts.ShippedTable) string { return t.Name }),
		BudgetOwners:  c.Tables.BudgetOwners,
	}}
	if len(t.BudgetOwners) > 0 {
		all.Tables.BudgetOwners = t.BudgetOwners
	}
	return all, all.checkReferences()
}

// replaced returns the shipped tables, each replaced by the own one of its name, and then
// the other own ones.
func replaced[T any](shipped, own []T, name func(T) string) []T {
	out := slices.Clone(shipped)
	for _, t := range own {
		if i := slices.IndexFunc(out, func(s T) bool { return name(s) == name(t) }); i >= 0 {
			out[i] = t
			continue
		}
		out = append(out, t)
	}
	return out
}
