package html

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/kready/kready/e2e/driver"
)

// fleetConfig names clusters that are not there, one of them to break out.
const fleetConfig = `apiVersion: v1
kind: Config
clusters:
- {name: down, cluster: {server: "https://127.0.0.1:1"}}
contexts:
- {name: staging, context: {cluster: down, user: x}}
- {name: "\"'><script>window.pwned=1</script><img src=x onerror=window.pwned=1>", context: {cluster: down, user: x}}
users:
- {name: x, user: {token: x}}
`

// testFleet: the page of several clusters meets what that of one does. It runs nothing.
func testFleet(t *testing.T, tab *tab, made map[string]written) {
	dir := t.TempDir()
	path, err := driver.Find()
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, "fleet.html")
	kready := driver.Kready{Path: path, Home: dir, Kubeconfig: write(t, dir, "kubeconfig", fleetConfig)}
	out, err := kready.Run(t.Context(), "check", "--contexts", "*", "--from", recorded, "--from", filepath.Join(filepath.Dir(made["hostile"].file), "hostile.json"), "-o", "html="+file)
	if err != nil || out.ExitCode != driver.ExitGap || out.Stderr != "" {
		t.Fatalf("exit %d: %v%s", out.ExitCode, err, out.Stderr)
	}
	source, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(source), "script-src &#39;none&#39;") {
		t.Error("the page may run scripts")
	}
	for _, scheme := range []string{"light", "dark"} {
		for _, width := range []int64{320, 390, 820, 1400} {
			what := fmt.Sprintf("fleet-%s-%d", scheme, width)
			if err := tab.load(file, "", width, scheme, "screen"); err != nil {
				t.Fatal(err)
			}
			picture(t, tab, what+".png")
			want(t, tab, what+": columns too many", "Math.max(0, document.documentElement.scrollWidth - innerWidth)", 0)
			want(t, tab, what+": clusters", "document.querySelectorAll('.matrix thead th').length", 5)
			want(t, tab, what+": a script ran", "window.pwned === undefined && document.scripts.length === 0 && document.images.length === 0", true)
			if found := ask[string](t, tab, strings.Replace(unreadable, "texts < 100", "texts < 60", 1)); found != "" {
				t.Errorf("%s: hard to read:\n%s", what, found)
			}
			if said, requests := tab.complaints(); len(said) > 0 || len(requests) != 1 {
				t.Errorf("%s: the browser says %q and asks for %q", what, said, requests)
			}
		}
		if err := tab.eval(axe(t)+"; true", new(bool)); err != nil {
			t.Fatal(err)
		}
		inspect(t, tab, scheme)
	}
}
