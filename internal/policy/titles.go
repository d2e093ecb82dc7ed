package policy

import (
	"fmt"
	"io/fs"
	"strings"
)

// Titles returns the title of each policy below fsys by its id, without compiling any:
// for completions, which a shell waits for. What Load would refuse may be among them.
func Titles(fsys fs.FS) (map[string]string, error) {
	titles := map[string]string{}
	err := eachPolicy(fsys, func(file string) error {
		if strings.HasSuffix(file, testSuffix) || shared(file) {
			return nil
		}
		source, err := fs.ReadFile(fsys, file)
		if err != nil {
			return err
		}
		titles[strings.TrimSuffix(file, ".rego")] = title(string(source))
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("reading policies: %w", err)
	}
	return titles, nil
}

// title is that of the METADATA, which begins the file.
func title(source string) string {
	for line := range strings.Lines(source) {
		if text, ok := strings.CutPrefix(line, "# title:"); ok {
			return strings.Trim(strings.TrimSpace(text), `"'`)
		}
		if !strings.HasPrefix(line, "#") {
			return ""
		}
	}
	return ""
}
