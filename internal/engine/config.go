package engine

import (
	"errors"
	"io/fs"
	"maps"
	"os"
	"slices"
	"strings"

	"github.com/kready/kready/internal/catalog"
	"github.com/kready/kready/internal/config"
	"github.com/kready/kready/internal/facts"
)

// Configuration reads the configuration that is named, or kready.yaml in the working folder
// when there is one. A profile that is named overrides the file's. It also returns the
// file's name, "" when none was read.
func (e Env) Configuration(file, profile string) (string, config.Config, error) {
	if file == "" {
		if _, err := os.Stat(e.Path(config.FileName)); !errors.Is(err, fs.ErrNotExist) {
			file = config.FileName
		}
	}
	var cfg config.Config
	var err error
	if file == "" {
		cfg, err = config.FromProfile(profile)
	} else {
		cfg, err = config.Load(e.Dir, file, profile)
	}
	if err != nil {
		return file, cfg, Usagef("%w", err)
	}
	return file, cfg, nil
}

// intentFacts returns the configuration as checks see it.
func intentFacts(file string, cfg config.Config) facts.Intent {
	out := facts.Intent{Profile: cfg.Profile.Name, File: file, Batteries: []facts.IntendedBattery{}}
	for _, name := range slices.Sorted(maps.Keys(cfg.Batteries)) {
		b := cfg.Batteries[name]
		out.Batteries = append(out.Batteries, facts.IntendedBattery{
			Name: name, Want: string(cfg.Profile.Requirement(name)), Reason: b.Reason, Expect: append([]string{}, b.Expect...),
		})
	}
	cfg.Intents.AddTo(&out)
	facts.FillEmpty(&out)
	return out
}

// validateProducts refuses products that the catalogue does not have, expected ones and those with an
// intended version: a misspelt one could never be found.
func validateProducts(cfg config.Config, known *catalog.Catalog) error {
	for _, battery := range slices.Sorted(maps.Keys(cfg.Batteries)) {
		for _, name := range cfg.Batteries[battery].Expect {
			i := slices.IndexFunc(known.Entries, func(e catalog.Entry) bool { return e.Name == name })
			if i < 0 {
				return Usagef("batteries: %s expects %q, which the catalogue does not know: `kready list implementations` lists its products", battery, name)
			}
			if !slices.ContainsFunc(known.Entries[i].Roles(), func(role string) bool { return strings.HasPrefix(role, battery+"/") }) {
				return Usagef("batteries: %s expects %q, which does not provide it", battery, name)
			}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(cfg.Intents.Versions)) {
		if name != "kubernetes" && !slices.ContainsFunc(known.Entries, func(e catalog.Entry) bool { return e.Name == name }) {
			return Usagef("intents: versions names %q, which the catalogue does not know: `kready list implementations` lists its products", name)
		}
	}
	return nil
}
