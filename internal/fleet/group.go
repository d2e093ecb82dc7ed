package fleet

import (
	"cmp"
	"slices"
	"strings"
)

// Group holds clusters that are in the same state: the same profile, distribution, products, gaps and
// unknowns; versions may differ. Or it holds those that somebody put together, whatever their state.
type Group struct {
	// Name is what the names of its clusters begin with, such as "edge-*", or the first of them; or
	// what they were grouped by.
	Name string `json:"name"`
	// Like is a cluster that stands for the group.
	Like string `json:"like"`
	// Clusters are all of the group, those that deviate included.
	Clusters []string `json:"clusters"`
	// Outliers are the few clusters that differ from the others of the group.
	Outliers []Outlier `json:"outliers"`
	// Drift says in which versions the clusters of the group differ.
	Drift []Drift `json:"drift"`
}

// state is what makes clusters alike, in words that are sorted: "gap dns/ha", "product Cilium".
type state struct {
	kind
	words    []string
	clusters []string
}

// kind is what must be the same for clusters to be in one group.
type kind struct {
	reached               bool
	distribution, profile string
}

const (
	wordGap     = "gap "
	wordUnknown = "unknown "
	wordProduct = "product "
)

// groups puts clusters that are alike together. The order is that of the verdict, the worst
// first, and of size.
func groups(f Fleet, members []Member) []Group {
	states := statesOf(members)
	var leaders []*state
	near := map[*state][]*state{}
	for _, s := range states {
		if leader := leaderOf(s, leaders, len(members)); leader != nil {
			near[leader] = append(near[leader], s)
			continue
		}
		leaders = append(leaders, s)
	}
	all := []Group{}
	for _, leader := range leaders {
		g := Group{Like: leader.clusters[0], Clusters: slices.Clone(leader.clusters), Outliers: []Outlier{}, Drift: []Drift{}}
		for _, s := range near[leader] {
			g.Clusters = append(g.Clusters, s.clusters...)
			g.Outliers = append(g.Outliers, outlier(s, leader))
		}
		slices.Sort(g.Clusters)
		g.Name = commonName(g.Clusters)
		g.Drift = append(g.Drift, versions(f, g.Clusters)...)
		all = append(all, g)
	}
	sortGroups(f, all)
	return all
}

// groupsBy puts clusters together as somebody asked for: of says the name of a cluster's group. Most
// of a group are in one state; the others are what differs within it.
func groupsBy(f Fleet, members []Member, of func(name string, labels map[string]string) string) []Group {
	var names []string
	byName := map[string][]Member{}
	for _, m := range members {
		name := of(m.Name, m.Labels)
		if byName[name] == nil {
			names = append(names, name)
		}
		byName[name] = append(byName[name], m)
	}
	all := []Group{}
	for _, name := range names {
		states := statesOf(byName[name])
		leader := states[max(0, slices.IndexFunc(states, func(s *state) bool { return s.reached }))]
		g := Group{Name: name, Like: leader.clusters[0], Clusters: []string{}, Outliers: []Outlier{}, Drift: []Drift{}}
		for _, s := range states {
			g.Clusters = append(g.Clusters, s.clusters...)
			if s != leader {
				g.Outliers = append(g.Outliers, outlier(s, leader))
			}
		}
		slices.Sort(g.Clusters)
		g.Drift = append(g.Drift, versions(f, g.Clusters)...)
		all = append(all, g)
	}
	sortGroups(f, all)
	return all
}

// sortGroups orders groups by what came out of their clusters, the worst first, and by size.
func sortGroups(f Fleet, all []Group) {
	slices.SortStableFunc(all, func(a, b Group) int {
		return cmp.Or(cmp.Compare(f.worst(a), f.worst(b)), cmp.Compare(len(b.Clusters), len(a.Clusters)))
	})
}

// worst is the rank of a group: that of the cluster that stands for it, or where somebody chose
// the clusters, that of the worst.
func (f Fleet) worst(g Group) int {
	rank := f.rank(g.Like)
	for _, name := range g.Clusters {
		if len(f.GroupBy) > 0 {
			rank = min(rank, f.rank(name))
		}
	}
	return rank
}

// statesOf are the states that clusters are in, the most common first.
func statesOf(members []Member) []*state {
	var all []*state
	type key struct {
		kind
		words string
	}
	known := map[key]*state{}
	for _, m := range members {
		s := stateOf(m)
		key := key{s.kind, strings.Join(s.words, "\n")}
		if known[key] == nil {
			known[key] = &s
			all = append(all, &s)
		}
		known[key].clusters = append(known[key].clusters, m.Name)
	}
	slices.SortStableFunc(all, func(a, b *state) int { return cmp.Compare(len(b.clusters), len(a.clusters)) })
	return all
}

func stateOf(m Member) state {
	if m.Report == nil {
		return state{}
	}
	s := state{kind: kind{true, m.Report.Target.Distribution, m.Report.Profile}}
	for _, x := range m.Report.Results {
		switch {
		case x.Waiver != nil:
			s.words = append(s.words, "waived "+x.ID)
		case x.Status == "gap":
			s.words = append(s.words, wordGap+x.ID)
		case x.Status == "unknown", x.Status == "error":
			s.words = append(s.words, wordUnknown+x.ID)
		}
	}
	for _, b := range m.Report.Batteries {
		for _, p := range products(b) {
			if p.running() {
				s.words = append(s.words, wordProduct+p.Title)
			}
		}
	}
	slices.Sort(s.words)
	s.words = slices.Compact(s.words)
	return s
}

// commonName is what sorted names begin with, or the first of them.
func commonName(names []string) string {
	first, last := names[0], names[len(names)-1]
	n := 0
	for n < len(first) && n < len(last) && first[n] == last[n] {
		n++
	}
	prefix := strings.TrimRight(strings.ToValidUTF8(first[:n], ""), "0123456789")
	if len(names) == 1 || len(strings.Trim(prefix, "-._/: ")) < 2 {
		return first
	}
	return prefix + "*"
}

// versions are the drift among some of the clusters in versions alone.
func versions(f Fleet, names []string) []Drift {
	part := Fleet{}
	in := func(name string) bool { _, found := slices.BinarySearch(names, name); return found }
	for _, c := range f.Clusters {
		if in(c.Name) {
			part.Clusters = append(part.Clusters, c)
		}
	}
	for _, b := range f.Batteries {
		b.Cells = slices.DeleteFunc(slices.Clone(b.Cells), func(c Cell) bool { return !in(c.Cluster) })
		part.Batteries = append(part.Batteries, b)
	}
	seen := map[string]bool{} // a product may provide several batteries
	return slices.DeleteFunc(drift(part), func(d Drift) bool {
		again := seen[d.Kind+d.Product]
		seen[d.Kind+d.Product] = true
		return again || d.Kind != DriftKubernetes && d.Kind != DriftVersion
	})
}

// rank orders clusters by what came out: what has gaps first, what is ready last.
func (f Fleet) rank(name string) int {
	i := slices.IndexFunc(f.Clusters, func(c Cluster) bool { return c.Name == name })
	return f.Clusters[i].rank()
}

func (c Cluster) rank() int {
	switch {
	case c.Verdict == nil:
		return 1
	case c.Verdict.ExitCode == 1:
		return 0
	case c.Verdict.ExitCode == 3:
		return 2
	}
	return 3
}
