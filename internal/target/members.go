package target

import (
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// visitor takes the files of a folder or an archive, one after the other. Name is for people;
// inside is the path below the folder or in the archive, with slashes.
type visitor interface {
	// wants reports whether a file is read.
	wants(inside string) bool
	// take reads a file. Its errors end the visit.
	take(name, inside string, r io.Reader) error
	// bad takes note of a file that cannot be read.
	bad(name, inside string, err error)
	// packed takes note of an archive inside, which is not opened.
	packed(name string)
}

// wanted reports whether a file is read.
func wanted(v visitor, name, inside string) bool {
	if isArchive(inside) {
		v.packed(name)
		return false
	}
	return v.wants(inside)
}

// isArchive reports whether a file's name is that of an archive.
func isArchive(inside string) bool {
	name := strings.ToLower(inside)
	return slices.ContainsFunc([]string{".tar", ".tar.gz", ".tgz", ".zip"}, func(ending string) bool { return strings.HasSuffix(name, ending) })
}

// membersMax is how many files a folder or an archive may have.
const membersMax = 1_000_000

// litter reports whether a file is what macOS leaves beside others.
func litter(inside string) bool {
	base := path.Base(inside)
	return strings.HasPrefix(base, "._") || base == ".DS_Store" || strings.HasPrefix(inside, "__MACOSX/") || strings.Contains(inside, "/__MACOSX/")
}

// manifest reports whether a file's name is that of a manifest.
func manifest(inside string) bool {
	name := strings.TrimSuffix(strings.ToLower(inside), ".gz")
	return slices.Contains([]string{".yaml", ".yml", ".json"}, path.Ext(name))
}

// folder visits the files below a folder in the order of their names. Links to folders are
// followed, and each folder is visited once.
type folder struct {
	env     Environment
	visitor visitor
	visited map[string]bool
	files   int
	// progress is called with how much of all files was read; nil where nobody watches.
	progress func(read int64)
	read     int64
}

// visit visits what is below a folder. Inside is its path below the one that was named.
func (f *folder) visit(at, inside string) error {
	linked, err := filepath.EvalSymlinks(f.env.path(at))
	if err != nil {
		return cannotRead(at, err)
	}
	if f.visited[linked] {
		return nil
	}
	f.visited[linked] = true
	entries, err := os.ReadDir(f.env.path(at))
	if err != nil {
		return cannotRead(at, err)
	}
	for _, entry := range entries {
		name, below := filepath.Join(at, entry.Name()), path.Join(inside, entry.Name())
		if err := f.entry(name, below, entry); err != nil {
			return err
		}
	}
	return nil
}

// entry visits a file or a folder of a folder.
func (f *folder) entry(name, inside string, entry fs.DirEntry) error {
	if f.files++; f.files > membersMax {
		return configError(nil, "%s: there are more than %d files", name, membersMax)
	}
	if litter(inside) {
		return nil
	}
	mode := entry.Type()
	if mode&fs.ModeSymlink != 0 {
		info, err := os.Stat(f.env.path(name))
		if err != nil {
			if f.visitor.wants(inside) {
				f.visitor.bad(name, inside, cannotRead(name, err))
			}
			return nil
		}
		mode = info.Mode().Type()
	}
	switch {
	case mode.IsDir():
		if err := f.visit(name, inside); err != nil {
			f.visitor.bad(name, inside, err)
		}
		return nil
	case !wanted(f.visitor, name, inside):
		return nil
	case !mode.IsRegular():
		f.visitor.bad(name, inside, fmt.Errorf("%s: ignored: not a regular file", name))
		return nil
	}
	file, err := os.Open(f.env.path(name))
	if err != nil {
		f.visitor.bad(name, inside, cannotRead(name, err))
		return nil
	}
	defer func() { _ = file.Close() }()
	return f.visitor.take(name, inside, f.counted(file))
}

// counted counts what is read of a file.
func (f *folder) counted(file io.Reader) io.Reader {
	if f.progress == nil {
		return file
	}
	return readerFunc(func(p []byte) (int, error) {
		n, err := file.Read(p)
		f.read += int64(n)
		f.progress(f.read)
		return n, err
	})
}
