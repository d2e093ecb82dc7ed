package cli

import (
	"context"
	"errors"
	"os"
	"os/signal"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/kready/kready/internal/engine"
)

// stopGrace is how long a command may take to stop by itself when it is interrupted. What is held,
// such as removing what probes created, is waited for however long it takes.
const stopGrace = 500 * time.Millisecond

// interrupts ends a command when the process is told to stop, wherever it waits: also where
// nothing can be told to stop, such as in opening a FIFO or reading a terminal.
type interrupts struct {
	signals chan os.Signal
	// waiting is called when the process was told to stop and something is held; may be nil.
	waiting func()
	// held counts what has to come to its end by itself.
	held atomic.Int64
}

func newInterrupts() *interrupts {
	i := &interrupts{signals: make(chan os.Signal, 2)}
	signal.Notify(i.signals, os.Interrupt, syscall.SIGTERM)
	if !signal.Ignored(syscall.SIGHUP) { // nohup
		signal.Notify(i.signals, syscall.SIGHUP)
	}
	return i
}

// hold keeps the command from being ended; the function lets it go again.
func (i *interrupts) hold() func() {
	i.held.Add(1)
	return func() { i.held.Add(-1) }
}

// run calls a command with a context that ends when the process is told to stop. It returns
// its error, and the signal; nil when there was none. The second signal ends it at once,
// whatever is held.
func (i *interrupts) run(command func(context.Context) error) (os.Signal, error) {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	defer signal.Stop(i.signals)
	done := make(chan error, 1)
	go func() { done <- command(ctx) }()
	var got os.Signal
	select {
	case err := <-done:
		return nil, err
	case got = <-i.signals:
		cancel()
	}
	for left := time.NewTimer(stopGrace); ; left.Reset(stopGrace / 10) {
		select {
		case err := <-done:
			return got, err
		case got = <-i.signals:
			return got, i.stoppedAtOnce()
		case <-left.C:
			if i.held.Load() == 0 {
				return got, context.Canceled
			}
			if i.waiting != nil {
				i.waiting()
				i.waiting = nil
			}
		}
	}
}

// stoppedAtOnce is the error of a command that was told twice to stop.
func (i *interrupts) stoppedAtOnce() error {
	if i.held.Load() == 0 {
		return context.Canceled
	}
	return &engine.IncompleteError{Err: errors.New("stopped before all was cleaned up: `kready cleanup` removes what probes left behind")}
}

// signalCode is the exit code of a process that a signal ended, as shells have it.
func signalCode(s os.Signal) int {
	if number, ok := s.(syscall.Signal); ok {
		return 128 + int(number)
	}
	return exitIncomplete
}
