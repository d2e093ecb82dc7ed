package main

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/kready/kready/e2e/driver"
)

// TestHistory: what another version took is printed beside what this one takes.
func TestHistory(t *testing.T) {
	file := filepath.Join(t.TempDir(), "bench.csv")
	took := func(cpu time.Duration) []row {
		return []row{
			{"list", driver.Outcome{CPU: cpu, PeakMemory: 64 << 20}, 0},
			{"a fleet", driver.Outcome{CPU: 2 * cpu}, cpu / 2},
		}
	}
	for version, cpu := range map[string]time.Duration{"v1": 250 * time.Millisecond, "v2": 500 * time.Millisecond} {
		if err := remember(file, version, took(cpu)); err != nil {
			t.Fatal(err)
		}
	}
	before := last(file, "v2")
	if len(before) != 2 || before["list"][1] != "v1" || before["list"][5] != "0.25" || before["a fleet"][7] != "4.0" {
		t.Fatalf("%v", before)
	}
	var b strings.Builder
	if err := table(&b, took(500*time.Millisecond), before); err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(strings.Fields(b.String()), " "); !strings.Contains(got, "list 0.00 0.50 64 0.25 64") {
		t.Errorf("%s", b.String())
	}
	if none := last(filepath.Join(t.TempDir(), "none.csv"), "v2"); none != nil {
		t.Errorf("%v of a file that is not there", none)
	}
}

// TestLoads: the pile and the fleet are as large as asked for.
func TestLoads(t *testing.T) {
	dir := t.TempDir()
	if _, err := pile(dir, 1<<20); err != nil {
		t.Fatal(err)
	}
	flags, err := fleet(dir, "../../recorded/bare-kind.json", 3)
	if err != nil || len(flags) != 6 {
		t.Fatalf("%v, %v", flags, err)
	}
	for i := 1; i < len(flags); i += 2 {
		if took, err := reading([]string{flags[i]}); err != nil || took < 0 {
			t.Errorf("%s: %s, %v", flags[i], took, err)
		}
	}
}
