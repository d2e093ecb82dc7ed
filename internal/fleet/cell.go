package fleet

import (
	"slices"
	"strings"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/report"
)

// newCell reads one battery off one report.
func newCell(m Member, battery string, opts Options) Cell {
	c := Cell{Cluster: m.Name, Products: []Product{}}
	if m.Report == nil {
		return c
	}
	c.Judged = true
	c.ProductsKnown = opts.Products && !slices.ContainsFunc(m.Report.BlindSpots, func(b report.BlindSpot) bool {
		return b.Facts == "workloads"
	})
	for _, b := range m.Report.Batteries {
		if b.Name != battery {
			continue
		}
		c.Required, c.Levels = b.Required, b.Levels
		c.readLevels(*m.Report, b)
		if opts.Products {
			c.Products = append(c.Products, products(b)...)
		}
	}
	return c
}

// readLevels goes up the ladder to the first level that does not pass. A level without
// a judged check is passed over.
func (c *Cell) readLevels(r report.Report, b report.Battery) {
	statuses := []string{b.Levels.Present, b.Levels.Healthy, b.Levels.Configured, b.Levels.Proven}
	for i, level := range check.Levels() {
		switch statuses[i] {
		case string(check.StatusSkip):
		case string(check.StatusPass):
			if c.Then == "" {
				c.Reached = string(level)
			}
		case report.Waived: // what stands above it and is not waived matters more
			if c.Then == "" {
				c.Then, c.At = report.Waived, string(level)
			}
		default:
			c.Then, c.At = statuses[i], string(level)
			c.Must = r.MustGap(b.Name, c.At)
			return
		}
	}
}

// products are those of a battery, each name and version once.
func products(b report.Battery) []Product {
	var all []Product
	for _, i := range b.Implementations {
		p := Product{Name: i.Name, Title: i.Title, Version: strings.TrimPrefix(i.Version, "v"), State: i.State}
		if !slices.Contains(all, p) {
			all = append(all, p)
		}
	}
	return all
}

// Progress says how far up the ladder the battery is: "healthy", "present, then GAP", "-"
// where there is nothing to judge. GAP in capitals is a must-have.
func (c Cell) Progress() string {
	then := c.Then
	if c.Must {
		then = "GAP"
	}
	switch {
	case !c.Judged:
		return ""
	case c.Reached == "" && then == "":
		return "-"
	case c.Reached == "":
		return then
	case then == "":
		return c.Reached
	}
	return c.Reached + ", then " + then
}

// Status is the status in whose colour the cell stands.
func (c Cell) Status() string {
	switch {
	case c.Then != "":
		return c.Then
	case c.Reached != "":
		return "pass"
	}
	return "skip"
}

// String names the product as people do.
func (p Product) String() string {
	return report.Implementation{Title: p.Title, Version: p.Version, State: p.State}.Describe()
}
