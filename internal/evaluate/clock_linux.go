package evaluate

import (
	"time"

	"golang.org/x/sys/unix"
)

// clock tells how long one thread has had a processor.
type clock struct{ id int32 }

// threadClock is the clock of the thread that calls it, which others may read.
// https://man7.org/linux/man-pages/man3/pthread_getcpuclockid.3.html says what it is; its number is made of
// the thread's as the kernel's CPUCLOCK_PERTHREAD_MASK and CPUCLOCK_SCHED have it.
func threadClock(int) clock { return clock{^int32(unix.Gettid())<<3 | 4 | 2} }

// now is the time on the clock. Where the kernel does not tell it is the time of day, by which a limit is never
// longer.
func (c clock) now() time.Duration {
	var at unix.Timespec
	if unix.ClockGettime(c.id, &at) != nil {
		return time.Duration(time.Now().UnixNano())
	}
	return time.Duration(at.Nano())
}
