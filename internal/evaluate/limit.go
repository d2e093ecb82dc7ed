package evaluate

import (
	"context"
	"time"
)

// longest is how many times its limit a check may take on a machine that is busy with
// something else.
const longest = 10

// passed returns a channel that is closed once a time has passed and the thread of a clock has worked
// that long since, or else ten times that time. So a check is not ended because other
// processes, or other checks, have the processors. Nothing comes once ctx has ended.
func passed(ctx context.Context, limit time.Duration, works clock) <-chan struct{} {
	late := make(chan struct{})
	started := works.now()
	go func() {
		for range longest {
			select {
			case <-time.After(limit):
			case <-ctx.Done():
				return
			}
			if works.now()-started >= limit {
				break
			}
		}
		close(late)
	}()
	return late
}
