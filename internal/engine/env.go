package engine

import (
	"fmt"
	"io"
	"io/fs"
	"path/filepath"
	"strings"
	"time"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/memory"
	"github.com/kready/kready/internal/progress"
	"github.com/kready/kready/internal/target"
)

// Env is what a run takes from the process that it is part of: standard streams, working
// folder, environment variables and clock. Neither the engine nor a command asks the process
// itself, so several runs can share one.
type Env struct {
	// Version is kready's own, such as v1.2.0.
	Version string
	// Dir is the working folder, against which relative paths are resolved; "" is the
	// process's own.
	Dir string
	// Getenv returns an environment variable, "" when it is not set.
	Getenv func(name string) string
	// Stdin is read where a file is named "-". Results go to Stdout, all else to Stderr.
	Stdin          io.Reader
	Stdout, Stderr io.Writer
	// Progress says at a terminal what a run is doing; nil where there is no terminal.
	Progress *progress.Line
	// Clock is the wall clock.
	Clock func() time.Time
	// Mode, when it is set, is the permissions of files that are written.
	Mode *fs.FileMode
	// Hold keeps an interrupted run from being ended before what it holds is done; the function
	// that it returns lets go. Nil where nothing ends a run.
	Hold func() func()
	// Builtin returns kready's own checks; nil means Builtin of this package. Runs that share
	// a process can share the checks, so that they are compiled once.
	Builtin func() ([]check.Check, error)
}

// Path resolves a path of the command line against the working folder.
func (e Env) Path(path string) string {
	if path == "" || e.Dir == "" || filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(e.Dir, path)
}

// Lookup is where connections are looked up that the flags leave open.
func (e Env) Lookup() target.Environment {
	return target.Environment{Getenv: e.Getenv, Dir: e.Dir, Most: memory.File(e.getenv)}
}

// Holding is Hold, also where there is none.
func (e Env) Holding() func() {
	if e.Hold == nil {
		return func() {}
	}
	return e.Hold()
}

// getenv returns an environment variable, "" when it is not set.
func (e Env) getenv(name string) string {
	if e.Getenv == nil {
		return ""
	}
	return e.Getenv(name)
}

// Now is the time in whole seconds, as the API server writes them.
func (e Env) Now() time.Time { return e.Clock().UTC().Truncate(time.Second) }

// Note writes a line for people, or several.
func (e Env) Note(text string) {
	fmt.Fprintf(e.Stderr, "kready: note: %s\n", strings.ReplaceAll(text, "\n", "\nkready: note: "))
}

// BuiltinChecks returns kready's own checks, in order.
func (e Env) BuiltinChecks() ([]check.Check, error) {
	if e.Builtin != nil {
		return e.Builtin()
	}
	return Builtin()
}
