package fleet

import (
	"fmt"
	"slices"

	"github.com/kready/kready/internal/diff"
	"github.com/kready/kready/internal/report"
)

// Changes are what is different between an old fleet and a new one. Clusters are the same when
// their names are.
type Changes struct {
	// Notes say what the comparison cannot be taken for.
	Notes []ClusterNote `json:"notes"`
	// Came are in the new fleet alone: each of their gaps counts as new. Gone are in the old one alone.
	Came []string `json:"came"`
	Gone []string `json:"gone"`
	// Lost had a report and cannot be reached now; Found could not be reached before.
	Lost  []string `json:"lost"`
	Found []string `json:"found"`
	// Verdicts are what came out of clusters, where that is another one.
	Verdicts []ValueChange `json:"verdicts"`
	// Checks are those whose outcome is another one, must-haves first.
	Checks []CheckChange `json:"checks"`
	// Versions are those of Kubernetes and whose it is, Products what provides batteries.
	Versions []ValueChange `json:"versions"`
	Products []ValueChange `json:"products"`
	// Waivers have expired since, or expire soon.
	Waivers []WaiverChange `json:"waivers"`
}

// ClusterNote is a note about some clusters.
type ClusterNote struct {
	Note     string   `json:"note"`
	Clusters []string `json:"clusters"`
}

// What became of a check.
const (
	NewGap       = "new"          // a gap now, and none that counts before
	LargerGap    = "larger"       // a gap on more objects
	SmallerGap   = "smaller"      // a gap on fewer objects
	ClosedGap    = "closed"       // it passes now
	SkippedGap   = "not asked"    // it was a gap, and is skipped now
	NewlyWaived  = "waived"       // a waiver covers it now
	NewlyUnknown = "unknown"      // it could be judged, or was waived
	NewlyJudged  = "judged again" // it was unknown, and passes
)

// CheckChange is a check whose outcome is another one on some clusters.
type CheckChange struct {
	Check   string `json:"check"`
	Title   string `json:"title"`
	Battery string `json:"battery"`
	Tier    string `json:"tier"`
	Level   string `json:"level"`
	// Change is new, larger, smaller, closed, not asked, waived, unknown or judged again.
	Change string `json:"change"`
	// Worse says that the clusters, or what can be known of them, are in a worse state.
	Worse    bool     `json:"worse"`
	Clusters []string `json:"clusters"`
}

// ValueChange is a value that is another one on some clusters.
type ValueChange struct {
	// What is Kubernetes, distribution, verdict, or the title of a product.
	What     string   `json:"what"`
	Was      string   `json:"was"`
	Is       string   `json:"is"`
	Clusters []string `json:"clusters"`
}

// WaiverChange is a waiver that lapses, or has lapsed, on some clusters.
type WaiverChange struct {
	report.WaiverLeft
	Clusters []string `json:"clusters"`
}

// Compare returns what changed from old to now. Waivers with expiringDays left, or fewer, are listed.
// It also returns the changes of each cluster of now that has a report, by its name.
func Compare(old, now Fleet, expiringDays int) (Changes, map[string]report.Changes) {
	c := Changes{
		Notes: []ClusterNote{}, Came: []string{}, Gone: []string{}, Lost: []string{}, Found: []string{},
		Verdicts: []ValueChange{}, Checks: []CheckChange{}, Versions: []ValueChange{}, Products: []ValueChange{}, Waivers: []WaiverChange{},
	}
	places := old.places()
	each := map[string]report.Changes{}
	for i, cluster := range now.Clusters {
		at, known := places[cluster.Name]
		is, judged := now.Report(i)
		var was report.Report
		before := false
		if known {
			was, before = old.Report(at)
		}
		switch {
		case !known:
			c.Came = append(c.Came, cluster.Name)
		case before && !judged:
			c.Lost = append(c.Lost, cluster.Name)
		case judged && !before:
			c.Found = append(c.Found, cluster.Name)
		}
		if !judged {
			continue
		}
		if !before {
			was = unasked(is)
		}
		changes := diff.Compare(was, is, expiringDays)
		each[cluster.Name] = changes
		c.add(cluster.Name, changes, !before || !old.productsKnown(at) || !now.productsKnown(i))
		if before {
			c.addVerdict(cluster, old.Clusters[at])
		}
	}
	present := now.places()
	for _, cluster := range old.Clusters {
		if _, ok := present[cluster.Name]; !ok {
			c.Gone = append(c.Gone, cluster.Name)
		}
	}
	c.sort()
	return c, each
}

// places are those of the clusters, by name.
func (f Fleet) places() map[string]int {
	all := make(map[string]int, len(f.Clusters))
	for i, c := range f.Clusters {
		all[c.Name] = i
	}
	return all
}

// productsKnown reports whether the products of a cluster could be seen.
func (f Fleet) productsKnown(i int) bool {
	return len(f.Batteries) == 0 || f.Batteries[0].Cells[i].ProductsKnown
}

// unasked is a report of the same checks of which nothing was asked: what a cluster that nobody has
// seen before is held against.
func unasked(r report.Report) report.Report {
	r.Results, r.Waivers = slices.Clone(r.Results), nil
	for i := range r.Results {
		r.Results[i].Status, r.Results[i].Folded, r.Results[i].Waiver, r.Results[i].Findings = "skip", false, nil, nil
	}
	return r
}

// add adds the changes of one cluster.
func (c *Changes) add(name string, changes report.Changes, noProducts bool) {
	for _, list := range []struct {
		word    string
		changes []report.Change
	}{
		{NewGap, changes.NewGaps},
		{LargerGap, changes.ChangedGaps},
		{ClosedGap, changes.ClosedGaps},
		{SkippedGap, changes.SkippedGaps},
		{NewlyWaived, changes.NewlyWaived},
		{NewlyUnknown, changes.NewlyUnknown},
		{NewlyJudged, changes.NewlyJudged},
	} {
		for _, x := range list.changes {
			word := list.word
			if word == LargerGap && !x.Worse {
				word = SmallerGap
			}
			c.addCheck(name, word, x)
		}
	}
	for _, note := range changes.Notes {
		c.addNote(name, note)
	}
	for _, x := range changes.Cluster {
		if x.What != "nodes" { // they come and go
			c.Versions = addValue(c.Versions, ValueChange{What: x.What, Was: x.Was, Is: x.Is}, name)
		}
	}
	for _, x := range changes.Products {
		if !noProducts {
			c.Products = addValue(c.Products, ValueChange{What: x.Title, Was: describeState(x.Was), Is: describeState(x.Is)}, name)
		}
	}
	for _, w := range changes.Waivers {
		i := slices.IndexFunc(c.Waivers, func(x WaiverChange) bool { return x.WaiverLeft == w })
		if i < 0 {
			i = len(c.Waivers)
			c.Waivers = append(c.Waivers, WaiverChange{WaiverLeft: w})
		}
		c.Waivers[i].Clusters = append(c.Waivers[i].Clusters, name)
	}
}

func (c *Changes) addCheck(name, word string, x report.Change) {
	i := slices.IndexFunc(c.Checks, func(y CheckChange) bool { return y.Check == x.ID && y.Change == word && y.Worse == x.Worse })
	if i < 0 {
		i = len(c.Checks)
		c.Checks = append(c.Checks, CheckChange{Check: x.ID, Title: x.Title, Battery: x.Battery, Tier: x.Tier, Level: x.Level, Change: word, Worse: x.Worse})
	}
	c.Checks[i].Clusters = append(c.Checks[i].Clusters, name)
}

func (c *Changes) addNote(name, note string) {
	i := slices.IndexFunc(c.Notes, func(x ClusterNote) bool { return x.Note == note })
	if i < 0 {
		i = len(c.Notes)
		c.Notes = append(c.Notes, ClusterNote{Note: note})
	}
	c.Notes[i].Clusters = append(c.Notes[i].Clusters, name)
}

// addVerdict notes a verdict that is another one.
func (c *Changes) addVerdict(now, old Cluster) {
	was, _ := old.headline()
	is, _ := now.headline()
	if was != is {
		c.Verdicts = addValue(c.Verdicts, ValueChange{What: "verdict", Was: was, Is: is}, now.Name)
	}
}

// addValue adds a cluster to those of a change.
func addValue(all []ValueChange, x ValueChange, name string) []ValueChange {
	i := slices.IndexFunc(all, func(y ValueChange) bool { return y.What == x.What && y.Was == x.Was && y.Is == x.Is })
	if i < 0 {
		i = len(all)
		all = append(all, x)
	}
	all[i].Clusters = append(all[i].Clusters, name)
	return all
}

// describeState is a product's version, or in what state it is: "" for one that is not there.
func describeState(s report.ProductState) string {
	switch {
	case s.State == "running" && s.Version != "":
		return s.Version
	case s.State != "" && s.Version != "":
		return fmt.Sprintf("%s (%s)", s.Version, s.State)
	}
	return s.State
}
