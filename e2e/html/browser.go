// Package html opens the pages that the built kready binary writes in a real browser.
package html

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"strings"
	"sync"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// errNoBrowser says that there is nothing to test with.
var errNoBrowser = errors.New("no Chromium here: install one (Debian: apt-get install chromium), or name one in KREADY_CHROMIUM")

// findBrowser returns the path of Chromium.
func findBrowser() (string, error) {
	if path := os.Getenv("KREADY_CHROMIUM"); path != "" {
		return path, nil
	}
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", errNoBrowser
}

// start starts a browser with a fresh profile in dir that asks nobody for anything by
// itself. It ends with ctx, or by the returned function.
func start(ctx context.Context, path, dir string) (context.Context, context.CancelFunc, error) {
	flags := []chromedp.ExecAllocatorOption{
		chromedp.ExecPath(path), chromedp.UserDataDir(dir), chromedp.NoFirstRun, chromedp.NoDefaultBrowserCheck,
		chromedp.Headless, chromedp.NoSandbox, chromedp.DisableGPU, chromedp.WSURLReadTimeout(2 * time.Minute),
	}
	for _, name := range []string{
		"disable-quic", "disable-background-networking", "disable-component-update", "disable-sync", "disable-extensions",
		"disable-default-apps", "disable-dev-shm-usage", "metrics-recording-only", "no-pings", "hide-scrollbars",
	} {
		flags = append(flags, chromedp.Flag(name, true))
	}
	allocated, stopAllocator := chromedp.NewExecAllocator(ctx, flags...)
	browser, stop := chromedp.NewContext(allocated)
	both := func() { stop(); stopAllocator() }
	if err := chromedp.Run(browser); err != nil {
		both()
		return nil, nil, fmt.Errorf("starting %s: %w", path, err)
	}
	return browser, both, nil
}

// tab is one page of the browser, with all that it complained of.
type tab struct {
	ctx  context.Context
	mu   sync.Mutex
	said []string
	urls []string
}

// open opens a new tab. What the page does is recorded from its first byte.
func open(browser context.Context) (*tab, context.CancelFunc, error) {
	ctx, stopTab := chromedp.NewContext(browser)
	ctx, stopTimer := context.WithTimeout(ctx, 2*time.Minute)
	t := &tab{ctx: ctx}
	chromedp.ListenTarget(ctx, t.hear)
	err := chromedp.Run(ctx, log.Enable(), network.Enable(), page.Enable(), runtime.Enable(), page.BringToFront())
	return t, func() { stopTimer(); stopTab() }, err
}

// hear keeps what the browser reports of a page.
func (t *tab) hear(event any) {
	t.mu.Lock()
	defer t.mu.Unlock()
	switch e := event.(type) {
	case *log.EventEntryAdded:
		t.said = append(t.said, fmt.Sprintf("%s: %s", e.Entry.Level, e.Entry.Text))
	case *runtime.EventConsoleAPICalled:
		t.said = append(t.said, fmt.Sprintf("console.%s", e.Type))
	case *runtime.EventExceptionThrown:
		t.said = append(t.said, "exception: "+e.ExceptionDetails.Error())
	case *page.EventJavascriptDialogOpening:
		t.said = append(t.said, "dialog: "+e.Message)
	case *network.EventRequestWillBeSent:
		t.urls = append(t.urls, e.Request.URL)
	}
}

// complaints are what the page said so far; requests are the addresses that it asked for.
func (t *tab) complaints() (said, requests []string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	return append([]string{}, t.said...), append([]string{}, t.urls...)
}

// address is the URL of a file, with a fragment if it is not empty.
func address(file, fragment string) string {
	return (&url.URL{Scheme: "file", Path: file, Fragment: fragment}).String()
}

// load loads a file in a window of some size and scheme ("light", "dark"), on "screen" or
// for "print".
func (t *tab) load(file, fragment string, width int64, scheme, media string) error {
	return chromedp.Run(t.ctx,
		emulation.SetDeviceMetricsOverride(width, 900, 1, width < 600),
		emulation.SetEmulatedMedia().WithMedia(media).WithFeatures([]*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}),
		chromedp.Navigate("about:blank"),
		chromedp.ActionFunc(func(context.Context) error { t.forget(); return nil }),
		chromedp.Navigate(address(file, fragment)),
	)
}

func (t *tab) forget() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.said, t.urls = nil, nil
}

// eval runs an expression in the page and decodes its value, waiting for a promise.
func (t *tab) eval(expression string, value any) error {
	err := chromedp.Run(t.ctx, chromedp.Evaluate(expression, value, func(p *runtime.EvaluateParams) *runtime.EvaluateParams {
		return p.WithAwaitPromise(true)
	}))
	if err != nil {
		return fmt.Errorf("evaluating %.80q: %w", strings.Join(strings.Fields(expression), " "), err)
	}
	return nil
}

// press sends keys as a keyboard does.
func (t *tab) press(keys string) error { return chromedp.Run(t.ctx, chromedp.KeyEvent(keys)) }

// pdf prints the page.
func (t *tab) pdf() ([]byte, error) {
	var out []byte
	err := chromedp.Run(t.ctx, chromedp.ActionFunc(func(ctx context.Context) error {
		var err error
		out, _, err = page.PrintToPDF().WithPrintBackground(true).WithPreferCSSPageSize(true).Do(cdp.WithExecutor(ctx, chromedp.FromContext(ctx).Target))
		return err
	}))
	return out, err
}

// shot writes a picture of the whole page.
func (t *tab) shot(file string) error {
	var out []byte
	if err := chromedp.Run(t.ctx, chromedp.FullScreenshot(&out, 100)); err != nil {
		return err
	}
	return os.WriteFile(file, out, 0o644)
}
