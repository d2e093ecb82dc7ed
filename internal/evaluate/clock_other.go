//go:build !unix

package evaluate

import "time"

// clock stands for how long a thread has had a processor: the time itself.
type clock struct{}

func threadClock(int) clock { return clock{} }

func (clock) now() time.Duration { return time.Duration(time.Now().UnixNano()) }
