package cli

import (
	"context"
	"syscall"
	"testing"
	"time"
)

// TestInterrupts: a command that waits where nothing can reach it is ended all the same, and
// one that cleans up is not.
func TestInterrupts(t *testing.T) {
	i := newInterrupts()
	start := time.Now()
	i.signals <- syscall.SIGTERM
	got, err := i.run(func(context.Context) error { select {} })
	if got != syscall.SIGTERM || err == nil || signalCode(got) != 143 || time.Since(start) > 10*time.Second {
		t.Errorf("%v, %v after %s", got, err, time.Since(start))
	}
	i = newInterrupts()
	i.signals <- syscall.SIGINT
	cleanedUp := false
	got, err = i.run(func(ctx context.Context) error {
		defer i.hold()()
		<-ctx.Done()
		time.Sleep(stopGrace + time.Second/2)
		cleanedUp = true
		return ctx.Err()
	})
	if !cleanedUp || signalCode(got) != 130 || err == nil {
		t.Errorf("%t, %v, %v", cleanedUp, got, err)
	}
}
