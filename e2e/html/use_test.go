package html

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"github.com/kready/kready/e2e/driver"
)

type result = driver.Result

// said are the findings of a result.
func said(x result) string {
	var b strings.Builder
	for _, f := range x.Findings {
		b.WriteString(f.Object.Name + " " + f.Message + "\n")
	}
	return b.String()
}

// shown are the ids of the checks that can be seen.
const shown = `[...document.querySelectorAll('details.check')].filter((c) => c.checkVisibility({contentVisibilityAuto: true, contentVisibilityProperty: true}))
	.map((c) => c.querySelector('h3').textContent).sort().join()`

// ids are the ids of some results, as shown has them.
func ids(r driver.Report, is func(result) bool) string {
	var all []string
	for _, x := range r.Results {
		if is(x) {
			all = append(all, x.ID)
		}
	}
	slices.Sort(all)
	return strings.Join(all, ",")
}

// testFilter: each filter leaves what the report has of it, and says how many.
func testFilter(t *testing.T, tab *tab, made map[string]written) {
	page := made["bare"]
	r := page.report
	show(t, tab, page, "")
	loud := func(x result) bool { return x.Status != "pass" && x.Status != "skip" }
	want(t, tab, "at first", shown, ids(r, loud))
	want(t, tab, "their number", "document.querySelector('#found').textContent", fmt.Sprintf("%d checks.", len(r.Results)))

	set := func(script string) {
		t.Helper()
		do(t, tab, `document.querySelector('#show').click(); await new Promise((done) => setTimeout(done, 20));
			const form = document.querySelector('#filters');
			const only = (name, value) => form.querySelectorAll('[name="' + name + '"]').forEach((box) => { box.checked = box.value === value });
			`+script+`; form.dispatchEvent(new Event('input'))`)
	}
	leaves := func(what string, is func(result) bool) {
		t.Helper()
		n := count(r, is)
		if n == 0 || n == len(r.Results) {
			t.Errorf("%s: %d of %d tell nothing", what, n, len(r.Results))
		}
		want(t, tab, what, shown, ids(r, is))
		want(t, tab, what+", said", "document.querySelector('#found').textContent", fmt.Sprintf("%d of %d checks shown.", n, len(r.Results)))
	}
	for _, tier := range []string{"must", "should", "could"} {
		set("only('tier', '" + tier + "')")
		leaves("tier "+tier, func(x result) bool { return x.Tier == tier })
	}
	for _, status := range []string{"gap", "unknown", "pass", "skip"} {
		set("only('status', '" + status + "')")
		leaves("status "+status, func(x result) bool { return x.Status == status })
	}
	set("form.querySelector('#battery').value = 'dns'; only('tier', 'must')")
	leaves("battery dns, must", func(x result) bool { return strings.HasPrefix(x.ID, "dns/") && x.Tier == "must" })
	set("form.querySelector('#search').value = '  NODE  encryption-provider-CONFIG '; only('status', 'gap')")
	leaves("search", func(x result) bool { return x.ID == "secrets/encryption-at-rest" })

	set("form.querySelector('#search').value = 'nodes without-such-a-word'")
	want(t, tab, "nothing", "document.querySelector('#found').textContent", fmt.Sprintf("0 of %d checks shown.", len(r.Results)))
	set("")
	want(t, tab, "all again", shown, ids(r, loud))

	waived := made["waived"]
	show(t, tab, waived, "")
	set("only('status', 'waived')")
	want(t, tab, "waived", shown, "dns/ha")
	want(t, tab, "a lapsed waiver is told", `document.querySelector('#waivers').parentElement.textContent.includes('The waiver of logs/events expired on 2026-01-31')`, true)
}

// at tells where a check is: whether it is unfolded, has the focus, and is in sight.
func at(id string) string {
	return fmt.Sprintf(`(() => { const check = document.getElementById(%q).closest('details'), summary = check.querySelector('summary'), box = summary.getBoundingClientRect();
		return [check.open, document.activeElement === summary, box.top >= 0 && box.bottom <= innerHeight, check.checkVisibility({contentVisibilityProperty: true})].join() })()`, id)
}

// testAnchor: a link to a check unfolds it, wherever it is hidden.
func testAnchor(t *testing.T, tab *tab, made map[string]written) {
	page := made["bare"]
	passed := page.report.Results[slices.IndexFunc(page.report.Results, func(x result) bool { return x.Status == "pass" })].ID
	for _, id := range []string{"dns/ha", passed, "mesh/present"} {
		show(t, tab, page, id)
		do(t, tab, "await new Promise((done) => setTimeout(done, 50))")
		want(t, tab, "#"+id, at(id), "true,true,true,true")
	}
	show(t, tab, page, "")
	for _, id := range []string{"dns/ha", "storage/provisioner-live"} {
		do(t, tab, `const box = document.querySelector('[name="status"][value="gap"]'); if (box.checked) box.click()`)
		want(t, tab, id+" is filtered", fmt.Sprintf("document.getElementById(%q).closest('details').hidden", id), true)
		do(t, tab, fmt.Sprintf(`document.querySelector('.ladder a[href="#%s"]').click(); await new Promise((done) => setTimeout(done, 50))`, id))
		want(t, tab, "a click on the ladder to "+id, at(id), "true,true,true,true")
	}
	// The same link once more, after the reader has folded it and gone away.
	do(t, tab, `document.getElementById('storage/provisioner-live').closest('details').open = false; scrollTo(0, 0);
		document.querySelector('.ladder a[href="#storage/provisioner-live"]').click(); await new Promise((done) => setTimeout(done, 50))`)
	want(t, tab, "the same link again", at("storage/provisioner-live"), "true,true,true,true")
	said, _ := tab.complaints()
	if len(said) > 0 {
		t.Errorf("the browser says %q", said)
	}
}

// focus names what has the focus.
const focus = `(() => { const a = document.activeElement; return a.tagName + ' ' + (a.id || a.name || a.querySelector('h2, h3')?.textContent || a.textContent).trim() })()`

// testKeyboard: without a mouse, everything can be reached and worked.
func testKeyboard(t *testing.T, tab *tab, made map[string]written) {
	page := made["bare"]
	show(t, tab, page, "")
	press := func(keys string) {
		t.Helper()
		if err := tab.press(keys); err != nil {
			t.Fatal(err)
		}
	}
	press(kb.Tab)
	want(t, tab, "the first stop", focus, "A To the report")
	press(kb.Enter)
	want(t, tab, "past the header", "document.activeElement.id", "main")

	reached := map[string]bool{}
	for range 400 {
		press(kb.Tab)
		stop := ask[string](t, tab, focus)
		if strings.HasPrefix(stop, "BODY") {
			break
		}
		if reached[stop] && strings.HasPrefix(stop, "SUMMARY") {
			t.Fatalf("the focus comes back to %s", stop)
		}
		reached[stop] = true
		if !ask[bool](t, tab, "(() => { const box = document.activeElement.getBoundingClientRect(); return box.width > 0 && box.top >= 0 && box.top < innerHeight && getComputedStyle(document.activeElement).outlineStyle !== 'none' })()") {
			t.Errorf("%s has the focus and cannot be seen to", stop)
		}
	}
	for _, stop := range []string{"INPUT search", "SELECT battery", "INPUT tier", "INPUT status", "BUTTON unfold", "BUTTON fold", "BUTTON show"} {
		if !reached[stop] {
			t.Errorf("%s is not reached", stop)
		}
	}
	for _, x := range page.report.Results {
		if x.Status == "gap" && !reached["SUMMARY "+x.ID] {
			t.Errorf("%s is not reached", x.ID)
		}
	}

	do(t, tab, "document.getElementById('dns/ha').closest('details').querySelector('summary').focus()")
	press(kb.Enter)
	want(t, tab, "Enter unfolds", "document.getElementById('dns/ha').checkVisibility({contentVisibilityProperty: true})", true)
	press(" ")
	want(t, tab, "Space folds", "document.getElementById('dns/ha').checkVisibility({contentVisibilityProperty: true})", false)
	do(t, tab, "document.querySelector('#search').focus()")
	press("coredns")
	want(t, tab, "typing filters", "document.querySelector('#found').className", "some")
}

// testNoScript: without its script the page has everything, and no filter.
func testNoScript(t *testing.T, tab *tab, made map[string]written) {
	off := chromedp.ActionFunc(func(ctx context.Context) error { return emulation.SetScriptExecutionDisabled(true).Do(ctx) })
	if err := chromedp.Run(tab.ctx, off); err != nil {
		t.Fatal(err)
	}
	page := made["bare"]
	show(t, tab, page, "dns/ha")
	want(t, tab, "the filters are hidden", "document.querySelector('#filters').checkVisibility()", false)
	want(t, tab, "checks", "document.querySelectorAll('details.check').length", len(page.report.Results))
	want(t, tab, "nothing is hidden", "document.querySelectorAll('.checks details[hidden], .checks[hidden]').length", 0)
	want(t, tab, "the link unfolds", "document.getElementById('dns/ha').checkVisibility({contentVisibilityProperty: true})", true)
}
