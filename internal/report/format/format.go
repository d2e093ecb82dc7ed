// Package format writes reports, one value a format.
package format

import (
	"github.com/kready/kready/internal/output"
	"github.com/kready/kready/internal/report"
)

// Format is one way of writing a report.
type Format = output.Format[report.Report]

// All returns all formats. Flags, completion, docs/formats.md and the tests take them from
// here.
func All() []Format {
	return []Format{
		output.Text(Text),
		output.New("json", "the report itself, with a schema", ".json", JSON),
		output.New("yaml", "the same document in YAML", ".yaml", YAML),
		output.New("markdown", "for a pull request's comment or a job's summary", ".md", Markdown),
		output.New("junit", "for a CI server's page of tests; red when the exit code is not 0", ".junit.xml", JUnit),
		output.New("sarif", "SARIF 2.1.0, for code scanning and its viewers", ".sarif", SARIF),
		output.New("csv", "for a spreadsheet, one row a finding", ".csv", CSV),
		output.New("prometheus", "metrics, for node-exporter's textfile collector or a push", ".prom", Prometheus),
		output.New("policyreport", "a ClusterPolicyReport of wgpolicyk8s.io, to apply", ".policyreport.yaml", PolicyReport),
		output.New("openreport", "a ClusterReport of openreports.io, to apply", ".openreport.yaml", OpenReport),
		output.New("html", "one page for people: loads nothing, filters, prints", ".html", HTML),
	}
}
