// Package diff compares two reports. It is pure: no cluster, no clock, no files.
package diff

import (
	_ "embed"

	"github.com/kready/kready/internal/report"
)

// Kind names the JSON document of a comparison; its version is report.APIVersion.
const Kind = "Diff"

// Diff is what changed from an old report to a new one, and whether it got worse.
type Diff struct {
	APIVersion string `json:"apiVersion"`
	Kind       string `json:"kind"`
	// Tool is the kready version that compared.
	Tool    string               `json:"tool"`
	Old     report.Side          `json:"old"`
	New     report.Side          `json:"new"`
	Verdict report.ChangeVerdict `json:"verdict"`
	report.Changes
}

// Report is a report with where it came from.
type Report struct {
	// Name is its file, Form what that holds: report or snapshot.
	Name, Form string
	report.Report
}

// Side describes the report.
func (r Report) Side() report.Side {
	return report.Side{Name: r.Name, Form: r.Form, Tool: r.Tool, Profile: r.Profile, Target: r.Target}
}

// Options say how a Diff is made.
type Options struct {
	Tool string
	// FailOn is one of report.FailOnNew and its siblings, or report.Never.
	FailOn string
	// AllowUnknown accepts must-haves that can no longer be judged.
	AllowUnknown bool
	// ExpiringDays is with how many days left, or fewer, a waiver is listed as expiring.
	ExpiringDays int
}

// New compares two reports.
func New(old, now Report, opts Options) Diff {
	changes := Compare(old.Report, now.Report, opts.ExpiringDays)
	return Diff{
		APIVersion: report.APIVersion, Kind: Kind, Tool: opts.Tool,
		Old: old.Side(), New: now.Side(),
		Verdict: changes.Judge(opts.FailOn, opts.AllowUnknown), Changes: changes,
	}
}

//go:generate go run ./generate

//go:embed diff.schema.json
var schema []byte

// Schema returns the JSON Schema of a Diff.
func Schema() []byte { return schema }
