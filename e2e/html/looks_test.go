package html

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// unreadable lists texts whose contrast with what is behind them is below 4.5, by the
// formula of WCAG 2.
const unreadable = `(() => {
	const parse = (color) => { const n = color.match(/[\d.]+/g).map(Number); return { rgb: n.slice(0, 3), alpha: n[3] ?? 1 } };
	const light = (rgb) => rgb.map((v) => v / 255).map((v) => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
		.reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
	const behind = (el) => { for (; el; el = el.parentElement) { const c = parse(getComputedStyle(el).backgroundColor); if (c.alpha === 1) return c.rgb; if (c.alpha > 0) return null } return null };
	const bad = []; let texts = 0;
	for (const el of document.body.querySelectorAll('*')) {
		if (![...el.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim()) || !el.checkVisibility() || ['SCRIPT', 'OPTION'].includes(el.tagName)) continue;
		texts++;
		const back = behind(el), front = parse(getComputedStyle(el).color);
		if (!back || front.alpha !== 1) { bad.push('cannot tell: ' + el.outerHTML.slice(0, 120)); continue }
		const [a, b] = [light(back), light(front.rgb)].sort((x, y) => y - x);
		const ratio = (a + 0.05) / (b + 0.05);
		if (ratio < 4.5) bad.push(ratio.toFixed(2) + ': ' + el.outerHTML.slice(0, 120));
	}
	return (texts < 100 ? 'only ' + texts + ' texts\n' : '') + bad.join('\n');
})()`

// testLooks: nothing is wider than the window, and every text can be read, in both
// schemes, on a phone and on a desktop, with everything unfolded.
func testLooks(t *testing.T, tab *tab, made map[string]written) {
	for name, page := range made {
		for _, scheme := range []string{"light", "dark"} {
			for _, width := range []int64{320, 390, 820, 1400} {
				t.Run(fmt.Sprintf("%s-%s-%d", name, scheme, width), func(t *testing.T) {
					if err := tab.load(page.file, "", width, scheme, "screen"); err != nil {
						t.Fatal(err)
					}
					picture(t, tab, fmt.Sprintf("%s-%s-%d.png", name, scheme, width))
					do(t, tab, "document.querySelector('#unfold').click()")
					want(t, tab, "columns too many", "Math.max(0, document.documentElement.scrollWidth - innerWidth)", 0)
					want(t, tab, "the scheme", "matchMedia('(prefers-color-scheme: dark)').matches", scheme == "dark")
					if found := ask[string](t, tab, unreadable); found != "" {
						t.Errorf("hard to read:\n%s", found)
					}
				})
			}
		}
	}
}

// picture writes what the page looks like, for people, when KREADY_SHOTS names a folder.
func picture(t *testing.T, tab *tab, name string) {
	t.Helper()
	dir := os.Getenv("KREADY_SHOTS")
	if dir == "" {
		return
	}
	if err := tab.shot(filepath.Join(dir, name)); err != nil {
		t.Error(err)
	}
}

// testPaper: printed, gaps show their evidence and what passed its line, with and without
// the page's script.
func testPaper(t *testing.T, tab *tab, made map[string]written) {
	for _, script := range []bool{true, false} {
		t.Run(fmt.Sprintf("script-%t", script), func(t *testing.T) {
			set := chromedp.ActionFunc(func(ctx context.Context) error { return emulation.SetScriptExecutionDisabled(!script).Do(ctx) })
			if err := chromedp.Run(tab.ctx, set); err != nil {
				t.Fatal(err)
			}
			page := made["waived"]
			if err := tab.load(page.file, "", 800, "dark", ""); err != nil {
				t.Fatal(err)
			}
			printed, err := tab.pdf()
			if err != nil {
				t.Fatal(err)
			}
			text := words(t, printed)
			for _, x := range page.report.Results {
				if !strings.Contains(text, x.ID) {
					t.Errorf("%s is not on paper", x.ID)
				}
				for _, f := range x.Findings {
					if x.Status == "gap" && !strings.Contains(text, strings.Join(strings.Fields(f.Message), "")) && f.Message != x.Reason {
						t.Errorf("%s: on paper there is no %q", x.ID, f.Message)
					}
				}
			}
			for text, wanted := range map[string]bool{"Unfoldall": false, "Linktothischeck": false, "Bothserversofclusterdns": false, "Howtoclosethegap": true} {
				if strings.Contains(words(t, printed), text) != wanted {
					t.Errorf("%q on paper: %t, want %t", text, !wanted, wanted)
				}
			}
			want(t, tab, "on the screen it is folded again", "document.querySelectorAll('details[open]').length", 0)
			if dir := os.Getenv("KREADY_SHOTS"); dir != "" {
				if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("paper-%t.pdf", script)), printed, 0o644); err != nil {
					t.Error(err)
				}
			}
		})
	}
}

// words are the texts of a PDF without any space, which is not where it was.
func words(t *testing.T, pdf []byte) string {
	t.Helper()
	path, err := exec.LookPath("pdftotext")
	if err != nil {
		t.Skip("no pdftotext here to read what was printed: install poppler-utils")
	}
	cmd := exec.CommandContext(t.Context(), path, "-", "-")
	cmd.Stdin = strings.NewReader(string(pdf))
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(strings.Fields(string(out)), "")
}
