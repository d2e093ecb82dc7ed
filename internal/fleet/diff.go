package fleet

import (
	_ "embed"

	"github.com/kready/kready/internal/diff"
	"github.com/kready/kready/internal/output"
)

// DiffKind names the JSON document of a comparison of two fleets; its version is APIVersion.
const DiffKind = "FleetDiff"

// Diff is what changed from an old fleet to a new one, and whether it got worse.
type Diff struct {
	APIVersion string `json:"apiVersion"`
	Kind       string `json:"kind"`
	// Tool is the kready version that compared.
	Tool    string        `json:"tool"`
	Old     Side          `json:"old"`
	New     Side          `json:"new"`
	Verdict ChangeVerdict `json:"verdict"`
	Changes
}

//go:embed fleetdiff.schema.json
var diffSchema []byte

// DiffSchema returns the JSON Schema of a Diff.
func DiffSchema() []byte { return diffSchema }

// NewDiff compares two fleets, each from a file.
func NewDiff(old, now Fleet, oldName, newName string, opts diff.Options) Diff {
	changes, _ := Compare(old, now, opts.ExpiringDays)
	return Diff{
		APIVersion: APIVersion, Kind: DiffKind, Tool: opts.Tool, Old: old.Side(oldName), New: now.Side(newName),
		Verdict: changes.Judge(opts.FailOn, opts.AllowUnknown), Changes: changes,
	}
}

// DiffFormats returns all formats of a comparison: the same as those of two reports.
func DiffFormats() []output.Format[Diff] {
	return []output.Format[Diff]{
		output.Text(DiffText),
		output.New("markdown", "for a comment on a pull request", ".md", DiffMarkdown),
		output.JSON[Diff]("the comparison itself, with a schema"),
	}
}
