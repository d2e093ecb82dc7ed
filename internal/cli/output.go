package cli

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/mattn/go-isatty"
)

// output is one -o FORMAT[=FILE]; an empty file means stdout, as - does on the command line.
type output struct {
	format, file string
}

// parseOutputs reads the -o flags and refuses unknown formats, two for stdout, and
// files that cannot be written, all before anything is asked of a cluster.
func parseOutputs(flags, formats []string) ([]output, error) {
	var outs []output
	files := map[string]bool{}
	for _, flag := range flags {
		format, file, named := strings.Cut(flag, "=")
		if file == "-" {
			file, named = "", false
		}
		switch {
		case !slices.Contains(formats, format):
			return nil, usageError("there is no output format %q: choose one of %s", format, strings.Join(formats, ", "))
		case named && file == "":
			return nil, usageError("-o %s= names no file", format)
		case files[file] && file == "":
			return nil, usageError("only one output can go to stdout: write -o FORMAT=FILE for the others")
		case files[file]:
			return nil, usageError("two outputs go to %s", file)
		}
		if file != "" {
			if err := writable(file); err != nil {
				return nil, err
			}
		}
		files[file] = true
		outs = append(outs, output{format, file})
	}
	return outs, nil
}

// writable makes sure that a file can be written, without touching what it holds.
func writable(file string) error {
	_, err := os.Stat(file)
	existed := err == nil
	f, err := os.OpenFile(file, os.O_WRONLY|os.O_CREATE, 0o644)
	if err != nil {
		return usageError("cannot write %s: %w", file, shortError(err))
	}
	if err := f.Close(); err != nil {
		return usageError("cannot write %s: %w", file, shortError(err))
	}
	if !existed {
		if err := os.Remove(file); err != nil {
			return usageError("cannot write %s: %w", file, shortError(err))
		}
	}
	return nil
}

// write renders to the output's file, or to stdout. A file is written at once, after
// rendering, so that a failure leaves the old one.
func (o output) write(stdout io.Writer, render func(io.Writer) error) error {
	if o.file == "" {
		return render(stdout)
	}
	var b bytes.Buffer
	if err := render(&b); err != nil {
		return err
	}
	if err := os.WriteFile(o.file, b.Bytes(), 0o644); err != nil {
		return fmt.Errorf("writing %s: %w", o.file, shortError(err))
	}
	return nil
}

// shortError leaves out the operation and path that the caller names already.
func shortError(err error) error {
	var pathErr *os.PathError
	if errors.As(err, &pathErr) {
		return pathErr.Err
	}
	return err
}

// useColor decides on colour: the flag, then NO_COLOR, then whether w is a terminal.
func useColor(flag string, w io.Writer) (bool, error) {
	switch flag {
	case "always":
		return true, nil
	case "never":
		return false, nil
	case "auto":
		f, ok := w.(*os.File)
		return ok && os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb" && isatty.IsTerminal(f.Fd()), nil
	}
	return false, usageError("there is no --color %q: choose auto, always or never", flag)
}
