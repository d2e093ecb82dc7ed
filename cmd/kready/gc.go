package main

import (
	"math"
	"os"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
)

// firstCollection is the memory in bytes at which garbage is first collected. Most runs end
// before: collecting from Go's own 4 MiB on takes as long as all their checks.
const firstCollection = 84 << 20

// percentAfter is by how much the heap may grow from then on before garbage is collected again: a large
// cluster is judged in less memory for some more work.
const percentAfter = 100

// mostGrowth is by how many bytes it may grow at most, unless that is less than percentAtLeast: what is read from a
// large file is in memory twice for a moment, and as much again would be more than a run takes from then on.
const (
	mostGrowth     = 56 << 20
	percentAtLeast = 25
)

// leastHeap is the size in bytes up to which the heap may grow in any case: where little of it is in use,
// collecting again after so many percent would be most of the work.
const leastHeap = 64 << 20

// delayCollection has garbage collected as usual, but not before the heap is of some size, and
// harder once the process comes near its limit of memory; 0 means that it has none. It leaves
// alone what the environment sets.
func delayCollection(limit int64) {
	if os.Getenv("GOGC") != "" || os.Getenv("GOMEMLIMIT") != "" {
		return
	}
	debug.SetGCPercent(-1)
	after := int64(math.MaxInt64)
	if limit > 0 {
		after = limit / 10 * 8
	}
	debug.SetMemoryLimit(min(firstCollection, after))
	// The first collection finds the marker unused. From then on the limit would only make
	// the collector work the harder the more memory is in use.
	runtime.AddCleanup(new([16]byte), func(int) {
		debug.SetMemoryLimit(after)
		followHeap()
	}, 0)
}

// followHeap sets after each collection by how much the heap may grow until the next one.
func followHeap() {
	live := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	metrics.Read(live)
	debug.SetGCPercent(percentAt(live[0].Value.Uint64()))
	runtime.AddCleanup(new([16]byte), func(int) { followHeap() }, 0)
}

// percentAt is by how many percent a heap of which so many bytes are in use may grow.
func percentAt(live uint64) int {
	live = max(live, 1<<20)
	return max(min(percentAfter, int(mostGrowth*100/live)), percentAtLeast, int(leastHeap*100/live)-100)
}
