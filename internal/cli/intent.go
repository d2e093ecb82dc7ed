package cli

import (
	"errors"
	"io/fs"
	"maps"
	"os"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"github.com/kready/kready/internal/catalog"
	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/config"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/text"
)

// intentFlags say what the cluster is for.
type intentFlags struct {
	profile string
	config  string
}

func (f *intentFlags) add(flags *pflag.FlagSet) {
	flags.StringVar(&f.profile, "profile", "", "kind of cluster that is judged: "+profileNames()+" (default \""+config.Default+"\", or what the configuration says)")
	f.addConfig(flags)
}

// addConfig gives the flag of the configuration alone.
func (f *intentFlags) addConfig(flags *pflag.FlagSet) {
	flags.StringVar(&f.config, "config", "", "`FILE` that says what this cluster is for (default \""+config.FileName+"\" in the working folder, when there is one)")
}

// load reads the configuration that is named, or the one in the working folder.
func (f *intentFlags) load() (config.Intent, error) {
	if f.config == "" {
		if _, err := os.Stat(config.FileName); !errors.Is(err, fs.ErrNotExist) {
			f.config = config.FileName
		}
	}
	var intent config.Intent
	var err error
	if f.config == "" {
		intent, err = config.FromProfile(f.profile)
	} else {
		intent, err = config.Load(f.config, f.profile)
	}
	if err != nil {
		return intent, usageError("%w", err)
	}
	return intent, nil
}

// checkBatteries refuses batteries in the configuration that are neither kready's nor those
// of the policies among all.
func (f *intentFlags) checkBatteries(intent config.Intent, all []check.Check) error {
	if err := intent.CheckBatteries(ownBatteries(all)); err != nil {
		return usageError("%s: %w", f.config, err)
	}
	return nil
}

// facts are the intent as checks see it.
func (f *intentFlags) facts(intent config.Intent) facts.Intent {
	out := facts.Intent{Profile: intent.Profile.Name, File: f.config, Batteries: []facts.IntendedBattery{}}
	for _, name := range slices.Sorted(maps.Keys(intent.Batteries)) {
		b := intent.Batteries[name]
		out.Batteries = append(out.Batteries, facts.IntendedBattery{
			Name: name, Want: string(intent.Profile.Want(name)), Reason: b.Reason, Expect: append([]string{}, b.Expect...),
		})
	}
	return out
}

// knownProducts refuses expected products that the catalogue does not have: a
// misspelt one would be missing for ever.
func knownProducts(intent config.Intent, known *catalog.Catalog) error {
	for _, battery := range slices.Sorted(maps.Keys(intent.Batteries)) {
		for _, name := range intent.Batteries[battery].Expect {
			i := slices.IndexFunc(known.Entries, func(e catalog.Entry) bool { return e.Name == name })
			if i < 0 {
				return usageError("batteries: %s expects %q, which the catalogue does not know: `kready list implementations` lists its products", battery, name)
			}
			if !slices.ContainsFunc(known.Entries[i].Roles(), func(role string) bool { return strings.HasPrefix(role, battery+"/") }) {
				return usageError("batteries: %s expects %q, which does not provide it", battery, name)
			}
		}
	}
	return nil
}

func profileNames() string {
	var names []string
	for _, p := range config.Profiles() {
		names = append(names, p.Name)
	}
	return text.Or(names)
}
