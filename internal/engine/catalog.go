package engine

import (
	"os"

	"github.com/kready/kready/internal/catalog"
	"github.com/kready/kready/policies"
)

// Catalog returns the shipped catalogue with the entries of the user's folders added;
// later folders override earlier ones, and all of them the shipped one.
func (e Env) Catalog(dirs []string) (*catalog.Catalog, error) {
	known, err := catalog.Load(policies.Files)
	if err != nil {
		return nil, Usagef("cannot read the catalogue: %w", err)
	}
	for _, dir := range dirs {
		info, err := os.Stat(e.Path(dir))
		if err != nil {
			return nil, Usagef("cannot read the catalogue %s: %w", dir, ShortError(err))
		}
		if !info.IsDir() {
			return nil, Usagef("cannot read the catalogue %s: not a folder", dir)
		}
		known, err = known.With(os.DirFS(e.Path(dir)))
		if err != nil {
			return nil, Usagef("cannot read the catalogue %s: %w", dir, err)
		}
	}
	return known, nil
}

// catalogRoles are the roles that policies may name because the user's catalogue has them;
// kready's own are in any case.
func (e Env) catalogRoles(dirs []string) ([]string, error) {
	if len(dirs) == 0 {
		return nil, nil
	}
	known, err := e.Catalog(dirs)
	if err != nil {
		return nil, err
	}
	return known.Roles(), nil
}
