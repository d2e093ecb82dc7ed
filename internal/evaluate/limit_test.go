package evaluate

import (
	"testing"
	"time"
)

// TestPassed: a limit that has passed counts once this process has worked that long.
func TestPassed(t *testing.T) {
	const limit = 20 * time.Millisecond
	started, at := processTime(), time.Now()
	late := passed(t.Context(), limit)
	for done := false; !done; {
		select {
		case <-late:
			done = true
		default: // work
		}
	}
	worked, took := processTime()-started, time.Since(at)
	if took < limit {
		t.Errorf("it passed after %s", took)
	}
	if worked < limit && took < longest*limit {
		t.Errorf("it passed after %s of work and %s in all", worked, took)
	}
	at = time.Now()
	<-passed(t.Context(), limit)
	if took := time.Since(at); took < limit {
		t.Errorf("without any work it passed after %s", took)
	}
}
