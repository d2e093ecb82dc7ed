// Package driver runs the built kready binary and reads what it says. The tests under
// e2e share it, and know of kready only what a user does: flags, exit codes, output.
package driver

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"time"
)

// Exit codes, as the documentation has them.
const (
	ExitOK         = 0
	ExitGap        = 1
	ExitUsage      = 2
	ExitIncomplete = 3
)

// Kready is the built binary and the surroundings that it runs in.
type Kready struct {
	Path string
	// Kubeconfig is the file that KUBECONFIG names; empty for none.
	Kubeconfig string
	// Home is the home directory of the run, so that none of the caller's own
	// configuration is found.
	Home string
	// Stdin is read by `--from -`.
	Stdin io.Reader
	// Env are further environment variables, as NAME=VALUE.
	Env []string
}

// Find returns the binary that KREADY_BIN names, or the one that `make build` leaves.
func Find() (string, error) {
	path := os.Getenv("KREADY_BIN")
	if path == "" {
		path = filepath.Join("..", "..", "bin", "kready")
	}
	path, err := filepath.Abs(path)
	if err != nil {
		return "", fmt.Errorf("finding the kready binary: %w", err)
	}
	if _, err := os.Stat(path); err != nil {
		return "", fmt.Errorf("there is no kready binary to test: run `make build` first: %w", err)
	}
	return path, nil
}

// Outcome is what one run did.
type Outcome struct {
	ExitCode int
	Stdout   string
	Stderr   string
	Elapsed  time.Duration
	// CPU is the time that all cores together worked for the run.
	CPU time.Duration
	// PeakMemory is the largest resident size, in bytes.
	PeakMemory int64
}

// Run runs kready to its end. The error is about starting it; how it ended is the Outcome.
func (k Kready) Run(ctx context.Context, args ...string) (Outcome, error) {
	var stdout, stderr bytes.Buffer
	cmd := exec.CommandContext(ctx, k.Path, args...)
	cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + k.Home, "KUBECONFIG=" + k.Kubeconfig}
	cmd.Env = append(cmd.Env, k.Env...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = k.Stdin, &stdout, &stderr
	start := time.Now()
	err := cmd.Run()
	out := Outcome{Stdout: stdout.String(), Stderr: stderr.String(), Elapsed: time.Since(start)}
	if cmd.ProcessState != nil {
		out.ExitCode = cmd.ProcessState.ExitCode()
		out.CPU = cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
		if usage, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage); ok {
			out.PeakMemory = peakBytes(usage.Maxrss)
		}
	}
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		return out, fmt.Errorf("running %s: %w", k.Path, err)
	}
	if ctx.Err() != nil {
		return out, fmt.Errorf("kready did not end in time: %w", ctx.Err())
	}
	return out, nil
}
