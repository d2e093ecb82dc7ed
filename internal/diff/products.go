package diff

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/report"
)

// states are the states of a product, the most certain first.
var states = []string{"running", "hidden", "declared", "remnant"}

// product is what a report says of a product, over all batteries and instances.
type product struct {
	title     string
	batteries []string
	report.ProductState
}

// products compares what provides the batteries.
func (p pair) products() []report.ProductChange {
	out := []report.ProductChange{}
	if !p.comparesProducts() {
		return out
	}
	old, now := products(p.old), products(p.now)
	names := slices.Collect(maps.Keys(now))
	for name := range old {
		if _, ok := now[name]; !ok {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	for _, name := range names {
		was, is := old[name], now[name]
		if was.ProductState == is.ProductState {
			continue
		}
		change := report.ProductChange{
			Name: name, Title: cmp.Or(is.title, was.title), Batteries: is.batteries,
			Change: "changed", Was: was.ProductState, Is: is.ProductState,
		}
		if len(change.Batteries) == 0 {
			change.Batteries = was.batteries
		}
		switch {
		case was.present() && !is.present(), is.State == "":
			change.Change = "gone"
		case is.present() && !was.present(), was.State == "":
			change.Change = "appeared"
		}
		out = append(out, change)
	}
	return out
}

// present reports whether the product is there, not only what it left behind.
func (p product) present() bool { return p.State != "" && p.State != "remnant" }

// comparesProducts reports whether both reports looked for products: that is what
// checks of level present do. A run of a few others may not have read what shows them.
func (p pair) comparesProducts() bool {
	return judgesProducts(p.old) && judgesProducts(p.now)
}

func judgesProducts(r report.Report) bool {
	return slices.ContainsFunc(r.Results, func(x report.Result) bool { return x.Level == string(check.LevelPresent) })
}

// products are those of a report by name. Of several instances, those in the state that
// says most give the version.
func products(r report.Report) map[string]product {
	out := map[string]product{}
	versions := map[string][]string{}
	for _, b := range r.Batteries {
		for _, i := range b.Implementations {
			p, ok := out[i.Name]
			if !ok || slices.Index(states, i.State) < slices.Index(states, p.State) {
				p.State, versions[i.Name] = i.State, nil
			}
			p.title = i.Title
			if !slices.Contains(p.batteries, b.Name) {
				p.batteries = append(p.batteries, b.Name)
			}
			if i.State == p.State && i.Version != "" && !slices.Contains(versions[i.Name], i.Version) {
				versions[i.Name] = append(versions[i.Name], i.Version)
			}
			out[i.Name] = p
		}
	}
	for name, p := range out {
		slices.Sort(versions[name])
		p.Version = strings.Join(versions[name], ", ")
		out[name] = p
	}
	return out
}
