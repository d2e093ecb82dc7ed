// Package fleet holds several reports side by side: which product provides each battery
// of each cluster, how far up the ladder it is, and where the clusters differ.
package fleet

import (
	"slices"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/report"
)

// Version and kind of the fleet's JSON document.
const (
	APIVersion = report.APIVersion
	Kind       = "Fleet"
)

// Fleet is the judgement on several targets, judged by the same rules.
type Fleet struct {
	APIVersion string `json:"apiVersion"`
	Kind       string `json:"kind"`
	// Tool is the kready version that judged.
	Tool string `json:"tool"`
	// Profile is the one that all clusters were judged for; "" when they have several.
	Profile string  `json:"profile"`
	Verdict Verdict `json:"verdict"`
	// Gaps are what is missing where: must-haves first, and of a tier what most clusters lack.
	Gaps []Gap `json:"gaps"`
	// Groups hold the clusters by their state, those that are alike in one, or by GroupBy.
	Groups []Group `json:"groups"`
	// GroupBy are the patterns of names and the labels by which clusters were grouped.
	GroupBy []string `json:"groupBy,omitempty"`
	// Checks are what the clusters were judged by.
	Checks []Check `json:"checks"`
	// Clusters are in the order in which they were named.
	Clusters []Cluster `json:"clusters"`
	// Batteries are the rows of the matrix, in the order in which they build on each other.
	Batteries []Battery `json:"batteries"`
	// Drift lists where the clusters differ; those without a report are left out.
	Drift []Drift `json:"drift"`
	// Baseline is an earlier report of the fleet, and what changed since.
	Baseline *Baseline `json:"baseline,omitempty"`
}

// Verdict is the outcome of all clusters in one glance.
type Verdict struct {
	// Ready is true when every cluster is. It is never true for a run of some checks.
	Ready bool `json:"ready"`
	// ExitCode is the worst of the clusters': 1 is worse than 3, 3 than 0.
	ExitCode int    `json:"exitCode"`
	FailOn   string `json:"failOn"`
	// Each cluster counts once in one of these.
	ReadyClusters int `json:"readyClusters"`
	NotReady      int `json:"notReady"`
	NotJudged     int `json:"notJudged"`
	NotReached    int `json:"notReached"`
	// Passed counts the clusters without a gap that counts in a run of some checks.
	Passed int `json:"passed,omitempty"`
	// NoWorse counts the clusters that are not ready, and no worse than in the baseline, where FailOn
	// is about what is new.
	NoWorse int `json:"noWorse,omitempty"`
}

// Cluster is one row of the matrix.
type Cluster struct {
	// Name is unlike that of any other cluster of the fleet.
	Name string `json:"name"`
	// Labels are those of the inventory.
	Labels map[string]string `json:"labels,omitempty"`
	// Error says why there is no report; what follows is then absent.
	Error   string          `json:"error,omitempty"`
	Profile string          `json:"profile,omitempty"`
	Target  *report.Target  `json:"target,omitempty"`
	Verdict *report.Verdict `json:"verdict,omitempty"`
	// Outcome names the checks by what came out.
	Outcome *Outcome `json:"outcome,omitempty"`
	// BlindSpots counts the things that could not be read and that a check needed.
	BlindSpots int             `json:"blindSpots,omitempty"`
	Waivers    []report.Waiver `json:"waivers,omitempty"`
}

// Battery is one row of the matrix.
type Battery struct {
	Name  string `json:"name"`
	Title string `json:"title"`
	// Required says whether the profile of any cluster needs it.
	Required bool `json:"required"`
	// Cells hold one entry a cluster, in their order.
	Cells []Cell `json:"cells"`
}

// Cell is one battery of one cluster.
type Cell struct {
	Cluster string `json:"cluster"`
	// Judged is false when the cluster has no report.
	Judged bool `json:"judged"`
	// Reached is the highest level below which nothing fails: present, healthy,
	// configured or proven; "" when none is established.
	Reached string `json:"reached"`
	// Then is the status of the first level that does not pass: gap, unknown, error or
	// waived; "" when there is none. At is that level.
	Then string `json:"then"`
	At   string `json:"at"`
	// Must is true when Then is the gap of a must-have.
	Must bool `json:"must"`
	// Required says whether the cluster's profile needs the battery.
	Required bool          `json:"required"`
	Levels   report.Levels `json:"levels"`
	Products []Product     `json:"products"`
	// ProductsKnown is false when the cluster's workloads could not all be read, or were
	// not selected: then there may be products all the same.
	ProductsKnown bool `json:"productsKnown"`
}

// Product is an implementation that was found.
type Product struct {
	Name    string `json:"name"`
	Title   string `json:"title"`
	Version string `json:"version"`
	// State is running, declared, remnant or hidden.
	State string `json:"state"`
}

// Member is a cluster with its report, or with the reason why there is none.
type Member struct {
	Name string
	// Labels are those of the inventory.
	Labels map[string]string
	Report *report.Report
	Error  string
}

// Options say by which rules all members were judged.
type Options struct {
	Tool    string
	Profile string
	FailOn  string
	// Products is true when the checks read what recognition looks at.
	Products bool
	// GroupBy are the patterns of names and the labels to group by; none means by state. GroupOf
	// applies them: it returns the name of a cluster's group.
	GroupBy []string
	GroupOf func(name string, labels map[string]string) string
}

// New puts members side by side. Their names are unlike each other.
func New(members []Member, opts Options) Fleet {
	f := Fleet{
		APIVersion: APIVersion, Kind: Kind, Tool: opts.Tool, Profile: profile(members, opts.Profile),
		Verdict: Verdict{FailOn: opts.FailOn}, GroupBy: opts.GroupBy,
		Clusters: []Cluster{}, Checks: checks(members), Batteries: []Battery{}, Drift: []Drift{},
	}
	for _, m := range members {
		c := newCluster(m)
		f.Clusters = append(f.Clusters, c)
		f.Verdict.add(c)
	}
	f.Verdict.Ready = f.Verdict.ExitCode == 0 && f.Verdict.Passed+f.Verdict.NoWorse+f.Verdict.NotReady == 0
	for _, row := range rows(members) {
		for _, m := range members {
			row.Cells = append(row.Cells, newCell(m, row.Name, opts))
		}
		f.Batteries = append(f.Batteries, row)
	}
	f.Drift = append(f.Drift, drift(f)...)
	f.Gaps = gaps(members)
	if opts.GroupOf != nil {
		f.Groups = groupsBy(f, members, opts.GroupOf)
	} else {
		f.Groups = groups(f, members)
	}
	return f
}

// newCluster says what came out of one member.
func newCluster(m Member) Cluster {
	c := Cluster{Name: m.Name, Labels: m.Labels, Error: m.Error}
	if m.Report != nil {
		c.Profile, c.Target, c.Verdict = m.Report.Profile, &m.Report.Target, &m.Report.Verdict
		c.Outcome, c.BlindSpots, c.Waivers = newOutcome(*m.Report), len(m.Report.BlindSpots), m.Report.Waivers
	}
	return c
}

// profile is the one that all members were judged for, "" when they have several, and that of the
// run when none was judged.
func profile(members []Member, run string) string {
	var all []string
	for _, m := range members {
		if m.Report != nil && !slices.Contains(all, m.Report.Profile) {
			all = append(all, m.Report.Profile)
		}
	}
	switch len(all) {
	case 0:
		return run
	case 1:
		return all[0]
	}
	return ""
}

// add counts a cluster. A gap comes before what was not judged, as in one cluster.
func (v *Verdict) add(c Cluster) {
	code := 3
	switch {
	case c.Verdict == nil:
		v.NotReached++
	case c.Verdict.ExitCode == 1:
		v.NotReady++
		code = 1
	case c.Verdict.ExitCode == 3:
		v.NotJudged++
	case v.countsNew() && (c.Verdict.MustGaps > 0 || !c.Verdict.Complete):
		v.NoWorse++
		code = 0
	case c.Verdict.Asked != nil:
		v.Passed++
		code = 0
	case c.Verdict.MustGaps > 0: // accepted by --fail-on never
		v.NotReady++
		code = 0
	default:
		v.ReadyClusters++
		code = 0
	}
	if v.ExitCode == 0 || code == 1 {
		v.ExitCode = code
	}
}

// countsNew reports whether the verdict is about what is new since a baseline.
func (v Verdict) countsNew() bool {
	_, isNew := report.NewGapsTier(v.FailOn)
	return isNew
}

// rows are the batteries of all reports, kready's own first and in their order.
func rows(members []Member) []Battery {
	var all []Battery
	for _, m := range members {
		if m.Report == nil {
			continue
		}
		for _, b := range m.Report.Batteries {
			i := slices.IndexFunc(all, func(x Battery) bool { return x.Name == b.Name })
			if i < 0 {
				i = len(all)
				all = append(all, Battery{Name: b.Name, Title: b.Title, Cells: []Cell{}})
			}
			all[i].Required = all[i].Required || b.Required
		}
	}
	slices.SortStableFunc(all, func(a, b Battery) int { return check.BatteryOrder(a.Name) - check.BatteryOrder(b.Name) })
	return all
}
