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

// Intent is what a team says of its cluster: a profile, and where it differs.
type Intent struct {
	Profile Profile
	// Batteries are those that the file speaks of, by name.
	Batteries map[string]Battery
	Waivers   []check.Waiver
	// Thresholds are the defaults with what the file says put over them.
	Thresholds facts.Thresholds
	// Policies are folders with the team's own policies, as paths from the working folder.
	Policies []string
	// Custom are the resources that those policies judge by, besides kready's own facts.
	Custom []facts.CustomSource
	// Probes is what probes have to be told.
	Probes Probes
}

// Battery is what the file says of one battery.
type Battery struct {
	// Want overrides the profile's; "" keeps it.
	Want check.Requirement `yaml:"want"`
	// Reason says why; it must be there when less is wanted than the profile does.
	Reason string `yaml:"reason"`
	// Expect are the products that should provide the battery.
	Expect []string `yaml:"expect"`
}

// file is the form of kready.yaml.
type file struct {
	APIVersion string             `yaml:"apiVersion"`
	Kind       string             `yaml:"kind"`
	Profile    string             `yaml:"profile"`
	Batteries  map[string]Battery `yaml:"batteries"`
	Waivers    []waiver           `yaml:"waivers"`
	Probes     Probes             `yaml:"probes"`
	// Thresholds are read by hand: whoever writes "10m" should be told what to write.
	Thresholds map[string]any `yaml:"thresholds"`
	Policies   []string       `yaml:"policies"`
	Collect    []resource     `yaml:"collect"`
}

// Load reads a configuration. A relative path is one from the folder dir; "" means the
// process's own. A profile named on the command line overrides the file's; both may be "".
// Errors name the file and, where they can, the line.
func Load(dir, path, profile string) (Intent, error) {
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
		return Intent{}, fmt.Errorf("cannot read the configuration %s: %w", path, err)
	}
	intent, err := parse(data, profile)
	if err != nil {
		return Intent{}, fmt.Errorf("%s: %w", path, err)
	}
	for i, dir := range intent.Policies {
		if !filepath.IsAbs(dir) {
			intent.Policies[i] = filepath.Join(filepath.Dir(path), dir)
		}
	}
	return intent, nil
}

// FromProfile is the intent of a run without a file.
func FromProfile(name string) (Intent, error) {
	if name == "" {
		name = Default
	}
	p, err := ProfileByName(name)
	return Intent{Profile: p, Batteries: map[string]Battery{}, Thresholds: facts.DefaultThresholds()}, err
}

func parse(data []byte, profile string) (Intent, error) {
	var f file
	if err := yaml.DecodeStrict(data, &f); err != nil {
		return Intent{}, err
	}
	if f.APIVersion != "kready.dev/v1" || f.Kind != "Config" {
		return Intent{}, errors.New("it does not begin with apiVersion: kready.dev/v1 and kind: Config")
	}
	if profile == "" {
		profile = f.Profile
	}
	intent, err := FromProfile(profile)
	if err != nil {
		return Intent{}, err
	}
	intent.Profile.Wants = maps.Clone(intent.Profile.Wants)
	for _, name := range slices.Sorted(maps.Keys(f.Batteries)) {
		if err := intent.add(name, f.Batteries[name]); err != nil {
			return Intent{}, err
		}
	}
	if intent.Thresholds, err = readThresholds(f.Thresholds); err != nil {
		return Intent{}, err
	}
	for i, dir := range f.Policies {
		if strings.TrimSpace(dir) == "" {
			return Intent{}, fmt.Errorf("policies: number %d names no folder", i+1)
		}
	}
	intent.Policies = f.Policies
	if intent.Custom, err = readResources(f.Collect); err != nil {
		return Intent{}, err
	}
	if err := f.Probes.valid(); err != nil {
		return Intent{}, err
	}
	intent.Probes = f.Probes
	for i, w := range f.Waivers {
		taken, err := w.read()
		if err != nil {
			return Intent{}, fmt.Errorf("waivers: number %d %w", i+1, err)
		}
		if j := slices.IndexFunc(intent.Waivers, taken.SameTarget); j >= 0 {
			return Intent{}, fmt.Errorf("waivers: number %d waives the same as number %d (%s): keep one", i+1, j+1, taken)
		}
		intent.Waivers = append(intent.Waivers, taken)
	}
	return intent, nil
}

// CheckBatteries refuses names of batteries that are neither kready's nor among own, the
// batteries of the team's policies: those are known only when the policies are loaded.
func (i *Intent) CheckBatteries(own []string) error {
	known := func(name string) bool { return check.KnownBattery(name) || slices.Contains(own, name) }
	profile, err := ProfileByName(i.Profile.Name) // as it is without the file
	if err != nil {
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(i.Batteries)) {
		if !known(name) {
			return fmt.Errorf("batteries: unknown battery %q: `kready list batteries` lists them", name)
		}
		if err := i.Batteries[name].reasoned(name, profile); err != nil {
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

// add takes what the file says of one battery.
func (i *Intent) add(name string, b Battery) error {
	switch b.Want {
	case "":
	case check.Required, check.Optional, check.None:
		if check.KnownBattery(name) { // of the others the name itself may be wrong, which is said first
			if err := b.reasoned(name, i.Profile); err != nil {
				return err
			}
		}
		i.Profile.Wants[name] = b.Want
	default:
		return fmt.Errorf("batteries: %s wants %q: choose required, optional or none", name, b.Want)
	}
	if b.Want == check.None && len(b.Expect) > 0 {
		return fmt.Errorf("batteries: %s has want: none and cannot expect %s", name, strings.Join(b.Expect, ", "))
	}
	i.Batteries[name] = b
	return nil
}

// reasoned refuses to want less than the profile does without a reason.
func (b Battery) reasoned(name string, p Profile) error {
	if b.Want != "" && weight(b.Want) < weight(p.Want(name)) && strings.TrimSpace(b.Reason) == "" {
		return fmt.Errorf("batteries: %s is %s in profile %s, and the file makes it %s without a reason", name, p.Want(name), p.Name, b.Want)
	}
	return nil
}

func weight(w check.Requirement) int {
	return slices.Index([]check.Requirement{check.None, check.Optional, check.Required}, w)
}
