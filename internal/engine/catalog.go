package engine

import (
	"io/fs"
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
		if known, err = e.overlay("catalogue", dir, known.With); err != nil {
			return nil, err
		}
	}
	return known, nil
}

// CatalogOf returns the catalogue of a request, with the tables of its folders in place of the
// shipped ones of the same kind and name.
func (e Env) CatalogOf(req Request) (*catalog.Catalog, error) {
	known, err := e.Catalog(req.Catalogs)
	if err != nil {
		return nil, err
	}
	for _, dir := range req.Tables {
		if known, err = e.overlay("tables", dir, known.WithTables); err != nil {
			return nil, err
		}
	}
	return known, nil
}

// overlay adds what a folder of the user's has.
func (e Env) overlay(what, dir string, with func(fs.FS) (*catalog.Catalog, error)) (*catalog.Catalog, error) {
	info, err := os.Stat(e.Path(dir))
	if err != nil {
		return nil, Usagef("cannot read the %s %s: %w", what, dir, ShortError(err))
	}
	if !info.IsDir() {
		return nil, Usagef("cannot read the %s %s: not a folder", what, dir)
	}
	known, err := with(os.DirFS(e.Path(dir)))
	if err != nil {
		return nil, Usagef("cannot read the %s %s: %w", what, dir, err)
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
