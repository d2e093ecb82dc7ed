package cli

import (
	"context"
	"strings"
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

// TestSecondSignal: whoever says it twice is not made to wait for the cleaning up.
func TestSecondSignal(t *testing.T) {
	i := newInterrupts()
	said := 0
	i.waiting = func() {
		said++
		i.signals <- syscall.SIGINT
	}
	start := time.Now()
	i.signals <- syscall.SIGTERM
	got, err := i.run(func(context.Context) error {
		i.hold()
		select {}
	})
	if said != 1 || got != syscall.SIGINT || err == nil || !strings.Contains(err.Error(), "kready cleanup") || time.Since(start) > 5*time.Second {
		t.Errorf("said %d times: %v, %v after %s", said, got, err, time.Since(start))
	}
}
