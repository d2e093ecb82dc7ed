package cli

import (
	"context"
	"os"
	"os/signal"
	"sync/atomic"
	"syscall"
	"time"
)

// stopGrace is how long a command may take to stop by itself when it is interrupted. What
// probes created is removed however long that takes.
const stopGrace = 2 * time.Second

// interrupts ends a command when the process is told to stop, wherever it waits: also where
// nothing can be told to stop, such as in opening a FIFO or reading a terminal.
type interrupts struct {
	signals chan os.Signal
	// held counts what has to come to its end by itself.
	held atomic.Int64
}

func newInterrupts() *interrupts {
	i := &interrupts{signals: make(chan os.Signal, 1)}
	signal.Notify(i.signals, os.Interrupt, syscall.SIGTERM)
	return i
}

// hold keeps the command from being ended; the function lets it go again.
func (i *interrupts) hold() func() {
	i.held.Add(1)
	return func() { i.held.Add(-1) }
}

// run calls a command with a context that ends when the process is told to stop. It returns
// its error, and the signal; nil when there was none.
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
		case <-left.C:
			if i.held.Load() == 0 {
				return got, context.Canceled
			}
		}
	}
}

// signalCode is the exit code of a process that a signal ended, as shells have it.
func signalCode(s os.Signal) int {
	if number, ok := s.(syscall.Signal); ok {
		return 128 + int(number)
	}
	return exitIncomplete
}
