package html

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"
)

// testParts: the plan is a tab beside the report; what an address names is shown in whichever it is.
func testParts(t *testing.T, tab *tab, made map[string]written) {
	const visible = "[...document.querySelectorAll('.part')].filter((p) => p.checkVisibility()).map((p) => p.id).join()"
	show(t, tab, made["bare"], "")
	want(t, tab, "at first", visible, "report")
	want(t, tab, "the tabs", "[...document.querySelectorAll('[role=tab]')].map((t) => t.textContent.split(' ')[0] + t.getAttribute('aria-selected')).join()", "Reporttrue,Planfalse")
	do(t, tab, "document.querySelector('#tab-report').focus()")
	if err := tab.press(kb.ArrowRight); err != nil {
		t.Fatal(err)
	}
	want(t, tab, "the arrow chooses the next", visible+" + document.activeElement.id", "plantab-plan")
	want(t, tab, "the plan has steps", "document.querySelectorAll('#plan .steps > li').length > 5", true)
	picture(t, tab, "plan.png")

	// A check that the plan names is in the report, also where a filter hides it.
	do(t, tab, `document.querySelector('[name="status"][value="gap"]').click();
		document.querySelector('#plan a[href="#dns/ha"]').click(); await new Promise((done) => setTimeout(done, 50))`)
	want(t, tab, "a link of the plan", at("dns/ha"), "true,true,true,true")
	want(t, tab, "the part of the link", visible, "report")
	show(t, tab, made["bare"], "plan")
	do(t, tab, "await new Promise((done) => setTimeout(done, 50))")
	want(t, tab, "the address of the plan", visible, "plan")
	show(t, tab, made["bare"], "step-2")
	do(t, tab, "await new Promise((done) => setTimeout(done, 50))")
	want(t, tab, "the address of a step", visible+" + (document.getElementById('step-2').getBoundingClientRect().top < innerHeight)", "plantrue")
	// A count in the header leads back to the report.
	do(t, tab, "document.querySelector('.counts a').click(); await new Promise((done) => setTimeout(done, 50))")
	want(t, tab, "a count", visible, "report")

	for _, width := range []int64{320, 390, 1280} {
		for _, scheme := range []string{"light", "dark"} {
			if err := tab.load(made["hostile"].file, "plan", width, scheme, "screen"); err != nil {
				t.Fatal(err)
			}
			do(t, tab, "await new Promise((done) => setTimeout(done, 50))")
			want(t, tab, "columns too many", "Math.max(0, document.documentElement.scrollWidth - innerWidth)", 0)
			want(t, tab, "a script ran", "window.pwned === undefined && document.scripts.length === 1", true)
			if found := ask[string](t, tab, strings.Replace(unreadable, "texts < 100", "texts < 50", 1)); found != "" {
				t.Errorf("%d: hard to read:\n%s", width, found)
			}
		}
	}
	if err := tab.eval(axe(t)+"; true", new(bool)); err != nil {
		t.Fatal(err)
	}
	inspect(t, tab, "the plan")
	if said, _ := tab.complaints(); len(said) > 0 {
		t.Errorf("the browser says %q", said)
	}
}

// testWaiver: a gap can be copied as a waiver, also where the browser does not give the clipboard.
func testWaiver(t *testing.T, tab *tab, made map[string]written) {
	show(t, tab, made["bare"], "dns/ha")
	do(t, tab, `await new Promise((done) => setTimeout(done, 50));
		const waive = document.getElementById('dns/ha').querySelector('.waive'); waive.open = true;
		Object.defineProperty(navigator, 'clipboard', { configurable: true, value: { writeText: async (text) => { window.copied = text } } });
		waive.querySelector('.copy').click()`)
	want(t, tab, "copied", "copied.startsWith('- check: dns/ha\\n  owner: \"\"') && copied.includes('  expires: 20')", true)
	want(t, tab, "and said", "document.getElementById('dns/ha').querySelector('.waive [role=status]').textContent", "Copied.")
	do(t, tab, `Object.defineProperty(navigator, 'clipboard', { configurable: true, value: undefined });
		document.getElementById('dns/ha').querySelector('.waive .copy').click()`)
	want(t, tab, "selected", "getSelection().toString().startsWith('- check: dns/ha')", true)
	want(t, tab, "and said so", "document.getElementById('dns/ha').querySelector('.waive [role=status]').textContent.startsWith('Selected')", true)
	picture(t, tab, "waive.png")
	want(t, tab, "those that pass have none", "[...document.querySelectorAll('.check.pass .waive, .check.waived .waive, .check.skip .waive')].length", 0)
	if err := tab.eval(axe(t)+"; true", new(bool)); err != nil {
		t.Fatal(err)
	}
	inspect(t, tab, "a waiver to copy")
}

// testLevel: what a level means is shown while the pointer or the focus is there, and goes with Escape.
func testLevel(t *testing.T, tab *tab, made map[string]written) {
	const visible = "[...document.querySelectorAll('[role=tooltip]')].filter((e) => e.checkVisibility({visibilityProperty: true})).map((e) => e.id).join()"
	show(t, tab, made["bare"], "")
	want(t, tab, "at first", visible, "")
	do(t, tab, "document.querySelectorAll('.tip')[3].focus()")
	want(t, tab, "with the focus", visible, "level-proven")
	want(t, tab, "within the page", "document.querySelector('#level-proven').getBoundingClientRect().right <= innerWidth", true)
	picture(t, tab, "level.png")
	if err := tab.press(kb.Escape); err != nil {
		t.Fatal(err)
	}
	want(t, tab, "after Escape", visible, "")
	do(t, tab, "document.querySelectorAll('.tip')[0].focus()")
	want(t, tab, "with the focus again", visible, "level-present")
	if err := tab.load(made["bare"].file, "", 390, "light", "screen"); err != nil {
		t.Fatal(err)
	}
	want(t, tab, "on a phone it is written out", "document.querySelector('.levels').checkVisibility() && !document.querySelector('.tip').checkVisibility()", true)
}

// testSince: what changed since the baseline stands in the counts, the ladder, and at the check.
func testSince(t *testing.T, tab *tab, made map[string]written) {
	show(t, tab, made["since"], "dns/ha")
	do(t, tab, "await new Promise((done) => setTimeout(done, 50))")
	want(t, tab, "at the check", "document.getElementById('dns/ha').closest('details').querySelector('.tags b').textContent", "new")
	want(t, tab, "in the counts", "[...document.querySelectorAll('.counts small')].map((e) => e.textContent).join()", "1 new")
	want(t, tab, "in the list", "!!document.querySelector('#baseline')", true)
	picture(t, tab, "since.png")
}
