// Package policy turns Rego files into checks. It is the only one that imports OPA.
//
// A policy is one file, <battery>/<name>.rego, in package kready.<battery>["<name>"].
// Its package-scope METADATA is the check's description; its rules gap, unknown, skip
// and summary are its answer. What policies share is in two folders: lib/ is for
// everybody, internal/ for kready's own.
//
// Load verifies a folder: it compiles everything in it, strictly, against the JSON Schema
// of the facts and with nothing but pure built-ins. For kready's own folder that is done
// before a release, and its outcome is kept in an index: at run time, Indexed reads the
// checks from there, and only those that are to run are compiled.
package policy

import (
	"fmt"
	"io/fs"
	"path"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
)

// root is the first part of every policy's package.
const root = "kready"

// The folders of what policies share, whose files are no checks.
const (
	libDir      = "lib"      // for everybody: package kready.lib, or helpers in a folder of users
	internalDir = "internal" // for kready's own policies: packages kready.internal.<topic>
)

// testSuffix ends the names of files that hold tests.
const testSuffix = "_test.rego"

// isShared reports whether a file holds what policies share, rather than a check.
func isShared(file string) bool { return path.Dir(file) == libDir || path.Dir(file) == internalDir }

// isTest reports whether a file holds tests.
func isTest(file string) bool { return strings.HasSuffix(file, testSuffix) }

// idOf returns the id of the check in a file.
func idOf(file string) string { return strings.TrimSuffix(file, ".rego") }

// walk calls use for each Rego file below fsys, tests included. Hidden folders and testdata
// are left out. Links to folders are followed at the top, where mounted ConfigMaps have them.
func walk(fsys fs.FS, use func(file string) error) error {
	var visit fs.WalkDirFunc
	visit = func(file string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return fmt.Errorf("cannot read policies: %w", err)
		case file != "." && (strings.HasPrefix(entry.Name(), ".") || entry.Name() == "testdata"):
			if entry.IsDir() {
				return fs.SkipDir
			}
			return nil
		case entry.Type()&fs.ModeSymlink != 0 && path.Dir(file) == ".":
			if info, err := fs.Stat(fsys, file); err == nil && info.IsDir() {
				return fs.WalkDir(fsys, file, visit)
			}
		}
		if entry.IsDir() || path.Ext(file) != ".rego" {
			return nil
		}
		return use(file)
	}
	return fs.WalkDir(fsys, ".", visit)
}

// parse reads one module with its METADATA; errors and locations call it by name.
func parse(fsys fs.FS, file, name string) (*ast.Module, error) {
	return parseWith(fsys, file, name, ast.ParserOptions{ProcessAnnotation: true})
}

func parseWith(fsys fs.FS, file, name string, opts ast.ParserOptions) (*ast.Module, error) {
	source, err := fs.ReadFile(fsys, file)
	if err != nil {
		return nil, fmt.Errorf("cannot read policy %s: %w", name, err)
	}
	return ast.ParseModuleWithOpts(name, string(source), opts)
}
