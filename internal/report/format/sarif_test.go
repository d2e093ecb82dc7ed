package format

import (
	"bytes"
	"fmt"
	"go/build"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/owenrumney/go-sarif/v3/pkg/report/v210/sarif"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/report"
	"github.com/kready/kready/internal/report/reporttest"
	"github.com/kready/kready/internal/text"
)

func sarifOf(t *testing.T, r report.Report) *sarif.Report {
	t.Helper()
	log, err := sarif.FromBytes(render(t, SARIF, r))
	if err != nil {
		t.Fatal(err)
	}
	return log
}

// TestSARIFSchema: every log is valid by the 2.1.0 schema, and one with a wrong word is not.
func TestSARIFSchema(t *testing.T) {
	schema := sarifSchemaOf(t)
	for name, r := range everyReport() {
		out := render(t, SARIF, r)
		if err := validJSON(schema, out); err != nil {
			t.Errorf("%q: %v", name, err)
		}
		if err := validJSON(schema, bytes.Replace(out, []byte(`"level": "error"`), []byte(`"level": "must"`), 1)); err == nil {
			t.Fatal("the schema allows any level: it checks nothing")
		}
	}
}

// sarifSchemaOf takes OASIS' schema out of the library's source, which does not export it.
func sarifSchemaOf(t *testing.T) *jsonschema.Schema {
	t.Helper()
	pkg, err := build.Import("github.com/owenrumney/go-sarif/v3/pkg/report/v210/sarif", ".", build.FindOnly)
	if err != nil {
		t.Fatal(err)
	}
	source, err := os.ReadFile(filepath.Join(pkg.Dir, "schema.go"))
	if err != nil {
		t.Fatal(err)
	}
	_, source, found := bytes.Cut(source, []byte("const schema = `"))
	if !found {
		t.Fatal("the library keeps its schema elsewhere")
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(bytes.TrimRight(source, "`\n")))
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	compiler.AssertFormat()
	if err := compiler.AddResource(sarifSchema, doc); err != nil {
		t.Fatal(err)
	}
	schema, err := compiler.Compile(sarifSchema)
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

func validJSON(schema *jsonschema.Schema, data []byte) error {
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
	if err != nil {
		return err
	}
	return schema.Validate(value)
}

// TestSARIFGitHub: what GitHub's code scanning asks for beyond the schema.
func TestSARIFGitHub(t *testing.T) {
	for name, r := range everyReport() {
		run := sarifOf(t, r).Runs[0]
		for _, result := range run.Results {
			if run.Tool.Driver.Rules[result.RuleIndex].ID == nil || *run.Tool.Driver.Rules[result.RuleIndex].ID != *result.RuleID {
				t.Errorf("%q: rule %d is not %s", name, result.RuleIndex, *result.RuleID)
			}
			if result.PartialFingerprints[fingerprintName] == "" {
				t.Errorf("%q: no fingerprint", name)
			}
			if (result.Kind != "fail") != (result.Level == "none") {
				t.Errorf("%q: kind %s with level %s (section 3.27.10)", name, result.Kind, result.Level)
			}
			uri := *result.Locations[0].PhysicalLocation.ArtifactLocation.URI
			if u, err := url.Parse(uri); err != nil || u.IsAbs() || u.Host != "" || u.RawQuery != "" || u.Fragment != "" ||
				slices.Contains(strings.Split(u.Path, "/"), "..") || !strings.HasPrefix(uri, "cluster") {
				t.Errorf("%q: path %q: %v", name, uri, err)
			}
			if strings.Contains(strings.ReplaceAll(*result.Message.Text, `\[`, ""), "[") {
				t.Errorf("%q: a link in a message: %s", name, *result.Message.Text)
			}
		}
	}
}

// TestSARIFResults: a result for each object of a gap, one for each unknown; suppressed
// exactly what is waived.
func TestSARIFResults(t *testing.T) {
	for name, want := range map[string]struct{ open, fail, suppressed int }{
		"healthy": {0, 0, 0},
		"gaps":    {0, 3, 0}, // six findings on one object are one result
		"waived":  {0, 4, 2}, // the waived check, and the waived object of another
		"unknown": {3, 0, 0},
		"hostile": {0, 1, 0},
	} {
		run := sarifOf(t, reporttest.Samples()[name]).Runs[0]
		got := struct{ open, fail, suppressed int }{}
		for _, result := range run.Results {
			if result.Kind == "open" {
				got.open++
			}
			if result.Kind == "fail" {
				got.fail++
			}
			if len(result.Suppressions) > 0 {
				got.suppressed++
				if s := result.Suppressions[0]; *s.Kind != "external" || !strings.HasPrefix(*s.Justification, "Waived by ") {
					t.Errorf("%s: suppression %v", name, s)
				}
			}
		}
		if got != want {
			t.Errorf("%s: %+v, want %+v", name, got, want)
		}
	}
}

// TestFingerprints: the next night, with other counts, another reason, another kready and
// another name of the cluster, the same gap has the same fingerprint and the same path; and
// no two gaps share one.
func TestFingerprints(t *testing.T) {
	night := func(day time.Time, target, tool, seen string, missing ...string) map[string]string {
		var findings []check.Finding
		for _, name := range missing {
			findings = append(findings, check.Finding{Object: facts.ObjectRef{Kind: "DaemonSet", Namespace: "logging", Name: name}, Message: seen})
		}
		r := report.New(report.Target{Name: target, CollectedAt: day, AsOf: day}, []check.Result{
			reporttest.Result("network/policy-engine", check.LevelPresent, check.TierMust, check.Gap("nothing enforces, said "+seen)),
			reporttest.Result("logs/coverage", check.LevelHealthy, check.TierMust, check.Gap(text.Counted(len(missing), "agent misses nodes", "agents miss nodes"), findings...)),
			reporttest.Result("logs/shipped", check.LevelHealthy, check.TierMust, check.Gap("x", findings...)),
		}, nil, nil, report.Options{Tool: tool, FailOn: "must", Requirement: func(string) check.Requirement { return check.Required }})
		prints := map[string]string{}
		for _, result := range sarifOf(t, r).Runs[0].Results {
			key := *result.RuleID + " " + *result.Locations[0].PhysicalLocation.ArtifactLocation.URI
			if _, ok := prints[key]; ok {
				t.Errorf("two results for %s", key)
			}
			prints[key] = result.PartialFingerprints[fingerprintName]
		}
		return prints
	}
	day := time.Date(2026, 11, 23, 9, 30, 0, 0, time.UTC)
	first := night(day, "kind-a", "v1.0.0", "misses 2 of 3 nodes", "agent", "other")
	second := night(day.AddDate(0, 0, 1), "kind-b", "v1.1.0", "misses 30 of 40 nodes", "new", "agent")
	of := map[string]string{}
	same := 0
	for key, print := range first {
		if other, ok := of[print]; ok {
			t.Errorf("%s and %s have the same fingerprint", other, key)
		}
		of[print] = key
		if again, ok := second[key]; ok {
			same++
			if again != print {
				t.Errorf("%s: %s, the next night %s", key, print, again)
			}
		}
	}
	if same != 3 {
		t.Errorf("%d gaps are the same in both nights, want 3: %v %v", same, first, second)
	}
}

// TestSARIFSize: a cluster with 5,000 findings, which is as many as GitHub shows, stays far
// below what it takes (10 MB, compressed).
func TestSARIFSize(t *testing.T) {
	var findings []check.Finding
	for i := range 5000 {
		findings = append(findings, check.Finding{Object: facts.ObjectRef{Kind: "Pod", Namespace: "ns", Name: fmt.Sprintf("pod-%d", i)}, Message: "is wrong"})
	}
	r := report.New(report.Target{Name: "x"}, []check.Result{reporttest.Result("dns/a", check.LevelHealthy, check.TierMust, check.Gap("x", findings...))}, nil, nil,
		report.Options{FailOn: "must", Requirement: func(string) check.Requirement { return check.Required }})
	if out := render(t, SARIF, r); len(out) > 6_000_000 {
		t.Errorf("%d bytes", len(out))
	}
}
