package cli

import (
	"os"

	"github.com/kready/kready/internal/catalog"
	"github.com/kready/kready/policies"
)

// loadCatalog returns the shipped catalogue with the entries of the user's folders
// added; later folders outweigh earlier ones, and all of them the shipped one.
func loadCatalog(dirs []string) (*catalog.Catalog, error) {
	known, err := catalog.Load(policies.Files)
	if err != nil {
		return nil, usageError("reading the catalogue: %w", err)
	}
	for _, dir := range dirs {
		info, err := os.Stat(dir)
		if err != nil {
			return nil, usageError("reading the catalogue %s: %w", dir, shortError(err))
		}
		if !info.IsDir() {
			return nil, usageError("reading the catalogue %s: it is not a folder", dir)
		}
		known, err = known.With(os.DirFS(dir))
		if err != nil {
			return nil, usageError("reading the catalogue %s: %w", dir, err)
		}
	}
	return known, nil
}
