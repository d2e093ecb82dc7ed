package bench

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/kready/kready/e2e/driver"
)

// TestHistory: what another commit took is printed beside what this one takes.
func TestHistory(t *testing.T) {
	file := filepath.Join(t.TempDir(), "bench.tsv")
	took := func(cpu time.Duration) []Row {
		return []Row{
			{Name: "list", Outcome: driver.Outcome{CPU: cpu, PeakMemory: 64 << 20}},
			{Name: "a fleet", Outcome: driver.Outcome{CPU: 2 * cpu}, Requests: 11, Deep: 4, Floor: driver.Outcome{CPU: cpu / 2}},
		}
	}
	for _, run := range []struct {
		commit string
		cpu    time.Duration
	}{{"v0", time.Second}, {"v1", 250 * time.Millisecond}, {"v2", 500 * time.Millisecond}} {
		if err := (Run{run.commit, "1.5"}).Remember(file, took(run.cpu)); err != nil {
			t.Fatal(err)
		}
	}
	before := Run{Commit: "v2"}.Before(file)
	for column, want := range map[string]string{"commit": "v1", "cpu_seconds": "0.50", "cpu_over_floor": "4.0", "requests": "11", "load": "1.5"} {
		if got := of(before["a fleet"], column); got != want {
			t.Errorf("%s: %q, want %q", column, got, want)
		}
	}
	var b strings.Builder
	if err := Table(&b, took(500*time.Millisecond), before); err != nil {
		t.Fatal(err)
	}
	got := strings.Join(strings.Fields(b.String()), " ")
	for _, want := range []string{"list 0.00 0.50 64 0.25 64", "a fleet 0.00 1.00 0 11 4 0.00 0.25 0 4.0 0.50 0 11"} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in %s", want, got)
		}
	}
	if none := (Run{Commit: "v2"}).Before(filepath.Join(t.TempDir(), "none.tsv")); none != nil {
		t.Errorf("%v of a file that is not there", none)
	}
}
