package engine

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/mattn/go-isatty"

	"github.com/kready/kready/internal/progress"
)

// watchFile says how much of a file is read, "-" for stdin, until end is called; read is called with
// that. Where somebody types what is read, it says so once and leaves the terminal to them.
func (e Env) watchFile(file string) (read func(read, size int64), end func()) {
	if e.typed(file) {
		fmt.Fprintln(e.Stderr, "kready: reading standard input, which is this terminal: paste here and end with Ctrl-D on a line of its own; Ctrl-C stops")
		return nil, e.Progress.BeginStill("").End
	}
	bytes := &progress.Bytes{Name: filepath.Base(file)}
	if file == "-" {
		bytes.Name = "standard input"
	}
	if e.Progress == nil {
		return nil, func() {}
	}
	return bytes.Set, e.Progress.Begin(bytes.String).End
}

// WatchFile says that a file is read, "-" for stdin, until the function that it returns is called.
func (e Env) WatchFile(file string) (end func()) {
	_, end = e.watchFile(file)
	return end
}

// typed reports whether a file is standard input and that a terminal.
func (e Env) typed(file string) bool {
	stdin, ok := e.Stdin.(*os.File)
	return file == "-" && ok && isatty.IsTerminal(stdin.Fd())
}

// saying says what is going on until the function that it returns is called.
func (e Env) saying(format string, args ...any) (end func()) {
	said := fmt.Sprintf(format, args...)
	return e.Progress.Begin(func() string { return said }).End
}
