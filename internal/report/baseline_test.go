package report_test

import (
	"bytes"
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/kready/kready/internal/output"
	"github.com/kready/kready/internal/report"
	"github.com/kready/kready/internal/report/format"
	"github.com/kready/kready/internal/report/reporttest"
)

// TestWithBaseline: what is new decides only where FailOn selects it, and the words agree
// with the code.
func TestAgainst(t *testing.T) {
	gap := func(tier string, worse bool) report.Change {
		return report.Change{ID: "dns/x", Tier: tier, Is: "gap", Was: "pass", Worse: worse}
	}
	lost := report.Change{ID: "dns/y", Tier: "must", Is: "unknown", Was: "pass", Worse: true}
	for name, tt := range map[string]struct {
		verdict report.Verdict
		changes report.Changes
		allow   bool
		exit    int
		says    string
	}{
		"not selected":    {report.Verdict{FailOn: "must", ExitCode: 1, MustGaps: 1}, report.Changes{}, false, 1, "NOT READY: 1 must-have gap (exit 1)."},
		"nothing at all":  {report.Verdict{FailOn: "new", Complete: true}, report.Changes{}, false, 0, "READY: no must-have gap, and every must-have was judged (exit 0)."},
		"nothing new":     {report.Verdict{FailOn: "new", Complete: true, MustGaps: 2}, report.Changes{}, false, 0, "NO WORSE: against the baseline, no must-have gap is new or larger; 2 must-have gaps are not new, or not compared (exit 0)."},
		"unknown as ever": {report.Verdict{FailOn: "new", ExitCode: 3, MustUnknown: 1}, report.Changes{}, false, 0, "1 must-have could not be judged, as before (exit 0)."},
		"new":             {report.Verdict{FailOn: "new", Complete: true, MustGaps: 1}, report.Changes{NewGaps: []report.Change{gap("must", true)}}, false, 1, "WORSE: against the baseline, 1 must-have gap is new or larger (exit 1)."},
		"larger":          {report.Verdict{FailOn: "new", Complete: true, MustGaps: 1}, report.Changes{ChangedGaps: []report.Change{gap("must", true)}}, false, 1, "WORSE: "},
		"smaller":         {report.Verdict{FailOn: "new", Complete: true, MustGaps: 1}, report.Changes{ChangedGaps: []report.Change{gap("must", false)}}, false, 0, "NO WORSE: "},
		"lesser":          {report.Verdict{FailOn: "new", Complete: true}, report.Changes{NewGaps: []report.Change{gap("should", true)}}, false, 0, "READY: "},
		"lesser, counted": {report.Verdict{FailOn: "new-should", Complete: true}, report.Changes{NewGaps: []report.Change{gap("should", true)}}, false, 1, "WORSE: against the baseline, 1 gap of tier should or above is new or larger (exit 1)."},
		"could, counted":  {report.Verdict{FailOn: "new-could", Complete: true}, report.Changes{NewGaps: []report.Change{gap("could", true)}}, false, 1, "WORSE: "},
		"lost":            {report.Verdict{FailOn: "new", MustUnknown: 1}, report.Changes{NewlyUnknown: []report.Change{lost}}, false, 3, "NOT JUDGED: against the baseline, 1 must-have can no longer be judged (exit 3)."},
		"lost, accepted":  {report.Verdict{FailOn: "new", MustUnknown: 1}, report.Changes{NewlyUnknown: []report.Change{lost}}, true, 0, "NO WORSE: against the baseline, no must-have gap is new or larger; 1 must-have can no longer be judged, and that is accepted (exit 0)."},
		"gap comes first": {report.Verdict{FailOn: "new", MustUnknown: 1}, report.Changes{NewGaps: []report.Change{gap("must", true)}, NewlyUnknown: []report.Change{lost}}, false, 1, "WORSE: against the baseline, 1 must-have gap is new or larger; 1 must-have can no longer be judged (exit 1)."},
	} {
		t.Run(name, func(t *testing.T) {
			r := report.Report{Verdict: tt.verdict}.WithBaseline(report.Baseline{Changes: tt.changes}, tt.allow)
			var b bytes.Buffer
			if err := format.Text(&b, r, output.Options{}); err != nil {
				t.Fatal(err)
			}
			if v := r.Verdict; v.ExitCode != tt.exit || tt.verdict.FailOn != "must" && v.Ready != (tt.exit == 0) {
				t.Errorf("exit %d, ready %v; want exit %d", v.ExitCode, v.Ready, tt.exit)
			}
			if !strings.Contains(b.String(), tt.says) || !strings.Contains(b.String(), "\nSINCE THE BASELINE\n") {
				t.Errorf("it does not say %q:\n%s", tt.says, b.String())
			}
		})
	}
}

// TestBaselineSchema: a report with a baseline is valid by the schema.
func TestBaselineSchema(t *testing.T) {
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(report.Schema()))
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	if err := compiler.AddResource("report.json", doc); err != nil {
		t.Fatal(err)
	}
	compiled, err := compiler.Compile("report.json")
	if err != nil {
		t.Fatal(err)
	}
	none := []report.Change{}
	changes := report.Changes{
		Notes: []string{"x"}, NewGaps: []report.Change{{ID: "dns/x", Appeared: []report.Finding{}, Gone: []report.Finding{}, Accepted: []report.Finding{}}},
		ChangedGaps: none, ClosedGaps: none, SkippedGaps: none, NewlyWaived: none, NewlyUnknown: none, NewlyJudged: none,
		Levels: []report.LevelChange{{}}, Products: []report.ProductChange{{Batteries: []string{"dns"}}}, Cluster: []report.ClusterChange{{}},
		Waivers: []report.WaiverLeft{{DaysLeft: 3}}, OnlyNew: []report.Lone{{}}, OnlyOld: []report.Lone{},
	}
	var b bytes.Buffer
	if err := format.JSON(&b, reporttest.Samples()["waived"].WithBaseline(report.Baseline{Side: report.Side{Name: "x"}, Changes: changes}, false)); err != nil {
		t.Fatal(err)
	}
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(b.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	if err := compiled.Validate(value); err != nil {
		t.Error(err)
	}
	value.(map[string]any)["baseline"].(map[string]any)["newGaps"] = "none"
	if compiled.Validate(value) == nil {
		t.Error("the schema takes anything for a baseline")
	}
}

// TestParse: what JSON writes is read back whole; what would be misread is refused.
func TestParse(t *testing.T) {
	for name, r := range reporttest.Samples() {
		var b bytes.Buffer
		if err := format.JSON(&b, r); err != nil {
			t.Fatal(err)
		}
		got, err := report.Parse(b.Bytes())
		if err != nil || !reflect.DeepEqual(got, r) {
			t.Errorf("%s: read back as %+v, %v", name, got, err)
		}
	}
	good := `{"apiVersion":"kready.dev/v1","kind":"Report","results":[{"id":"a/b","status":"pass","tier":"must","level":"healthy"}]}`
	if _, err := report.Parse([]byte(good)); err != nil {
		t.Fatal(err)
	}
	if !json.Valid([]byte(good)) {
		t.Fatal("not JSON")
	}
	for change, want := range map[string]string{
		`"Report"` + "→" + `"Snapshot"`:            "it does not say apiVersion",
		`kready.dev/v1` + "→" + `kready.dev/v2`:    "format kready.dev/v2",
		`"pass"` + "→" + `"green"`:                 `status "green"`,
		`"must"` + "→" + `"shall"`:                 `tier "shall"`,
		`"healthy"` + "→" + `"fine"`:               `level "fine"`,
		`"a/b"` + "→" + `""`:                       "without an id",
		`"results":[` + "→" + `"results":[],"x":[`: "no results",
		`"results":[` + "→" + `"results":{},"x":[`: "not a valid report",
		`]}` + "→" + ``:                            "cut short",
	} {
		from, to, _ := strings.Cut(change, "→")
		if _, err := report.Parse([]byte(strings.Replace(good, from, to, 1))); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", change, err, want)
		}
	}
}
