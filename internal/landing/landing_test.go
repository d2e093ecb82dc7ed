package landing

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/output"
	"github.com/kready/kready/internal/report"
)

// reportOf is the report of a service on which checks gave these outcomes.
func reportOf(name string, outcomes map[string]check.Outcome) report.Report {
	var results []check.Result
	for _, id := range []string{"cluster/kinds", "ingress/class"} {
		out, judged := outcomes[id]
		if !judged {
			out = check.Skip("it has none")
		}
		results = append(results, check.Result{Check: check.Check{ID: id, Title: "It is there", Level: check.LevelPresent, Tier: check.TierMust, Subject: check.SubjectService}, Outcome: out})
	}
	return report.New(report.Target{Name: "prod"}, results, nil, nil, report.Options{
		FailOn: "must", Requirement: func(string) check.Requirement { return check.Required }, Service: &report.Service{Name: name, Namespace: "shop", Files: []string{"a.yaml"}},
	})
}

// gap is one on a line that only the platform can close.
func gap(name string) check.Outcome {
	return check.Gap("nothing serves it", check.OfManifest(facts.Manifest{Kind: "Ingress", Namespace: "shop", Name: name, File: "a.yaml", Line: 3}, 0, check.ByPlatform, "nothing serves it"))
}

// TestNew: verdicts are counted, and what blocks most comes first.
func TestNew(t *testing.T) {
	l := New([]report.Report{
		reportOf("a", map[string]check.Outcome{"cluster/kinds": check.Pass("fine")}),
		reportOf("b", map[string]check.Outcome{"cluster/kinds": gap("b"), "ingress/class": gap("b")}),
		reportOf("c", map[string]check.Outcome{"ingress/class": gap("c")}),
		reportOf("d", map[string]check.Outcome{"cluster/kinds": check.Unknown("could not be read")}),
	})
	if want := (Verdict{CanLand: 1, CannotLand: 2, CannotTell: 1, ExitCode: 1}); l.Verdict != want {
		t.Errorf("got %+v, want %+v", l.Verdict, want)
	}
	if len(l.Blockers) != 2 || l.Blockers[0].ID != "ingress/class" || l.Blockers[0].By.Platform != 2 {
		t.Errorf("blockers: %+v", l.Blockers)
	}
	var order []string
	for _, i := range l.worst() {
		order = append(order, l.Services[i].Name)
	}
	if got := strings.Join(order, ""); got != "bcda" {
		t.Errorf("the order is %s", got)
	}
	if cells := l.Services[0].Cells; cells[0].Status != "pass" || cells[1].Status != "skip" {
		t.Errorf("cells: %+v", cells)
	}
	one := New([]report.Report{reportOf("d", map[string]check.Outcome{"cluster/kinds": check.Unknown("x")}), reportOf("a", nil)})
	if one.Verdict.ExitCode != 3 {
		t.Errorf("exit %d, want 3", one.Verdict.ExitCode)
	}
}

// TestQuestions: what could not be judged is listed in all that people read, with why.
func TestQuestions(t *testing.T) {
	same := New([]report.Report{
		reportOf("a", map[string]check.Outcome{"cluster/kinds": check.Unknown("quotas could not be read"), "ingress/class": check.Unknown("x")}),
		reportOf("b", map[string]check.Outcome{"ingress/class": check.Unknown("y")}),
	})
	if len(same.Questions) != 2 || same.Questions[0].ID != "ingress/class" || len(same.Questions[0].Reasons) != 2 || len(same.Questions[1].Services) != 1 {
		t.Errorf("questions: %+v", same.Questions)
	}
	for _, f := range Formats() {
		var b bytes.Buffer
		if err := f.Write(&b, same, output.Options{}); err != nil {
			t.Fatalf("%s: %v", f.Name, err)
		}
		if f.Name == "text" || f.Name == "html" || f.Name == "markdown" {
			for _, say := range []string{"ould not be judged", "uotas could not be read", "for several reasons"} {
				if !strings.Contains(strings.ToLower(b.String()), say) {
					t.Errorf("%s does not say %q", f.Name, say)
				}
			}
		}
	}
	if none := New([]report.Report{reportOf("a", nil)}); len(none.Questions) != 0 {
		t.Errorf("questions: %+v", none.Questions)
	}
}

// TestHostile: whatever a manifest is called, no format lets it be more than a text.
func TestHostile(t *testing.T) {
	name := "<script>x</script>\x1b[31m|[a](javascript:x)"
	l := New([]report.Report{reportOf(name, map[string]check.Outcome{"ingress/class": gap(name)}), reportOf("=cmd()", nil)})
	for _, f := range Formats() {
		var b bytes.Buffer
		if err := f.Write(&b, l, output.Options{}); err != nil {
			t.Fatalf("%s: %v", f.Name, err)
		}
		out := b.String()
		switch f.Name {
		case "json", "sarif":
			if !json.Valid(b.Bytes()) {
				t.Errorf("%s is not valid JSON", f.Name)
			}
		case "csv":
			if strings.Contains(out, "\n=cmd()") {
				t.Errorf("a formula in CSV: %s", out)
			}
		default:
			if strings.Contains(out, "\x1b") || f.Name == "html" && strings.Contains(out, "<script>x") || f.Name == "markdown" && strings.Contains(out, "[a](javascript") {
				t.Errorf("%s: %s", f.Name, out)
			}
		}
	}
}
