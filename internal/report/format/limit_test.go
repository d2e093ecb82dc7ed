package format

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/kready/kready/internal/output"
	"github.com/kready/kready/internal/report"
)

// large is a report in which each of some checks has so many findings, a tenth of them waived.
func large(checks, findings int) report.Report {
	r := report.Report{
		APIVersion: report.APIVersion, Kind: report.Kind, Profile: "production",
		Target:    report.Target{Name: "large", CollectedAt: time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)},
		Verdict:   report.Verdict{FailOn: "must", ExitCode: 1},
		Batteries: []report.Battery{{Name: "dns", Title: "DNS", Required: true, Levels: report.Levels{Present: "gap", Healthy: "skip", Configured: "skip", Proven: "skip"}}},
	}
	for i := range checks {
		x := report.Result{
			ID: fmt.Sprintf("dns/x%03d", i), Title: "It is", Battery: "dns", Level: "present", Tier: "must", Status: "gap",
			Reason: "It is not", Findings: []report.Finding{},
		}
		for n := range findings {
			f := report.Finding{Object: report.Object{Kind: "Deployment", Namespace: "shop", Name: fmt.Sprintf("web-%05d", n)}, Message: "has a tag that moves"}
			if n%10 == 0 {
				x.Waived = append(x.Waived, f)
				continue
			}
			x.Findings = append(x.Findings, f)
		}
		r.Results = append(r.Results, x)
	}
	return r
}

// TestMaxFindings: every format is of a bounded size, however many findings there are, and says how
// many; so does one that is made of a stored report.
func TestMaxFindings(t *testing.T) {
	whole := large(2, 30_000)
	data, err := json.Marshal(whole.Limit(report.MaxFindings))
	if err != nil {
		t.Fatal(err)
	}
	stored, err := report.Parse(data)
	if err != nil {
		t.Fatal(err)
	}
	says := map[string][]string{
		"json": {`"count": 26900`, `"count": 2900`}, "yaml": {"count: 26900"}, "prometheus": {"} 27000"}, "markdown": {"and 26995 more"},
		"policyreport": {fmt.Sprintf("and %d objects more", 27_000-mostResources), "3000"}, "openreport": {"3000"},
	}
	for _, f := range All() {
		for name, r := range map[string]report.Report{"judged": whole.Limit(report.MaxFindings), "stored": stored, "stored and shorter": stored.Limit(50)} {
			var b bytes.Buffer
			if err := f.Write(&b, r, output.Options{Verbose: true}); err != nil {
				t.Fatal(err)
			}
			most := 500_000
			if f.Name == "json" || f.Name == "yaml" {
				most = 900_000 // what tells the findings apart, eight characters each
			}
			if b.Len() > most {
				t.Errorf("%s, %s: %d bytes", f.Name, name, b.Len())
			}
			want := says[f.Name]
			if want == nil {
				want = []string{"and 26900 findings more that are not listed"}
			}
			if name == "stored and shorter" {
				continue
			}
			for _, words := range want {
				if said := strings.ToLower(strings.Join(strings.Fields(b.String()), " ")); !strings.Contains(said, strings.ToLower(words)) {
					t.Errorf("%s, %s does not say %q", f.Name, name, words)
				}
			}
		}
	}
	if got := stored.Limit(50).Results[0]; got.Total() != 27_000 || report.Count(got.OmittedWaived)+len(got.Waived) != 3000 {
		t.Errorf("%d findings in all", got.Total())
	}
	if all := whole.Limit(0).Results[0]; len(all.Findings) != 27_000 || all.Omitted != nil {
		t.Errorf("0 lists %d", len(all.Findings))
	}
}

// TestSARIFIsWhatGitHubTakes: code scanning takes 25,000 results of a run.
// https://docs.github.com/en/code-security/code-scanning/troubleshooting-sarif-uploads
func TestSARIFIsWhatGitHubTakes(t *testing.T) {
	run := newSARIFRun(large(120, 2000).Limit(report.MaxFindings))
	if n := len(run.Results); n > 25_000 || n < 120*report.MaxFindings {
		t.Errorf("%d results", n)
	}
}
