package format

import (
	"io"

	"github.com/kready/kready/internal/report"

	_ "embed"

	"github.com/kready/kready/internal/webpage"
)

//go:embed html/report.css
var htmlStyle string

//go:embed html/report.js
var htmlScript string

// Part is more of a page, in a tab beside the report.
type Part struct {
	// ID is its address on the page, Title what its tab is called, Number how much is in it.
	ID, Title, Number string
	Body              webpage.HTML
}

// HTML writes the report as one page that loads nothing and works without its script.
func HTML(w io.Writer, r report.Report) error { return HTMLWith(w, r) }

// HTMLWith is HTML with more parts. Their links lead to anchors of the page.
func HTMLWith(w io.Writer, r report.Report, parts ...Part) error {
	view, err := newHTMLView(r)
	if err != nil {
		return err
	}
	var page htmlPage
	page.page(view, parts)
	return webpage.Page{
		Title:  view.Name + ": " + view.Verdict,
		Style:  htmlStyle,
		Script: htmlScript,
		Body:   page.HTML(),
	}.Write(w)
}

// Anchor is the address of a check on its page: "#network/policy-engine".
func Anchor(id string) string { return anchor(id) }

// htmlView is the report as the page shows it. All of its texts are clean.
type htmlView struct {
	Eyebrow, Name string
	Details, Run  []string
	// Verdict is a word, Status the status in whose colour it stands.
	Verdict, Status, Meaning string
	Counts                   []htmlCount
	Ladder                   []htmlRung
	Baseline                 *htmlBaseline
	Sections                 []htmlSection
	BlindSpots               []htmlBlind
	Unlocks                  []string
	UnlockCommand            string
	Waivers                  []htmlWaiver
	Filters                  htmlFilters
	Tool                     string
}

// htmlCount is a number with its noun, and the section where to read on.
// Trend says how many are so since the baseline only.
type htmlCount struct{ Number, Noun, Section, Trend string }

// htmlRung is one line of the ladder.
type htmlRung struct {
	Name string
	// Products names the products, or says what the battery is when none provides it.
	Products string
	Required bool
	Steps    []htmlStep
}

// htmlStep is one field of the ladder, with the check that decided it, if any.
type htmlStep struct {
	Level, Word, Class, Check string
	Href                      string
	// Was is the status in the baseline, where that was another one.
	Was string
}

// htmlSection holds the checks that share an outcome. A quiet one is folded.
type htmlSection struct {
	ID, Title, Lead string
	Quiet           bool
	Checks          []htmlCheck
}

// htmlCheck is one check. What does not apply to its outcome is empty.
type htmlCheck struct {
	ID, Title, Battery, Level, Tier, Status, Word string
	Reason, Waiver, Because                       string
	// Trend is what became of it since the baseline; AsWaiver is YAML that accepts it.
	Trend, AsWaiver   string
	Href, BecauseHref string
	Following         []htmlFollower
	Seen, WaivedSeen  []htmlFinding
	Why, Remedy       webpage.HTML
	Links             []htmlLink
}

// htmlFollower is a gap that follows from another.
type htmlFollower struct{ Text, Href string }

// htmlLink is where to read on. Only a page of the web is one to click on.
type htmlLink struct {
	Text string
	Web  bool
}

// htmlFinding is a finding: on which object, and what.
type htmlFinding struct{ Object, Message, Cause string }

// htmlBlind is what could not be read for one reason, and what would help.
type htmlBlind struct {
	Title, Help string
	What        []htmlFinding
}

// htmlWaiver is an accepted gap.
type htmlWaiver struct {
	What, State, Expires, Owner, Reason, Complaint string
	Href                                           string
}

// htmlFilters are the choices that this report offers.
type htmlFilters struct {
	Tiers, Statuses []htmlChoice
	Batteries       []string
}

// htmlChoice is a value with what people call it.
type htmlChoice struct{ Value, Label string }
