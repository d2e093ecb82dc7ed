package html

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/kready/kready/e2e/driver"
)

// recorded is the snapshot that all pages are made from.
const recorded = "../recorded/bare-kind.json"

// evil is a name that breaks out wherever it is not escaped. It is as long as a name can be.
var evil = `"'><script>window.pwned=1</script><img src=x onerror=window.pwned=1></style></details><!--` + strings.Repeat("x", 160)

// waivers is a configuration with one that counts, for half a year, and one that has expired.
func waivers() string {
	return fmt.Sprintf(`apiVersion: kready.dev/v1
kind: Config
waivers:
- {check: dns/ha, owner: net-team, reason: the second node comes next week, expires: %s}
- {check: logs/events, owner: ops, reason: it was promised, expires: 2026-01-31}
`, time.Now().AddDate(0, 6, 0).Format(time.DateOnly))
}

// written is a page with the report that it shows.
type written struct {
	file   string
	report driver.Report
}

// pages are what kready writes of a cluster, of one with waivers, of the first since the second, and of
// one whose objects have names that want to break out.
func pages(t *testing.T) map[string]written {
	t.Helper()
	dir := t.TempDir()
	snapshot, err := os.ReadFile(recorded)
	if err != nil {
		t.Fatal(err)
	}
	name, err := json.Marshal(evil)
	if err != nil {
		t.Fatal(err)
	}
	inner := strings.Trim(string(name), `"`)
	hostile := strings.NewReplacer("bare-worker", inner, "kube-dns", inner, "kind-bare", inner, "v1.37.2", "v1.37.2"+inner, "standard", inner).Replace(string(snapshot))
	config := write(t, dir, "kready.yaml", waivers())
	waived := check(t, dir, "waived", "--from", recorded, "--config", config)
	return map[string]written{
		"bare":    check(t, dir, "bare", "--from", write(t, dir, "bare.json", string(snapshot))),
		"waived":  waived,
		"since":   check(t, dir, "since", "--from", recorded, "--baseline", filepath.Join(dir, "waived.report.json")),
		"hostile": check(t, dir, "hostile", "--from", write(t, dir, "hostile.json", hostile)),
	}
}

func write(t *testing.T, dir, name, content string) string {
	t.Helper()
	file := filepath.Join(dir, name)
	if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// check runs `kready check` and returns the page and the report that it wrote.
func check(t *testing.T, dir, name string, args ...string) written {
	t.Helper()
	path, err := driver.Find()
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, name+".html")
	out, err := driver.Kready{Path: path, Home: dir}.Run(t.Context(), append([]string{"check", "-o", "json", "-o", "html=" + file, "-o", "json=" + filepath.Join(dir, name+".report.json")}, args...)...)
	if err != nil {
		t.Fatal(err)
	}
	if out.ExitCode != driver.ExitGap {
		t.Fatalf("exit %d: %s", out.ExitCode, out.Stderr)
	}
	report, err := out.Report()
	if err != nil {
		t.Fatal(err)
	}
	return written{file, report}
}

// count counts results of a report.
func count(r driver.Report, is func(driver.Result) bool) int {
	n := 0
	for _, x := range r.Results {
		if is(x) {
			n++
		}
	}
	return n
}
