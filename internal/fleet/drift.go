package fleet

import (
	"slices"
	"strings"
)

// Kinds of drift.
const (
	DriftKubernetes   = "kubernetes"   // versions of the API servers
	DriftDistribution = "distribution" // whose Kubernetes it is
	DriftProduct      = "product"      // which products run for a battery
	DriftVersion      = "version"      // versions of one product
	DriftLevel        = "level"        // how far up the ladder a battery is
)

// Drift is one thing in which clusters differ.
type Drift struct {
	// Kind is kubernetes, distribution, product, version or level.
	Kind    string `json:"kind"`
	Battery string `json:"battery,omitempty"`
	// Product is the one whose versions differ.
	Product string `json:"product,omitempty"`
	// Values are what was found, most common first.
	Values []Value `json:"values"`
}

// Value is what some of the clusters have in common.
type Value struct {
	Value    string   `json:"value"`
	Clusters []string `json:"clusters"`
}

// Title says what differs.
func (d Drift) Title() string {
	switch d.Kind {
	case DriftKubernetes:
		return "Kubernetes version"
	case DriftDistribution:
		return "Distribution"
	case DriftProduct:
		return d.Battery + ": who provides it"
	case DriftVersion:
		return d.Battery + ": version of " + d.Product
	}
	return d.Battery + ": how far it is"
}

// drift compares the clusters that have a report. What is not known of a cluster, such as
// its products where workloads could not be read, or a level that was not judged, is no
// difference.
func drift(f Fleet) []Drift {
	kubernetes := Drift{Kind: DriftKubernetes}
	distribution := Drift{Kind: DriftDistribution}
	for _, c := range f.Clusters {
		if c.Target == nil {
			continue
		}
		kubernetes.add(c.Target.Version, c.Name)
		distribution.add(c.Target.DistributionTitle, c.Name)
	}
	all := []Drift{kubernetes, distribution}
	for _, b := range f.Batteries {
		all = append(all, productDrift(b))
		all = append(all, versionDrift(b)...)
		level := Drift{Kind: DriftLevel, Battery: b.Name}
		for _, c := range b.Cells {
			word := c.Progress()
			switch {
			case c.Then == "unknown" || c.Then == "error":
				continue
			case word == "-":
				word = "nothing to judge"
			}
			level.add(word, c.Cluster)
		}
		all = append(all, level)
	}
	all = slices.DeleteFunc(all, func(d Drift) bool { return len(d.Values) < 2 })
	for _, d := range all {
		slices.SortStableFunc(d.Values, func(a, b Value) int { return len(b.Clusters) - len(a.Clusters) })
	}
	return all
}

// add notes a cluster's value. An empty one is not known.
func (d *Drift) add(value, cluster string) {
	if value == "" {
		return
	}
	for i := range d.Values {
		if d.Values[i].Value == value {
			d.Values[i].Clusters = append(d.Values[i].Clusters, cluster)
			return
		}
	}
	d.Values = append(d.Values, Value{value, []string{cluster}})
}

// running reports whether a product runs, as far as is known.
func (p Product) running() bool { return p.State == "running" || p.State == "hidden" }

// productDrift compares which products do the work of a battery.
func productDrift(b Battery) Drift {
	d := Drift{Kind: DriftProduct, Battery: b.Name}
	for _, c := range b.Cells {
		if !c.ProductsKnown {
			continue
		}
		var titles []string
		for _, p := range c.Products {
			if p.running() && !slices.Contains(titles, p.Title) {
				titles = append(titles, p.Title)
			}
		}
		slices.Sort(titles)
		value := strings.Join(titles, ", ")
		if value == "" {
			value = "none"
		}
		d.add(value, c.Cluster)
	}
	return d
}

// versionDrift compares the versions of each product that several clusters have.
func versionDrift(b Battery) []Drift {
	var all []Drift
	for _, c := range b.Cells {
		versions := map[string][]string{}
		var titles []string
		for _, p := range c.Products {
			if !p.running() || p.Version == "" {
				continue
			}
			if versions[p.Title] == nil {
				titles = append(titles, p.Title)
			}
			versions[p.Title] = append(versions[p.Title], p.Version)
		}
		for _, title := range titles {
			i := slices.IndexFunc(all, func(d Drift) bool { return d.Product == title })
			if i < 0 {
				i = len(all)
				all = append(all, Drift{Kind: DriftVersion, Battery: b.Name, Product: title})
			}
			slices.Sort(versions[title])
			all[i].add(strings.Join(slices.Compact(versions[title]), " and "), c.Cluster)
		}
	}
	return all
}
