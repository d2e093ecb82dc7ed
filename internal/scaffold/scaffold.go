// Package scaffold writes the files of a new check.
package scaffold

import (
	"embed"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

// files holds the templates.
//
//go:embed templates
var files embed.FS

// validID is the form of an id; a battery of one's own may have dashes.
var validID = regexp.MustCompile(`^[a-z][a-z0-9]*(-[a-z0-9]+)*/[a-z][a-z0-9]*(-[a-z0-9]+)*$`)

// file is one file to write, from a template.
type file struct{ template, path string }

// Policy writes a Rego check and its tests below dir, and returns their paths. A relative
// dir is one from the folder root, and so are the paths. With since, the release that
// brings the check, it is one of kready's own. No file is overwritten.
func Policy(root, dir, id, since string) ([]string, error) {
	return write(root, id, since,
		file{"check.rego", filepath.Join(dir, filepath.FromSlash(id)+".rego")},
		file{"check_test.rego", filepath.Join(dir, filepath.FromSlash(id)+"_test.rego")})
}

// Fixtures writes the clusters on which a check passes and is a gap, below dir, which is
// taken as by Policy.
func Fixtures(root, dir, id string) ([]string, error) {
	battery, name, _ := strings.Cut(id, "/")
	dir = filepath.Join(dir, battery, "testdata", name)
	return write(root, id, "", file{"pass.yaml", filepath.Join(dir, "pass.yaml")}, file{"gap.yaml", filepath.Join(dir, "gap.yaml")})
}

// write fills the templates; it writes all files or, when one of them is there, none.
func write(root, id, since string, requested ...file) ([]string, error) {
	if !validID.MatchString(id) {
		return nil, fmt.Errorf("invalid id of a check %q: must be BATTERY/NAME in lower-case letters, digits and dashes, like dns/autoscaled", id)
	}
	battery, name, _ := strings.Cut(id, "/")
	for _, f := range requested {
		if _, err := os.Lstat(resolvePath(root, f.path)); err == nil {
			return nil, fmt.Errorf("%s already exists: move it away, or choose another id", f.path)
		}
	}
	var written []string
	for _, f := range requested {
		text, err := fill(f.template, map[string]string{
			"Package": packageOf(battery, name), "TestPackage": packageOf(battery, name+"_test"), "Since": since,
		})
		if err != nil {
			return written, err
		}
		if err := create(root, f.path, text); err != nil {
			return written, err
		}
		written = append(written, f.path)
	}
	return written, nil
}

// packageOf returns kready.BATTERY.NAME as `opa fmt` writes it: a part with a dash is in brackets.
func packageOf(battery, name string) string {
	out := "kready"
	for _, part := range []string{battery, name} {
		if strings.Contains(part, "-") {
			out += fmt.Sprintf("[%q]", part)
		} else {
			out += "." + part
		}
	}
	return out
}

// fill puts values in a template's places. The line of a value that is empty is left out.
func fill(name string, values map[string]string) ([]byte, error) {
	text, err := files.ReadFile("templates/" + name)
	if err != nil {
		return nil, fmt.Errorf("reading the template %s: %w", name, err)
	}
	var filled strings.Builder
	for line := range strings.Lines(string(text)) {
		keep := true
		for key, value := range values {
			place := "<<" + key + ">>"
			keep = keep && (value != "" || !strings.Contains(line, place))
			line = strings.ReplaceAll(line, place, value)
		}
		if keep {
			filled.WriteString(line)
		}
	}
	return []byte(filled.String()), nil
}

// resolvePath resolves a path against the folder root.
func resolvePath(root, path string) string {
	if filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(root, path)
}

// create writes a file that must be new.
func create(root, path string, text []byte) error {
	if err := os.MkdirAll(filepath.Dir(resolvePath(root, path)), 0o755); err != nil {
		return fmt.Errorf("creating the folder of %s: %w", path, err)
	}
	out, err := os.OpenFile(resolvePath(root, path), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return fmt.Errorf("writing %s: %w", path, err)
	}
	if _, err := out.Write(text); err != nil {
		_ = out.Close() // the first error is reported
		return fmt.Errorf("writing %s: %w", path, err)
	}
	return out.Close()
}
