package engine

import (
	"fmt"
	"os"
	"testing"
	"time"
)

const (
	// grownBy is how many objects of a kind are added first, then twice as many, then four times. OPA
	// makes a number for each element of a list beyond the first 512, so that these do not count.
	grownBy = 600
	// mostGrowth is how many times the work may grow from one doubling to the next: twice, and more
	// for n·log n. What is quadratic grows four times.
	mostGrowth = 3.2
	// noise is how many more allocations are too few to tell: one for each pair of objects would be
	// four million.
	noise = 150_000
	// shortest is the time of a thread that is too short to tell.
	shortest = 50 * time.Millisecond
)

// timeOfThread is the time of the thread where KREADY_GROWTH=time asks for it, and else 0: it is true only on a machine that
// does nothing else. What goes over lists in Go, as OPA does over the keys of a rule that makes an object, allocates
// nothing for it and is seen by this alone.
func timeOfThread() time.Duration {
	if os.Getenv("KREADY_GROWTH") != "time" {
		return 0
	}
	return threadTime()
}

// spent is what one part of judging takes.
type spent struct {
	allocations uint64
	time        time.Duration
}

// grewTooMuch says what grew by more than n·log n when objects were doubled twice; "" for nothing.
func grewTooMuch(once, twice, fourTimes spent) string {
	first, second := float64(twice.allocations)-float64(once.allocations), float64(fourTimes.allocations)-float64(twice.allocations)
	if second > noise && second > mostGrowth*max(first, 1) {
		return fmt.Sprintf("%.0f more allocations for the first doubling, and then %.0f more", first, second)
	}
	sooner, later := twice.time-once.time, fourTimes.time-twice.time
	if later > shortest && float64(later) > mostGrowth*float64(max(sooner, time.Millisecond)) {
		return fmt.Sprintf("%s more for the first doubling, and then %s more", sooner, later)
	}
	return ""
}

// least is the smaller of what each part took.
func least(a, b map[string]spent) map[string]spent {
	for what, x := range b {
		a[what] = spent{min(a[what].allocations, x.allocations), min(a[what].time, x.time)}
	}
	return a
}

// demand measures once, and again where something grew too much: what was late by chance is not twice.
func demand(t *testing.T, n int, work func(n int) map[string]spent) {
	t.Helper()
	var once, twice, fourTimes map[string]spent
	for range 3 {
		a, b, c := work(n), work(2*n), work(4*n)
		if once == nil {
			once, twice, fourTimes = a, b, c
		} else {
			once, twice, fourTimes = least(once, a), least(twice, b), least(fourTimes, c)
		}
		bad := false
		for what := range fourTimes {
			bad = bad || grewTooMuch(once[what], twice[what], fourTimes[what]) != ""
		}
		if !bad {
			return
		}
	}
	for what := range fourTimes {
		if why := grewTooMuch(once[what], twice[what], fourTimes[what]); why != "" {
			t.Errorf("%s: %d, %d and %d objects: %s", what, n, 2*n, 4*n, why)
		}
	}
}
