package catalog

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/kready/kready/internal/facts"
)

// removal is the file form of facts.Removal.
type removal struct {
	Group        string   `yaml:"group"`
	Version      string   `yaml:"version"`
	Kinds        []string `yaml:"kinds"`
	DeprecatedIn string   `yaml:"deprecatedIn"`
	RemovedIn    string   `yaml:"removedIn"`
	Replacement  string   `yaml:"replacement"`
}

// removedSwitch is the file form of facts.Switch.
type removedSwitch struct {
	Gate      string `yaml:"gate"`
	Flag      string `yaml:"flag"`
	Component string `yaml:"component"`
	RemovedIn string `yaml:"removedIn"`
	Planned   bool   `yaml:"planned"`
}

// comesWith is the file form of facts.Shipped.
type comesWith struct {
	Kubernetes string `yaml:"kubernetes"`
	Version    string `yaml:"version"`
	Source     string `yaml:"source"`
}

// field is the file form of facts.MinField.
type field struct {
	Path    string `yaml:"path"`
	Value   string `yaml:"value"`
	Alpha   string `yaml:"alpha"`
	Beta    string `yaml:"beta"`
	GA      string `yaml:"ga"`
	Default string `yaml:"default"`
	Gate    string `yaml:"gate"`
	Source  string `yaml:"source"`
}

var (
	validMinor      = regexp.MustCompile(`^1\.(0|[1-9][0-9]*)$`)
	validRelease    = regexp.MustCompile(`^[0-9]+(\.[0-9]+){1,2}$`)
	validAPIVersion = regexp.MustCompile(`^v[1-9][0-9]*((alpha|beta)[1-9][0-9]*)?$`)
)

// minorOf returns 38 for "1.38".
func minorOf(release string) (int, error) {
	m := validMinor.FindStringSubmatch(release)
	if m == nil {
		return 0, fmt.Errorf("%q is not a minor release like 1.38", release)
	}
	return strconv.Atoi(m[1])
}

func (c *Catalog) addRemovals(t table) error {
	out := facts.RemovalTable{Name: t.Name, Title: t.Title, Source: t.Source, Updated: t.Updated.Time}
	for _, r := range t.Removals {
		minor, err := r.validate()
		if err != nil {
			return fmt.Errorf("%s/%s: %w", r.Group, r.Version, err)
		}
		out.Removals = append(out.Removals, facts.Removal{
			Group: r.Group, Version: r.Version, Kinds: r.Kinds, DeprecatedIn: r.DeprecatedIn,
			RemovedIn: r.RemovedIn, RemovedInMinor: minor, Replacement: r.Replacement,
		})
	}
	c.Tables.Removals = append(c.Tables.Removals, out)
	return nil
}

// validate returns the minor release of the removal.
func (r removal) validate() (int, error) {
	removed, err := minorOf(r.RemovedIn)
	if err != nil {
		return 0, err
	}
	deprecated, err := minorOf(r.DeprecatedIn)
	switch {
	case err != nil:
		return 0, err
	case deprecated > removed:
		return 0, fmt.Errorf("it is removed in %s and deprecated only in %s", r.RemovedIn, r.DeprecatedIn)
	case !validAPIVersion.MatchString(r.Version):
		return 0, fmt.Errorf("%q is not a version of an API", r.Version)
	case r.Replacement != "" && (r.Replacement == r.Version || !validAPIVersion.MatchString(r.Replacement[strings.IndexByte(r.Replacement, '/')+1:])):
		return 0, fmt.Errorf("its replacement %q is not another version of the API, nor one of another group", r.Replacement)
	case len(r.Kinds) == 0:
		return 0, errors.New("it names no kinds")
	}
	return removed, nil
}

func (c *Catalog) addSwitches(t table) error {
	out := facts.SwitchTable{Name: t.Name, Title: t.Title, Source: t.Source, Updated: t.Updated.Time}
	for _, s := range t.Switches {
		minor, err := minorOf(s.RemovedIn)
		switch {
		case (s.Gate == "") == (s.Flag == ""):
			err = errors.New("a switch is a gate or a flag")
		case (s.Flag == "") != (s.Component == ""):
			err = errors.New("a flag is one of a component, and a gate of none")
		}
		if err != nil {
			return fmt.Errorf("%s%s: %w", s.Gate, s.Flag, err)
		}
		out.Switches = append(out.Switches, facts.Switch{
			Gate: s.Gate, Flag: s.Flag, Component: s.Component, RemovedIn: s.RemovedIn, RemovedInMinor: minor, Planned: s.Planned,
		})
	}
	c.Tables.Switches = append(c.Tables.Switches, out)
	return nil
}

func (c *Catalog) addShipped(t table) error {
	out := facts.ShippedTable{Name: t.Name, Title: t.Title, Source: t.Source, Updated: t.Updated.Time}
	for _, s := range t.Shipped {
		minor, err := minorOf(s.Kubernetes)
		switch {
		case err != nil:
			return err
		case !validRelease.MatchString(s.Version):
			return fmt.Errorf("%s: %q is not a version like 1.14.6", s.Kubernetes, s.Version)
		case s.Source != "" && !strings.HasPrefix(s.Source, "https://"):
			return fmt.Errorf("%s: its source %q is not an https address", s.Kubernetes, s.Source)
		}
		out.Rows = append(out.Rows, facts.Shipped{
			Kubernetes: s.Kubernetes, KubernetesMinor: minor, Version: s.Version, Source: s.Source,
		})
	}
	c.Tables.Shipped = append(c.Tables.Shipped, out)
	return nil
}

func (c *Catalog) addFields(t table) error {
	out := facts.FieldTable{Name: t.Name, Title: t.Title, Source: t.Source, Updated: t.Updated.Time}
	for _, f := range t.Fields {
		if err := f.validate(); err != nil {
			return fmt.Errorf("%s: %w", f.Path, err)
		}
		out.Fields = append(out.Fields, facts.MinField{
			Path: f.Path, Value: f.Value, Alpha: f.Alpha, Beta: f.Beta, GA: f.GA, Default: f.Default, Gate: f.Gate, Source: f.Source,
			FirstMinor: firstMinor(f.Alpha, f.Beta, f.GA), DefaultMinor: firstMinor(f.Default),
		})
	}
	c.Tables.Fields = append(c.Tables.Fields, out)
	return nil
}

// firstMinor is the number after the dot of the first release that is one; 0 for none.
func firstMinor(releases ...string) int {
	for _, release := range releases {
		if minor, err := minorOf(release); err == nil {
			return minor
		}
	}
	return 0
}

func (f field) validate() error {
	before, known := 0, 0
	for _, release := range []string{f.Alpha, f.Beta, f.GA} {
		if release == "" {
			continue
		}
		minor, err := minorOf(release)
		if err != nil {
			return err
		}
		if minor <= before {
			return fmt.Errorf("its stages do not follow each other: %s", release)
		}
		before = minor
		known++
	}
	if f.Default != "" {
		if _, err := minorOf(f.Default); err != nil {
			return err
		}
	}
	switch {
	case known == 0:
		return errors.New("it has no stage")
	case f.GA != "" && f.Default == "":
		return errors.New("it is GA, and has no default: the release since which it is on by default")
	case f.Gate == "":
		return errors.New("it names no feature gate")
	case !strings.HasPrefix(f.Source, "https://"):
		return fmt.Errorf("its source %q is not an https address", f.Source)
	}
	return nil
}
