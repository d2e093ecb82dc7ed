package fleet

import (
	_ "embed"
	"encoding/csv"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/kready/kready/internal/output"
	"github.com/kready/kready/internal/report/format"
)

//go:generate go run ./generate

//go:embed fleet.schema.json
var schema []byte

// Schema returns the JSON Schema of the fleet's JSON document.
func Schema() []byte { return schema }

// Formats returns all formats of a fleet.
func Formats() []output.Format[Fleet] {
	return []output.Format[Fleet]{
		output.Text(Text),
		output.JSON[Fleet]("the fleet itself, with a schema"),
		output.New("markdown", "for a job's summary: what is missing where, and the clusters by their state", ".md", Markdown),
		output.New("csv", "for a spreadsheet, one row for each battery of each cluster", ".csv", CSV),
		output.New("prometheus", "metrics of each cluster, for node-exporter's textfile collector or a push", ".prom", Prometheus),
		output.New("html", "one page for people: loads nothing, filters, prints", ".html", HTML),
	}
}

// csvColumns are the columns. They are only ever added to, at the end.
func csvColumns() []string {
	return []string{
		"cluster", "kubernetes", "distribution", "nodes", "exit_code", "error",
		"battery", "required", "reached", "then", "at", "must", "products", "products_known", "profile",
	}
}

// CSV writes one row for each battery of each cluster; a cluster without a report has one
// row that says why. Each label has a column, behind the others.
func CSV(w io.Writer, f Fleet) error {
	rows := [][]string{csvColumns()}
	keys := f.labelKeys()
	for _, key := range keys {
		rows[0] = append(rows[0], "label_"+key)
	}
	for i, c := range f.Clusters {
		labels := []string{c.Profile}
		for _, key := range keys {
			labels = append(labels, c.Labels[key])
		}
		if c.Target == nil {
			rows = append(rows, append([]string{c.Name, "", "", "", "3", c.Error, "", "", "", "", "", "", "", ""}, labels...))
			continue
		}
		cluster := []string{c.Name, c.Target.Version, c.Target.Distribution, fmt.Sprint(c.Target.Nodes), fmt.Sprint(c.Verdict.ExitCode), ""}
		for _, b := range f.Batteries {
			cell := b.Cells[i]
			var names []string
			for _, p := range cell.Products {
				names = append(names, p.String())
			}
			of := []string{
				b.Name, fmt.Sprint(cell.Required), cell.Reached, cell.Then, cell.At, fmt.Sprint(cell.Must), strings.Join(names, ", "), fmt.Sprint(cell.ProductsKnown),
			}
			rows = append(rows, slices.Concat(cluster, of, labels))
		}
	}
	for _, row := range rows {
		for i := range row {
			row[i] = format.Cell(row[i])
		}
	}
	if err := csv.NewWriter(w).WriteAll(rows); err != nil {
		return fmt.Errorf("writing the fleet as CSV: %w", err)
	}
	return nil
}
