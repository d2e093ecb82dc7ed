package evaluate

import (
	"runtime"
	"testing"
	"time"
)

// TestPassed: a limit that has passed counts once this thread has worked that long.
func TestPassed(t *testing.T) {
	const limit = 20 * time.Millisecond
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	works := threadClock(1)
	started, at := works.now(), time.Now()
	late := passed(t.Context(), limit, works)
	for done := false; !done; {
		select {
		case <-late:
			done = true
		default: // work
		}
	}
	worked, took := works.now()-started, time.Since(at)
	if took < limit {
		t.Errorf("it passed after %s", took)
	}
	if worked < limit && took < longest*limit {
		t.Errorf("it passed after %s of work and %s in all", worked, took)
	}
	at = time.Now()
	<-passed(t.Context(), limit, works)
	if took := time.Since(at); took < limit {
		t.Errorf("without any work it passed after %s", took)
	}
}
