package plan

import (
	"strings"
	"testing"

	"golang.org/x/net/html"

	"github.com/kready/kready/internal/report"
	"github.com/kready/kready/internal/report/reporttest"
)

// TestPart: the part of the page has each step under an anchor of its own, leads to the checks, and keeps
// hostile names texts.
func TestPart(t *testing.T) {
	gap := func(id, tier string) report.Result {
		return report.Result{ID: id, Battery: "dns", Level: "configured", Tier: tier, Status: "gap", Reason: reporttest.Hostile, Remediation: "Do <b>it</b>.\n"}
	}
	unknown := gap("logs/coverage", "must")
	unknown.Status = "unknown"
	p := New(report.Report{Results: []report.Result{gap("dns/ha", "must"), gap(reporttest.Hostile, "should"), unknown}}, nil, nil)
	if len(p.Steps) != 2 || len(p.FindOut) != 1 {
		t.Fatalf("%+v", p)
	}
	p.Steps[0].Choices = []Choice{{Title: reporttest.Hostile, Home: "javascript:alert(1)", Reasons: []string{reporttest.Hostile}}, {Title: "Good", Home: "https://example.com/x"}}
	p.Steps[0].MoreChoices, p.Steps[0].List, p.Steps[0].Unblocks = 3, "kready list", []string{"dns/later"}
	p.Steps[1].After = []int{1}
	part, found, err := p.Part()
	if err != nil || !found || part.ID != "plan" || part.Number != "2" {
		t.Fatalf("%+v %t %v", part, found, err)
	}
	body := string(part.Body)
	for _, want := range []string{
		`<h4 id="step-1">1. `, `<a href="#step-1">step 1</a>`, `<a href="#dns/ha">dns/ha</a>`, `<a href="#logs/coverage">`, `<a href="https://example.com/x">Good</a>`,
		"3 more: <code>kready list</code>", `Unblocks <a href="#dns/later">dns/later</a>.`, "Find out first", "Must-haves: 1 step,",
	} {
		if strings.Count(body, want) != 1 {
			t.Errorf("%s is not there once:\n%s", want, body)
		}
	}
	nodes, err := html.Parse(strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	for n := range nodes.Descendants() {
		if n.Type == html.ElementNode && (n.Data == "script" || n.Data == "img") {
			t.Errorf("there is a <%s>", n.Data)
		}
		for _, a := range n.Attr {
			if a.Key == "href" && !strings.HasPrefix(a.Val, "#") && !strings.HasPrefix(a.Val, "https://") {
				t.Errorf("a link leads to %q", a.Val)
			}
		}
	}
	if strings.ContainsAny(body, "\x1b\u202e") {
		t.Error("a control character reaches the page")
	}
	if _, found, _ := New(report.Report{}, nil, nil).Part(); found {
		t.Error("there is a part where there is nothing to do")
	}
}
