package fleet

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// TestGroupsBy: clusters are in the groups that somebody asked for, and what is unlike most of a group
// is named, whatever it is.
func TestGroupsBy(t *testing.T) {
	small := member("shop-3", "kind", "dns/ha")
	small.Report.Profile = "edge"
	f := New([]Member{
		member("shop-1", "kind", "dns/ha"), member("shop-2", "kind", "dns/ha"), small, member("shop-4", "eks", "dns/ha"),
		{Name: "shop-5", Error: "down"},
		member("lab-1", "kind"),
		{Name: "alone", Error: "down"},
	}, Options{GroupBy: []string{"shop-*"}, GroupOf: func(name string, _ map[string]string) string { return strings.TrimRight(name, "-0123456789") }})
	var got []string
	for _, g := range f.Groups {
		word, _, what := f.headOf(g)
		line := fmt.Sprintf("%s %d %s (%s)", g.Name, len(g.Clusters), word, what)
		for _, o := range g.Outliers {
			line += fmt.Sprintf("; %s %s", strings.Join(o.Clusters, "+"), o.Describe(true))
		}
		got = append(got, line)
	}
	want := []string{
		"shop 5 NOT READY (4 not ready, 1 not reached); shop-3 profile edge; shop-4 on eks; shop-5 not reached",
		"alone 1 NOT JUDGED (1 not reached)", "lab 1 READY (1 ready)",
	}
	if !slices.Equal(got, want) {
		t.Errorf("\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if f.Profile != "" || f.judgedFor() != "profiles edge, production" {
		t.Errorf("judged for %q, %q", f.Profile, f.judgedFor())
	}
}
