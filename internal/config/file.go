package config

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/yaml"
)

// FileName is where a configuration is looked for when none is named.
const FileName = "kready.yaml"

// Config is the content of kready.yaml: a profile, and where the cluster differs from it.
type Config struct {
	Profile Profile
	// Batteries are those that the file lists, by name.
	Batteries map[string]Battery
	Waivers   []check.Waiver
	// WaiverDays is how far ahead the last day of a waiver may be.
	WaiverDays int
	// Thresholds are the defaults, overridden by the values of the file.
	Thresholds facts.Thresholds
	// Policies are folders with the team's own policies, as paths from the working folder.
	Policies []string
	// Custom are the resources of collect:, which those policies read besides kready's own facts.
	Custom []facts.CustomSource
	// Probes are the settings of probes.
	Probes Probes
	// Intents are what services here rely on.
	Intents Intents
}

// Battery is the entry of one battery.
type Battery struct {
	// Whether the battery must be there; the profile says it where this does not.
	Requirement check.Requirement `yaml:"want" jsonschema:"enum=required,enum=optional,enum=none"`
	// Why; required when less is wanted than the profile wants.
	Reason string `yaml:"reason"`
	// The products that should provide the battery, as `kready list implementations` names them.
	Expect []string `yaml:"expect"`
}

// File is the form of kready.yaml: what a cluster is for: the profile, and where the cluster differs from it.
type File struct {
	APIVersion string `yaml:"apiVersion" jsonschema:"required,enum=kready.dev/v1"`
	Kind       string `yaml:"kind" jsonschema:"required,enum=Config"`
	// The kind of cluster, which says what is required of it.
	Profile string `yaml:"profile"`
	// Where the cluster differs from the profile, by battery.
	Batteries map[string]Battery `yaml:"batteries"`
	// What services here rely on.
	Intents Intents `yaml:"intents"`
	// Gaps that are accepted for a time.
	Waivers []Waiver `yaml:"waivers"`
	// How many days ahead the last day of a waiver may be; 366 by default.
	WaiverDays *int `yaml:"waiverDays" jsonschema:"minimum=1,maximum=3660"`
	// Settings of probes, for what a cluster does not show.
	Probes Probes `yaml:"probes"`
	// The numbers to judge by. They are decoded by hand, for a better error about values such as "10m".
	Thresholds map[string]any `yaml:"thresholds"`
	// Folders with policies of your own, from this file.
	Policies []string `yaml:"policies"`
	// Resources that those policies judge as input.custom.NAME.
	Collect []Resource `yaml:"collect"`
}

// read returns what is in a file. A relative path is one from the folder dir; errors name the path as it was
// given, and call the file what it is.
func read(dir, path, what string) ([]byte, error) {
	file := path
	if !filepath.IsAbs(path) {
		file = filepath.Join(dir, path)
	}
	data, err := os.ReadFile(file)
	if err != nil {
		var pathErr *os.PathError
		if errors.As(err, &pathErr) {
			err = pathErr.Err
		}
		return nil, fmt.Errorf("cannot read the %s %s: %w", what, path, err)
	}
	return data, nil
}

// Load reads a configuration. A relative path is one from the folder dir; "" means the
// process's own. A profile named on the command line overrides the file's; both may be "".
// Errors name the file and, where they can, the line.
func Load(dir, path, profile string) (Config, error) {
	data, err := read(dir, path, "configuration")
	if err != nil {
		return Config{}, err
	}
	cfg, err := parse(data, profile)
	if err != nil {
		return Config{}, fmt.Errorf("%s: %w", path, err)
	}
	for i, dir := range cfg.Policies {
		if !filepath.IsAbs(dir) {
			cfg.Policies[i] = filepath.Join(filepath.Dir(path), dir)
		}
	}
	return cfg, nil
}

// FromProfile returns the configuration of a run without a file.
func FromProfile(name string) (Config, error) {
	if name == "" {
		name = Default
	}
	p, err := ProfileByName(name)
	return Config{Profile: p, Batteries: map[string]Battery{}, Thresholds: facts.DefaultThresholds(), WaiverDays: defaultWaiverDays}, err
}

func parse(data []byte, profile string) (Config, error) {
	var f File
	if err := yaml.DecodeStrict(data, &f); err != nil {
		return Config{}, err
	}
	if f.APIVersion != "kready.dev/v1" || f.Kind != "Config" {
		return Config{}, errors.New("must have apiVersion: kready.dev/v1 and kind: Config")
	}
	if profile == "" {
		profile = f.Profile
	}
	cfg, err := FromProfile(profile)
	if err != nil {
		return Config{}, err
	}
	cfg.Profile.Requirements = maps.Clone(cfg.Profile.Requirements)
	for _, name := range slices.Sorted(maps.Keys(f.Batteries)) {
		if err := cfg.add(name, f.Batteries[name]); err != nil {
			return Config{}, err
		}
	}
	if cfg.Thresholds, err = readThresholds(f.Thresholds); err != nil {
		return Config{}, err
	}
	for i, dir := range f.Policies {
		if strings.TrimSpace(dir) == "" {
			return Config{}, fmt.Errorf("policies: number %d names no folder", i+1)
		}
	}
	cfg.Policies = f.Policies
	if cfg.Custom, err = readResources(f.Collect); err != nil {
		return Config{}, err
	}
	if err := f.Intents.validate(); err != nil {
		return Config{}, err
	}
	cfg.Intents = f.Intents
	if err := f.Probes.validate(); err != nil {
		return Config{}, err
	}
	cfg.Probes = f.Probes
	if f.WaiverDays != nil {
		if cfg.WaiverDays = *f.WaiverDays; cfg.WaiverDays < 1 || cfg.WaiverDays > maxWaiverDays {
			return Config{}, fmt.Errorf("waiverDays is %d: it must be 1 to %d", cfg.WaiverDays, maxWaiverDays)
		}
	}
	for i, w := range f.Waivers {
		read, err := w.read()
		if err != nil {
			return Config{}, fmt.Errorf("waivers: number %d %w", i+1, err)
		}
		if j := slices.IndexFunc(cfg.Waivers, read.SameTarget); j >= 0 {
			return Config{}, fmt.Errorf("waivers: number %d waives the same as number %d (%s): keep one", i+1, j+1, read)
		}
		cfg.Waivers = append(cfg.Waivers, read)
	}
	return cfg, nil
}

// CheckBatteries refuses names of batteries that are neither kready's nor among own, the
// batteries of the user's policies, which are known only when the policies are loaded.
func (i *Config) CheckBatteries(own []string) error {
	known := func(name string) bool { return check.KnownBattery(name) || slices.Contains(own, name) }
	profile, err := ProfileByName(i.Profile.Name) // as it is without the file
	if err != nil {
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(i.Batteries)) {
		if !known(name) {
			return fmt.Errorf("batteries: unknown battery %q: `kready list batteries` lists them", name)
		}
		if err := i.Batteries[name].checkReason(name, profile); err != nil {
			return err
		}
	}
	for n, w := range i.Waivers {
		if w.Battery != "" && !known(w.Battery) {
			return fmt.Errorf("waivers: number %d names battery %q, which does not exist", n+1, w.Battery)
		}
	}
	return nil
}

// add adds the entry of one battery.
func (i *Config) add(name string, b Battery) error {
	switch b.Requirement {
	case "":
	case check.Required, check.Optional, check.None:
		if check.KnownBattery(name) { // CheckBatteries judges the others, whose name itself may be wrong
			if err := b.checkReason(name, i.Profile); err != nil {
				return err
			}
		}
		i.Profile.Requirements[name] = b.Requirement
	default:
		return fmt.Errorf("batteries: %s has unknown want %q: must be one of required, optional, none", name, b.Requirement)
	}
	if b.Requirement == check.None && len(b.Expect) > 0 {
		return fmt.Errorf("batteries: %s has want: none and cannot expect %s", name, strings.Join(b.Expect, ", "))
	}
	i.Batteries[name] = b
	return nil
}

// checkReason refuses a requirement that is less than the profile's without a reason.
func (b Battery) checkReason(name string, p Profile) error {
	if b.Requirement != "" && rank(b.Requirement) < rank(p.Requirement(name)) && strings.TrimSpace(b.Reason) == "" {
		return fmt.Errorf("batteries: %s requires a reason: it is %s in profile %s, and %s here", name, p.Requirement(name), p.Name, b.Requirement)
	}
	return nil
}

func rank(w check.Requirement) int {
	return slices.Index([]check.Requirement{check.None, check.Optional, check.Required}, w)
}
