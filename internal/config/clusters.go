package config

import (
	"errors"
	"fmt"
	"maps"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/kready/kready/internal/yaml"
)

// What an inventory of clusters may hold at most.
const (
	mostClusters   = 10_000
	mostLabels     = 20
	mostLabelValue = 100
)

// Clusters is an inventory: which clusters there are, what each is, and what it is judged by.
type Clusters struct {
	// File is where it was read from.
	File    string
	Entries []Cluster
}

// Cluster is one entry, for one cluster or for all that a pattern matches.
type Cluster struct {
	// Context is the name of a context, From a file as --from takes it; one of both is set. In each, *
	// stands for anything: an entry without one goes before.
	Context string `yaml:"context"`
	From    string `yaml:"from"`
	// Labels say what it is: region, tier, owner.
	Labels map[string]string `yaml:"labels"`
	// Profile and Config are what it is judged by; "" for those of the run.
	Profile string `yaml:"profile"`
	Config  string `yaml:"config"`
}

// Pattern reports whether the entry may stand for several clusters.
func (c Cluster) Pattern() bool { return strings.Contains(c.Context+c.From, "*") }

// Name is what messages call the entry.
func (c Cluster) Name() string { return c.Context + c.From }

// clustersFile is the form of an inventory.
type clustersFile struct {
	APIVersion string    `yaml:"apiVersion"`
	Kind       string    `yaml:"kind"`
	Clusters   []Cluster `yaml:"clusters"`
}

// LoadClusters reads an inventory. A relative path is one from the folder dir, and those in the
// file are from its own folder.
func LoadClusters(dir, path string) (Clusters, error) {
	data, err := read(dir, path, "inventory")
	if err != nil {
		return Clusters{}, err
	}
	entries, err := parseClusters(data)
	if err != nil {
		return Clusters{}, fmt.Errorf("%s: %w", path, err)
	}
	for i := range entries {
		for _, named := range []*string{&entries[i].From, &entries[i].Config} {
			if *named != "" && !filepath.IsAbs(*named) {
				*named = filepath.Join(filepath.Dir(path), *named)
			}
		}
	}
	return Clusters{File: path, Entries: entries}, nil
}

func parseClusters(data []byte) ([]Cluster, error) {
	var f clustersFile
	if err := yaml.DecodeStrict(data, &f); err != nil {
		return nil, err
	}
	switch {
	case f.APIVersion != "kready.dev/v1" || f.Kind != "Clusters":
		return nil, errors.New("must have apiVersion: kready.dev/v1 and kind: Clusters")
	case len(f.Clusters) == 0:
		return nil, errors.New("clusters: names none")
	case len(f.Clusters) > mostClusters:
		return nil, fmt.Errorf("clusters: has %d entries, more than %d: use patterns such as 'prod-*'", len(f.Clusters), mostClusters)
	}
	for i, c := range f.Clusters {
		if err := c.validate(); err != nil {
			return nil, fmt.Errorf("clusters: number %d %w", i+1, err)
		}
		j := slices.IndexFunc(f.Clusters[:i], func(other Cluster) bool { return other.Context == c.Context && other.From == c.From })
		if j >= 0 {
			return nil, fmt.Errorf("clusters: number %d is number %d again (%q): keep one", i+1, j+1, c.Name())
		}
	}
	return f.Clusters, nil
}

// labelKey is what the key of a label may be: it is a part of a metric's name, too.
var labelKey = regexp.MustCompile(`^[a-z]([a-z0-9-]{0,38}[a-z0-9])?$`)

// validate refuses an entry that names no cluster or two, or labels that nobody could read.
func (c Cluster) validate() error {
	if (c.Context == "") == (c.From == "") {
		return errors.New("names neither a context nor a file (from), or both")
	}
	if c.From == "-" {
		return errors.New("names standard input, which is no file")
	}
	if c.Profile != "" {
		if _, err := ProfileByName(c.Profile); err != nil {
			return fmt.Errorf("(%q) has an %w", c.Name(), err)
		}
	}
	if len(c.Labels) > mostLabels {
		return fmt.Errorf("(%q) has %d labels, more than %d", c.Name(), len(c.Labels), mostLabels)
	}
	for _, key := range slices.Sorted(maps.Keys(c.Labels)) {
		value := c.Labels[key]
		switch {
		case !labelKey.MatchString(key):
			return fmt.Errorf("(%q) has a label %q: its key must be lower-case letters, digits and dashes, 40 at most", c.Name(), key)
		case strings.TrimSpace(value) == "":
			return fmt.Errorf("(%q) has a label %s without a value", c.Name(), key)
		case utf8.RuneCountInString(value) > mostLabelValue:
			return fmt.Errorf("(%q) has a label %s of more than %d characters", c.Name(), key, mostLabelValue)
		}
	}
	return nil
}
