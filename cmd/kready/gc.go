package main

import (
	"math"
	"os"
	"runtime"
	"runtime/debug"
)

// firstCollection is the heap in bytes at which garbage is first collected. Most runs end
// before: collecting from Go's own 4 MiB on takes as long as all their checks.
const firstCollection = 96 << 20

// percentAfter is by how much the heap may grow from then on before garbage is collected again: a large
// cluster is judged in less memory for some more work.
const percentAfter = 60

// delayCollection has garbage collected as usual, but not before the heap is of some size, and
// harder once the process comes near its limit of memory; 0 means that it has none. It leaves
// alone what the environment sets.
func delayCollection(limit int64) {
	if os.Getenv("GOGC") != "" || os.Getenv("GOMEMLIMIT") != "" {
		return
	}
	percent := debug.SetGCPercent(-1)
	after := int64(math.MaxInt64)
	if limit > 0 {
		after = limit / 10 * 8
	}
	debug.SetMemoryLimit(min(firstCollection, after))
	// The first collection finds the marker unused. From then on the limit would only make
	// the collector work the harder the more memory is in use.
	runtime.AddCleanup(new([16]byte), func(int) {
		debug.SetMemoryLimit(after)
		debug.SetGCPercent(min(percent, percentAfter))
	}, 0)
}
