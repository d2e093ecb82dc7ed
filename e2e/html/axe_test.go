package html

import (
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// axeVersion is the accessibility engine that the pages are held to.
const axeVersion = "4.14.1"

// axe returns the source of axe-core, installed once into the user's cache.
func axe(t *testing.T) string {
	t.Helper()
	cache, err := os.UserCacheDir()
	if err != nil {
		t.Skip(err)
	}
	dir := filepath.Join(cache, "kready-e2e", "axe-core-"+axeVersion)
	file := filepath.Join(dir, "node_modules", "axe-core", "axe.min.js")
	if _, err := os.Stat(file); err != nil {
		npm, err := exec.LookPath("npm")
		if err != nil {
			t.Skip("no npm here to get axe-core with: the accessibility engine is left out")
		}
		if err := os.MkdirAll(dir, 0o755); err != nil {
			t.Fatal(err)
		}
		cmd := exec.CommandContext(t.Context(), npm, "install", "--prefix", dir, "--no-audit", "--no-fund", "--ignore-scripts", "axe-core@"+axeVersion)
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Skipf("axe-core cannot be had: %v: %s", err, out)
		}
	}
	source, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(source)
}

// testAxe holds the pages to the rules of axe-core, its best practices included. The
// contrast of everything is measured elsewhere, and what is folded away counts here.
func testAxe(t *testing.T, tab *tab, made map[string]written) {
	source := axe(t)
	for _, scheme := range []string{"light", "dark"} {
		if err := tab.load(made["waived"].file, "", 1000, scheme, "screen"); err != nil {
			t.Fatal(err)
		}
		if err := tab.eval(source+"; true", new(bool)); err != nil {
			t.Fatal(err)
		}
		for _, state := range []string{"", "document.querySelectorAll('.check').forEach((c) => { c.open = c.dataset.status !== 'pass' && c.dataset.status !== 'skip' })"} {
			do(t, tab, state)
			inspect(t, tab, scheme+" "+state)
		}
	}
}

// inspect runs axe-core, which the page has to have, on what is to be seen now.
func inspect(t *testing.T, tab *tab, what string) {
	t.Helper()
	found := ask[[]string](t, tab, `axe.run(document).then((r) => [String(r.passes.length)].concat(
		r.violations.flatMap((v) => v.nodes.slice(0, 3).map((n) => v.id + ': ' + v.help + ': ' + n.html.slice(0, 200)))))`)
	if rules, _ := strconv.Atoi(found[0]); rules < 20 || len(found) > 1 {
		t.Errorf("%s: %s rules pass; found:\n%s", what, found[0], strings.Join(found[1:], "\n"))
	}
}
