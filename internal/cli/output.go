package cli

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/mattn/go-isatty"
	"github.com/spf13/pflag"

	"github.com/kready/kready/internal/engine"
	"github.com/kready/kready/internal/output"
	"github.com/kready/kready/internal/text"
)

// addOutputFlag gives a command -o with the formats that it writes, for parseOutputs.
func addOutputFlag[T any](flags *pflag.FlagSet, value *[]string, formats []output.Format[T]) {
	flags.StringArrayVarP(value, "output", "o", []string{formats[0].Name},
		"`FORMAT`, to stdout or to a file with FORMAT=FILE; repeatable: "+text.Or(output.Names(formats)))
	offerFormats(flags, "output", formats)
}

// destination is one -o FORMAT[=FILE]; an empty file means stdout, as - does on the command line.
type destination[T any] struct {
	format output.Format[T]
	file   string
}

// parseOutputs reads the -o flags and refuses unknown formats, two for stdout, and
// files that cannot be written, all before any request to a cluster.
func parseOutputs[T any](env Env, flags []string, formats []output.Format[T]) ([]destination[T], error) {
	var all []destination[T]
	files, places := map[string]bool{}, map[string]bool{}
	for _, flag := range flags {
		name, file, named := strings.Cut(flag, "=")
		if file == "-" {
			file, named = "", false
		}
		format, known := output.Find(formats, name)
		switch {
		case !known:
			return nil, engine.Usagef("unknown output format %q: must be one of %s", name, strings.Join(output.Names(formats), ", "))
		case named && file == "":
			return nil, engine.Usagef("-o %s= must name a file", name)
		case files[file] && file == "":
			return nil, engine.Usagef("only one output can go to stdout: write -o FORMAT=FILE for the others")
		case files[file]:
			return nil, engine.Usagef("two outputs go to %s", file)
		}
		if file != "" {
			if err := writable(env, file); err != nil {
				return nil, err
			}
			where, err := placeOf(env, file)
			if err == nil && places[where.same()] && !where.stream {
				return nil, engine.Usagef("two outputs go to %s", file)
			}
			places[where.same()] = true
		}
		files[file] = true
		all = append(all, destination[T]{format, file})
	}
	return all, nil
}

// writeOutputs writes a value to each destination. One that fails does not keep the others from
// being written.
func writeOutputs[T any](env Env, all []destination[T], value T, options output.Options) error {
	var failed []error
	for _, d := range all {
		if err := d.write(env, value, options); err != nil {
			failed = append(failed, err)
		}
	}
	if len(failed) > 0 {
		return &engine.UsageError{Err: errors.Join(failed...)}
	}
	return nil
}

// write writes a value to the file, or to stdout; only what goes to stdout is painted, and names
// further commands for the same target. A
// file is written at once, after rendering, so that a failure leaves the old one.
func (d destination[T]) write(env Env, value T, options output.Options) error {
	if d.file != "" {
		options.Color, options.Width, options.CanAsk, options.Live = false, 0, false, false
	}
	var b bytes.Buffer
	if err := d.format.Write(&b, value, options); err != nil {
		return fmt.Errorf("the output in the format %s: %w", d.format.Name, err)
	}
	if d.file != "" {
		return writeFile(env, d.file, b.Bytes())
	}
	data := b.Bytes()
	if d.format.Name == "text" && onRunner(env) {
		data = []byte(text.BreakCommands(b.String()))
	}
	_, err := env.Stdout.Write(data)
	return err
}

// useColor decides on colour: the flag, then NO_COLOR, then whether stdout is a terminal.
func useColor(flag string, env Env) (bool, error) {
	switch flag {
	case "always":
		return true, nil
	case "never":
		return false, nil
	case "auto":
		f, ok := env.Stdout.(*os.File)
		return ok && env.Getenv("NO_COLOR") == "" && env.Getenv("TERM") != "dumb" && isatty.IsTerminal(f.Fd()), nil
	}
	return false, engine.Usagef("unknown --color %q: must be one of auto, always, never", flag)
}
