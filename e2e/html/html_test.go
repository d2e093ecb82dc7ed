package html

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestHTML opens pages in one browser. Each part has a tab of its own.
func TestHTML(t *testing.T) {
	path, err := findBrowser()
	if errors.Is(err, errNoBrowser) {
		t.Skip(err)
	}
	browser, stop, err := start(t.Context(), path, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(stop)
	made := pages(t)
	for name, part := range map[string]func(*testing.T, *tab, map[string]written){
		"Quiet": testQuiet, "Policy": testPolicy, "Filter": testFilter, "Anchor": testAnchor, "Keyboard": testKeyboard,
		"NoScript": testNoScript, "Hostile": testHostile, "Looks": testLooks, "Paper": testPaper, "Axe": testAxe, "Parts": testParts, "Waiver": testWaiver, "Level": testLevel, "Since": testSince, "Fleet": testFleet, "ManyClusters": testManyClusters,
	} {
		t.Run(name, func(t *testing.T) {
			tab, closeTab, err := open(browser)
			if err != nil {
				t.Fatal(err)
			}
			defer closeTab()
			part(t, tab, made)
		})
	}
}

// show loads a page as a desktop's browser does.
func show(t *testing.T, tab *tab, page written, fragment string) {
	t.Helper()
	if err := tab.load(page.file, fragment, 1200, "light", "screen"); err != nil {
		t.Fatal(err)
	}
}

// ask evaluates an expression in the page.
func ask[T any](t *testing.T, tab *tab, expression string) T {
	t.Helper()
	var value T
	if err := tab.eval(expression, &value); err != nil {
		t.Fatal(err)
	}
	return value
}

// do runs a script in the page.
func do(t *testing.T, tab *tab, script string) {
	t.Helper()
	ask[bool](t, tab, "(async () => {"+script+"; await new Promise((done) => setTimeout(done, 30)); return true })()")
}

// want compares what the page answers with what it should.
func want[T comparable](t *testing.T, tab *tab, what, expression string, expected T) {
	t.Helper()
	if got := ask[T](t, tab, expression); got != expected {
		t.Errorf("%s: %v, want %v", what, got, expected)
	}
}

// testQuiet: a page asks for itself alone and complains of nothing.
func testQuiet(t *testing.T, tab *tab, made map[string]written) {
	for name, page := range made {
		show(t, tab, page, "")
		do(t, tab, `document.querySelector('#unfold').click(); document.querySelector('#search').value = 'dns';
			document.querySelector('#filters').dispatchEvent(new Event('input'))`)
		said, requests := tab.complaints()
		if len(said) > 0 {
			t.Errorf("%s: the browser says:\n%s", name, strings.Join(said, "\n"))
		}
		if len(requests) != 1 || requests[0] != address(page.file, "") {
			t.Errorf("%s: the page asks for %q", name, requests)
		}
	}
}

// testPolicy: what gets into the page after all is stopped by its policy.
func testPolicy(t *testing.T, tab *tab, made map[string]written) {
	show(t, tab, made["bare"], "")
	do(t, tab, `window.stopped = [];
		addEventListener('securitypolicyviolation', (e) => stopped.push(e.effectiveDirective));
		document.body.insertAdjacentHTML('beforeend', '<img src="https://example.invalid/x.png" onerror="window.pwned=1"><p style="color:red">x</p><iframe src="https://example.invalid/"></iframe>');
		const script = document.createElement('script'); script.text = 'window.pwned = 1'; document.body.append(script);
		fetch('https://example.invalid/').catch(() => {});
		await new Promise((done) => setTimeout(done, 500))`)
	want(t, tab, "stopped", "[...new Set(stopped)].sort().join()", "connect-src,frame-src,img-src,script-src-attr,script-src-elem,style-src-attr")
	want(t, tab, "a script ran", "window.pwned === undefined", true)
}

// testHostile: names that want to break out are there, as text.
func testHostile(t *testing.T, tab *tab, made map[string]written) {
	page := made["hostile"]
	if n := count(page.report, func(x result) bool { return strings.Contains(x.Reason+said(x), "window.pwned") }); n == 0 {
		t.Fatal("the hostile names are in no finding: nothing is tested")
	}
	show(t, tab, page, "")
	do(t, tab, `document.querySelector('#unfold').click(); await new Promise((done) => setTimeout(done, 200))`)
	want(t, tab, "a script ran", "window.pwned === undefined", true)
	want(t, tab, "scripts", "document.scripts.length", 1)
	want(t, tab, "pictures", "document.images.length", 0)
	want(t, tab, "the title is a text", "document.title.includes('<script>window.pwned=1</script>')", true)
	want(t, tab, "the heading is a text", "document.querySelector('h1').textContent.includes('<img src=x onerror=window.pwned=1>')", true)
	want(t, tab, "findings are texts", "[...document.querySelectorAll('.seen li')].some((li) => li.textContent.includes('onerror=window.pwned=1'))", true)
	if shots := os.Getenv("KREADY_SHOTS"); shots != "" {
		if err := tab.shot(filepath.Join(shots, "hostile.png")); err != nil {
			t.Error(err)
		}
	}
}
