package engine

import (
	"time"

	"golang.org/x/sys/unix"
)

// threadTime is how long the thread of its caller has had a processor.
func threadTime() time.Duration {
	var at unix.Timespec
	if unix.ClockGettime(unix.CLOCK_THREAD_CPUTIME_ID, &at) != nil {
		return 0
	}
	return time.Duration(at.Nano())
}
