package html

import (
	"fmt"
	"os/exec"
	"path/filepath"
	"strconv"
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

// testFleet: the page of several clusters meets what that of one does.
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
	for _, scheme := range []string{"light", "dark"} {
		for _, width := range []int64{320, 390, 820, 1400} {
			what := fmt.Sprintf("fleet-%s-%d", scheme, width)
			if err := tab.load(file, "", width, scheme, "screen"); err != nil {
				t.Fatal(err)
			}
			picture(t, tab, what+".png")
			want(t, tab, what+": columns too many", "Math.max(0, document.documentElement.scrollWidth - innerWidth)", 0)
			want(t, tab, what+": clusters", "document.querySelectorAll('.matrix tbody tr').length", 4)
			want(t, tab, what+": a script ran", "window.pwned === undefined && document.scripts.length === 1 && document.images.length === 0", true)
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

// testManyClusters: a page of 1,000 clusters is filtered at once.
func testManyClusters(t *testing.T, tab *tab, _ map[string]written) {
	dir := t.TempDir()
	path, err := driver.Find()
	if err != nil {
		t.Fatal(err)
	}
	const number = 1000
	made := exec.CommandContext(t.Context(), "go", "run", "./internal/fixture/makefleet", dir, strconv.Itoa(number))
	made.Dir = filepath.Join("..", "..")
	if out, err := made.CombinedOutput(); err != nil {
		t.Fatalf("making the fleet: %v: %s", err, out)
	}
	files, err := filepath.Glob(filepath.Join(dir, "*.json"))
	if err != nil || len(files) != number {
		t.Fatalf("%d clusters, %v", len(files), err)
	}
	inventory := write(t, dir, "clusters.yaml", "apiVersion: kready.dev/v1\nkind: Clusters\nclusters:\n"+
		"- {from: prod-us-*.json, labels: {region: us, owner: \"<b>a\\\"|team\"}}\n- {from: '*.json', labels: {region: eu}}\n")
	args := []string{"check", "-o", "html=" + filepath.Join(dir, "fleet.html"), "--inventory", inventory}
	kready := driver.Kready{Path: path, Home: dir}
	if out, err := kready.Run(t.Context(), args...); err != nil || out.ExitCode != driver.ExitGap {
		t.Fatalf("exit %d: %v%s", out.ExitCode, err, out.Stderr)
	}
	for _, width := range []int64{390, 1280} {
		if err := tab.load(filepath.Join(dir, "fleet.html"), "", width, "light", "screen"); err != nil {
			t.Fatal(err)
		}
		picture(t, tab, fmt.Sprintf("many-%d.png", width))
		want(t, tab, "kinds", "document.querySelectorAll('details.kind').length", 6)
		for _, filter := range []struct {
			field, value string
			left         int
		}{
			{"search", "prod-us", 120},
			{"distribution", "RKE2", 100},
			{"battery", "dns", 340},
			{"product", "Kyverno", 0},
			{"tier", "must", 0},
			{"verdict", "READY", 0},
			{`filters .label[data-key="region"]`, "us", 120},
			{`filters .label[data-key="owner"]`, `<b>a"/team`, 120},
		} {
			// The quickest of a few times is what it takes: others may want the processor.
			took := ask[float64](t, tab, fmt.Sprintf(`Math.min(...[1, 2, 3].map(() => {
				document.querySelector('#filters').reset();
				document.querySelector('#filters').dispatchEvent(new Event('input'));
				const field = document.querySelector('#%s'); field.value = %q;
				document.body.offsetHeight;
				const before = performance.now();
				field.dispatchEvent(new Event('input', { bubbles: true }));
				document.body.offsetHeight;
				return performance.now() - before;
			}))`, filter.field, filter.value))
			shown := ask[int](t, tab, "[...document.querySelectorAll('.matrix tbody tr')].filter((row) => !row.hidden).length")
			t.Logf("%d columns: %s %s shows %d in %.0f ms", width, filter.field, filter.value, shown, took)
			if shown == 0 || shown == number || filter.left > 0 && shown != filter.left {
				t.Errorf("%s %s shows %d clusters", filter.field, filter.value, shown)
			}
			if took > 100 {
				t.Errorf("%s %s takes %.0f ms", filter.field, filter.value, took)
			}
		}
	}
}
