package main

import (
	"runtime/debug"
	"testing"
	"time"
)

// TestDelayCollection: nothing is collected while the heap is small, and once it has grown,
// garbage is collected as usual.
func TestDelayCollection(t *testing.T) {
	t.Setenv("GOGC", "")
	t.Setenv("GOMEMLIMIT", "")
	usual := debug.SetGCPercent(100)
	defer debug.SetGCPercent(usual)
	delayCollection(0)
	if percent := debug.SetGCPercent(-1); percent != -1 {
		t.Fatalf("garbage is collected at %d %% from the start", percent)
	}
	var keep [][]byte
	deadline := time.Now().Add(20 * time.Second)
	for percent := -1; percent <= 0; percent = current() {
		if time.Now().After(deadline) {
			t.Fatal("garbage is not collected as usual after the heap has grown")
		}
		if len(keep) < 300 {
			keep = append(keep, make([]byte, 1<<20))
		}
		time.Sleep(time.Millisecond)
	}
	if limit := debug.SetMemoryLimit(-1); limit < 1<<40 {
		t.Errorf("there still is a limit of %d bytes", limit)
	}
}

// TestPercentAt: a heap of little use may grow to some size, and a larger one by some percent, the fewer the larger it is.
func TestPercentAt(t *testing.T) {
	for live, want := range map[uint64]int{leastHeap / 4: 300, leastHeap / 2: 100, leastHeap * 4 / 5: percentAfter, 112 << 20: 50, 4 * leastHeap: percentAtLeast} {
		if got := percentAt(live); got != want {
			t.Errorf("%d MiB may grow by %d %%, want %d", live>>20, got, want)
		}
	}
	if percentAt(0) <= 0 {
		t.Error("an empty heap may not grow")
	}
}

// current reads the percentage; setting is the only way to read it.
func current() int {
	percent := debug.SetGCPercent(-1)
	debug.SetGCPercent(percent)
	return percent
}
