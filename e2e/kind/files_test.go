package kind

import (
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"github.com/kready/kready/e2e/driver"
)

// testSameVerdicts holds a live run, its snapshot and a raw dump to the same verdicts.
func testSameVerdicts(t *testing.T, c *Cluster, admin driver.Kready) {
	live := check(t, admin, driver.ExitGap)
	dir := t.TempDir()
	for _, name := range []string{"snapshot.json", "snapshot.json.gz"} {
		path := filepath.Join(dir, name)
		run(t, admin, driver.ExitOK, "snapshot", "-o", path)
		offline := kready(t, "") // no cluster in reach
		sameResults(t, name, live, check(t, offline, driver.ExitGap, "--from", path))
		once := run(t, offline, driver.ExitGap, "check", "-o", "json", "--from", path)
		if again := run(t, offline, driver.ExitGap, "check", "-o", "json", "--from", path); again.Stdout != once.Stdout {
			t.Errorf("%s: two runs on the same file do not say the same", name)
		}
	}
	dump := filepath.Join(dir, "dump.yaml")
	if err := os.WriteFile(dump, []byte(rawDump(t, c)), 0o600); err != nil {
		t.Fatal(err)
	}
	offline := kready(t, "")
	out, err := offline.Run(t.Context(), "check", "-o", "json", "--from", dump, "--complete")
	if err != nil {
		t.Fatal(err)
	}
	report, err := out.Report()
	if err != nil {
		t.Fatal(err)
	}
	sameWhereJudged(t, live, report)

	stdin := kready(t, "")
	stdin.Stdin = strings.NewReader(rawDump(t, c))
	piped, err := stdin.Run(t.Context(), "check", "-o", "json", "--from", "-", "--complete")
	if err != nil {
		t.Fatal(err)
	}
	if piped.ExitCode != out.ExitCode {
		t.Errorf("the dump on stdin exits %d, as a file %d", piped.ExitCode, out.ExitCode)
	}
}

// rawDump is what somebody without kready sends: every kind that can be listed, without
// Secrets and without what lives for minutes.
func rawDump(t *testing.T, c *Cluster) string {
	t.Helper()
	names, err := c.Kubectl("api-resources", "--verbs=list", "-o", "name")
	if err != nil {
		t.Fatal(err)
	}
	var kinds []string
	for _, name := range strings.Fields(names) {
		switch name {
		case "secrets", "events", "events.events.k8s.io", "leases.coordination.k8s.io":
		default:
			kinds = append(kinds, name)
		}
	}
	dump, err := c.Kubectl("get", strings.Join(kinds, ","), "-A", "-o", "yaml")
	if err != nil {
		t.Fatal(err)
	}
	return dump
}

func sameResults(t *testing.T, name string, live, file driver.Report) {
	t.Helper()
	byID := file.ByID()
	seconds := regexp.MustCompile(`\d+ seconds?`) // they were measured at different moments
	for _, want := range live.Results {
		got := byID[want.ID]
		got.Reason, want.Reason = seconds.ReplaceAllString(got.Reason, ""), seconds.ReplaceAllString(want.Reason, "")
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %s differs\nlive: %+v\nfile: %+v", name, want.ID, want, got)
		}
	}
	if len(file.Results) != len(live.Results) {
		t.Errorf("%s has %d results, the live run %d", name, len(file.Results), len(live.Results))
	}
}

// sameWhereJudged lets a dump leave a check open, for it has no version, no health and no
// discovery; what it does judge has to be what the live run says.
func sameWhereJudged(t *testing.T, live, dump driver.Report) {
	t.Helper()
	judged, byID := 0, dump.ByID()
	for _, want := range live.WithoutCaller().Results {
		got := byID[want.ID]
		if got.Status == "unknown" && (want.Status != "skip" || got.Because != "") {
			t.Logf("the dump leaves %s open: %s", want.ID, got.Reason)
			continue
		}
		judged++
		if got.Status != want.Status {
			t.Errorf("%s: live %s (%s), dump %s (%s)", want.ID, want.Status, want.Reason, got.Status, got.Reason)
		}
	}
	for id := range bareGaps() {
		if got := dump.Status(id); got != "gap" {
			t.Errorf("the dump has what %s needs, and it is %q: %s", id, got, byID[id].Reason)
		}
	}
	t.Logf("the dump judges %d of %d checks", judged, len(live.Results))
}
