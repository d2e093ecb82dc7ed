//go:build unix && !linux

package evaluate

import (
	"syscall"
	"time"
)

// clock tells how long a thread has had a processor, at least.
type clock struct{ lanes int }

// threadClock is the clock of the thread that calls it, one of so many. There is only one of the process to
// read, of which each thread has a part.
func threadClock(lanes int) clock { return clock{lanes} }

func (c clock) now() time.Duration {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		return time.Duration(time.Now().UnixNano())
	}
	return time.Duration(usage.Utime.Nano()+usage.Stime.Nano()) / time.Duration(c.lanes)
}
