package report

import "io"

// Format is one way of writing a report.
type Format struct {
	// Name is what -o calls it.
	Name string
	// About says in a few words what it is for.
	About string
	Write func(io.Writer, Report) error
}

// Formats returns all formats but text, which has settings of its own.
func Formats() []Format {
	return []Format{
		{"json", "the report itself, with a schema", JSON},
		{"yaml", "the same document in YAML", YAML},
		{"markdown", "for a pull request's comment or a job's summary", Markdown},
		{"junit", "for a CI server's page of tests; red when the exit code is not 0", JUnit},
		{"sarif", "SARIF 2.1.0, for code scanning and its viewers", SARIF},
		{"csv", "for a spreadsheet, one row a finding", CSV},
		{"prometheus", "metrics, for node-exporter's textfile collector or a push", Prometheus},
		{"policyreport", "a ClusterPolicyReport of wgpolicyk8s.io, to apply", PolicyReport},
		{"openreport", "a ClusterReport of openreports.io, to apply", OpenReport},
		{"html", "one page for people: loads nothing, filters, prints", HTML},
	}
}
