package format

import (
	"strings"
	"testing"

	"golang.org/x/net/html"

	"github.com/kready/kready/internal/report"
	"github.com/kready/kready/internal/report/reporttest"
	"github.com/kready/kready/internal/yaml"
)

// TestWaiverToCopy: each gap, and what was not judged, has an entry for kready.yaml that names it whatever its id, and
// that lacks what only people know. What is waived or passes has none.
func TestWaiverToCopy(t *testing.T) {
	proposed := 0
	for name, r := range reporttest.Samples() {
		r.Results = append(r.Results, report.Result{ID: reporttest.Hostile, Status: "gap", Tier: "must"})
		for _, x := range r.Results {
			text := asWaiver(r, x)
			if open := x.Waiver == nil && (x.Status == "gap" || x.Status == "unknown" || x.Status == "error"); open != (text != "") {
				t.Errorf("%s: %s is %s: %q", name, x.ID, x.Status, text)
			}
			if text == "" {
				continue
			}
			proposed++
			var file struct{ Waivers []map[string]string }
			if err := yaml.DecodeStrict([]byte("waivers:\n"+text), &file); err != nil || len(file.Waivers) != 1 {
				t.Fatalf("%s: %v of\n%s", name, err, text)
			}
			got := file.Waivers[0]
			if got["check"] != x.ID || got["owner"] != "" || got["reason"] != "" || len(got["expires"]) != len("2027-02-21") || len(got) != 4 {
				t.Errorf("%s: %+v", name, got)
			}
		}
	}
	if proposed < 10 {
		t.Errorf("only %d are proposed", proposed)
	}
}

// TestLadderLeadsToChecks: each step of the ladder that says something leads to a check of that battery
// and level.
func TestLadderLeadsToChecks(t *testing.T) {
	steps := 0
	for name, r := range reporttest.Samples() {
		if name == "hostile" {
			continue
		}
		for _, rung := range htmlLadder(r) {
			for _, s := range rung.Steps {
				if s.Word == "" {
					continue
				}
				steps++
				if !strings.HasPrefix(s.Check, rung.Name+"/") || s.Href != "#"+s.Check {
					t.Errorf("%s: %s of %s says %q and leads to %q", name, s.Level, rung.Name, s.Word, s.Href)
				}
			}
		}
	}
	if steps < 10 {
		t.Errorf("only %d steps say something", steps)
	}
}

// TestHTMLTrend: what changed since the baseline is marked at each check and level, and counted.
func TestHTMLTrend(t *testing.T) {
	r := reporttest.Samples()["gaps"].WithBaseline(report.Baseline{Changes: report.Changes{
		NewGaps:     []report.Change{{ID: "logs/coverage", Tier: "must"}},
		ChangedGaps: []report.Change{{ID: "network/policy-engine", Tier: "must", Worse: true}},
		Levels:      []report.LevelChange{{Battery: "logs", Level: "configured", Was: "pass", Is: "gap", Change: "regressed"}},
	}}, false)
	source, _ := parsed(t, r)
	for _, want := range []string{" · <b>new</b></span>", " · <b>larger</b></span>", "<small>1 new</small>", `<em class="was">was pass</em>`} {
		if n := strings.Count(source, want); n != 1 {
			t.Errorf("%s is there %d times", want, n)
		}
	}
	if plain, _ := parsed(t, reporttest.Samples()["gaps"]); strings.Contains(plain, `class="was"`) || strings.Contains(plain, "<b>new</b>") {
		t.Error("something is new where there is no baseline")
	}
}

// TestHTMLParts: each part has a tab and an anchor, and the page without one has no tab.
func TestHTMLParts(t *testing.T) {
	var b strings.Builder
	if err := HTMLWith(&b, reporttest.Samples()["gaps"], Part{ID: "plan", Title: "Plan", Number: "7", Body: "<p>first this</p>"}); err != nil {
		t.Fatal(err)
	}
	if _, err := html.Parse(strings.NewReader(b.String())); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`<div id="plan" class="part">`, `id="tab-plan" data-part="plan">Plan <span class="number">7</span>`, "<p>first this</p>"} {
		if strings.Count(b.String(), want) != 1 {
			t.Errorf("%s is not there once", want)
		}
	}
	if source, _ := parsed(t, reporttest.Samples()["gaps"]); strings.Contains(source, `role="tab"`) {
		t.Error("a page of one part has tabs")
	}
}
