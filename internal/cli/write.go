package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"

	"github.com/kready/kready/internal/engine"
)

// defaultMode is for a file that was not there: a report says much about a cluster.
const defaultMode = 0o600

// modeFlag is --mode: the permissions of files that are written; zero when it is not given.
type modeFlag struct{ mode *fs.FileMode }

func (m modeFlag) String() string {
	if m.mode == nil || *m.mode == 0 {
		return ""
	}
	return fmt.Sprintf("%04o", *m.mode)
}

// Set reads permissions as chmod does.
func (m modeFlag) Set(value string) error {
	mode, err := strconv.ParseUint(value, 8, 32)
	if err != nil || mode == 0 || mode > 0o777 {
		return errors.New("must be permissions such as 0640")
	}
	*m.mode = fs.FileMode(mode)
	return nil
}

func (m modeFlag) Type() string { return "OCTAL" }

// place is where an output goes.
type place struct {
	// path is the file itself, behind links.
	path string
	// mode is the file's own, or that of a new one.
	mode fs.FileMode
	// exists and stream say that it is there, and that it is no regular file: a FIFO or a
	// device, which is written to and never replaced.
	exists, stream bool
}

// placeOf looks at a file that is to be written, without touching it.
func placeOf(env Env, file string) (place, error) {
	p := place{path: env.Path(file), mode: defaultMode}
	link, err := os.Lstat(p.path)
	if err == nil && link.Mode()&fs.ModeSymlink != 0 {
		if p.path, err = filepath.EvalSymlinks(p.path); errors.Is(err, fs.ErrNotExist) {
			return p, fmt.Errorf("cannot write %s: it is a link to a file that does not exist", file)
		}
	}
	if err == nil {
		link, err = os.Stat(p.path)
	}
	switch {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return p, fmt.Errorf("cannot write %s: %w", file, engine.ShortError(err))
	case link.IsDir():
		return p, fmt.Errorf("cannot write %s: is a directory", file)
	case link.Mode()&fs.ModeSocket != 0:
		return p, fmt.Errorf("cannot write %s: it is a socket", file)
	default:
		p.exists, p.stream, p.mode = true, !link.Mode().IsRegular(), link.Mode().Perm()
	}
	if env.Mode != nil && *env.Mode != 0 {
		p.mode = *env.Mode
	}
	return p, nil
}

// same is what two names of one file have in common.
func (p place) same() string {
	if folder, err := filepath.EvalSymlinks(filepath.Dir(p.path)); err == nil {
		return filepath.Join(folder, filepath.Base(p.path))
	}
	return filepath.Clean(p.path)
}

// writable makes sure that a file can be written, without touching what it holds.
func writable(env Env, file string) error {
	p, err := placeOf(env, file)
	if err != nil {
		return &engine.UsageError{Err: err}
	}
	switch {
	case p.stream: // opening a FIFO waits for its reader
		return nil
	case p.exists:
		f, err := os.OpenFile(p.path, os.O_WRONLY, 0)
		if err == nil {
			err = f.Close()
		}
		if err != nil {
			return engine.Usagef("cannot write %s: %w", file, engine.ShortError(err))
		}
		return nil
	}
	f, err := os.CreateTemp(filepath.Dir(p.path), temporary(p.path))
	if err != nil {
		return engine.Usagef("cannot write %s: %w", file, engine.ShortError(err))
	}
	return errors.Join(f.Close(), os.Remove(f.Name()))
}

// temporary is the pattern of the file that a new content is written to first.
func temporary(path string) string { return "." + filepath.Base(path) + ".kready-*" }

// writeFile writes a file whole or not at all: what it held before stays until the new
// content is on disk.
func writeFile(env Env, file string, data []byte) error {
	p, err := placeOf(env, file)
	if err != nil {
		return err
	}
	if p.stream {
		err = writeInto(p.path, os.O_WRONLY, data)
	} else {
		defer env.Holding()() // an interrupted run leaves no half of a file
		err = replace(p, data)
	}
	if err != nil {
		return fmt.Errorf("cannot write %s: %w", file, engine.ShortError(err))
	}
	return nil
}

// replace writes a temporary file beside a file and renames it. Where that is not allowed, as
// in a folder of somebody else or for a file that is mounted, the file itself is written.
func replace(p place, data []byte) error {
	f, err := os.CreateTemp(filepath.Dir(p.path), temporary(p.path))
	if err != nil {
		if p.exists {
			return writeInto(p.path, os.O_WRONLY|os.O_TRUNC, data)
		}
		return err
	}
	_, err = f.Write(data)
	if err == nil {
		err = f.Chmod(p.mode)
	}
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	if err := os.Rename(f.Name(), p.path); err != nil {
		_ = os.Remove(f.Name())
		if p.exists {
			return writeInto(p.path, os.O_WRONLY|os.O_TRUNC, data)
		}
		return err
	}
	return nil
}

// writeInto writes to a file that is there.
func writeInto(path string, flags int, data []byte) error {
	f, err := os.OpenFile(path, flags, 0)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	return errors.Join(err, f.Close())
}
