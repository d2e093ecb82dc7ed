package policy

import (
	"io/fs"
)

// Titles returns the title of each policy below fsys by its id, without compiling any: for
// completions, which a shell waits for. What Load would refuse may be among them; what does
// not parse is not.
func Titles(fsys fs.FS) (map[string]string, error) {
	titles := map[string]string{}
	err := walk(fsys, func(file string) error {
		if isTest(file) || isShared(file) {
			return nil
		}
		module, err := parse(fsys, file, file)
		if err != nil {
			return nil
		}
		c, _ := describe(module) // a title counts, whatever else the METADATA lacks
		titles[idOf(file)] = c.Title
		return nil
	})
	return titles, err
}
