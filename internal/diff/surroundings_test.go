package diff

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/kready/kready/internal/report"
)

func TestProducts(t *testing.T) {
	x := is("dns/x", "present", "must", "pass")
	impl := func(name, version, state, namespace string) report.Implementation {
		return report.Implementation{Name: name, Title: strings.ToUpper(name), Version: version, State: state, Namespace: namespace}
	}
	for name, tt := range map[string]struct {
		old, now []report.Implementation
		want     []string
	}{
		"same":       {[]report.Implementation{impl("a", "1", "running", "x")}, []report.Implementation{impl("a", "1", "running", "y")}, nil},
		"upgraded":   {[]report.Implementation{impl("a", "1", "running", "x")}, []report.Implementation{impl("a", "2", "running", "x")}, []string{"A changed running 1 to running 2"}},
		"two of two": {[]report.Implementation{impl("a", "1", "running", "x")}, []report.Implementation{impl("a", "2", "running", "y"), impl("a", "1", "running", "x")}, []string{"A changed running 1 to running 1, 2"}},
		"appeared":   {nil, []report.Implementation{impl("a", "1", "running", "x")}, []string{"A appeared   to running 1"}},
		"gone":       {[]report.Implementation{impl("a", "1", "running", "x")}, nil, []string{"A gone running 1 to  "}},
		"left-overs": {[]report.Implementation{impl("a", "1", "running", "x")}, []report.Implementation{impl("a", "", "remnant", "")}, []string{"A gone running 1 to remnant "}},
		"came back":  {[]report.Implementation{impl("a", "", "remnant", "")}, []report.Implementation{impl("a", "1", "running", "x")}, []string{"A appeared remnant  to running 1"}},
		"stopped":    {[]report.Implementation{impl("a", "1", "running", "x")}, []report.Implementation{impl("a", "1", "declared", "x")}, []string{"A changed running 1 to declared 1"}},
	} {
		t.Run(name, func(t *testing.T) {
			old, now := with(0, x), with(1, x)
			old.Batteries[1].Implementations, now.Batteries[1].Implementations = tt.old, tt.now
			now.Batteries[0].Implementations = tt.now // a product that provides two
			var got []string
			for _, p := range Compare(old, now, ExpiringDays).Products {
				got = append(got, fmt.Sprintf("%s %s %s %s to %s %s", p.Title, p.Change, p.Was.State, p.Was.Version, p.Is.State, p.Is.Version))
			}
			if !reflect.DeepEqual(got, tt.want) {
				t.Errorf("products changed: %q, want %q", got, tt.want)
			}
		})
	}
}

// TestProductsNotAsked: a run of a few checks may not have read what shows products.
func TestProductsNotAsked(t *testing.T) {
	old, now := with(0, is("dns/x", "present", "must", "pass")), with(1, is("dns/y", "healthy", "must", "pass"))
	old.Batteries[1].Implementations = []report.Implementation{{Name: "a", Title: "A", State: "running"}}
	c := Compare(old, now, ExpiringDays)
	if len(c.Products) != 0 || !strings.Contains(strings.Join(c.Notes, ";"), "products are not compared") {
		t.Errorf("products %v, notes %q", c.Products, c.Notes)
	}
}

func TestNotes(t *testing.T) {
	x := is("dns/x", "present", "must", "pass")
	for name, tt := range map[string]struct {
		change func(old, now *report.Report)
		want   string
	}{
		"nothing":     {func(_, _ *report.Report) {}, ""},
		"new port":    {func(_, now *report.Report) { now.Target.Server = "127.0.0.1:7000" }, ""},
		"renamed":     {func(_, now *report.Report) { now.Target.Name = "ci" }, ""},
		"another":     {func(_, now *report.Report) { now.Target.Name, now.Target.Server = "prod", "prod:443" }, "different targets: kind-ci and prod"},
		"manifests":   {func(_, now *report.Report) { now.Target.Kind = "manifests" }, "kind cluster, the new one of kind manifests"},
		"profile":     {func(_, now *report.Report) { now.Profile = "production" }, "different profiles: kind and production"},
		"wrong way":   {func(old, now *report.Report) { *old, *now = *now, *old }, "the wrong way round"},
		"newly blind": {func(_, now *report.Report) { now.BlindSpots = []report.BlindSpot{{Verb: "list", Resource: "nodes"}} }, "could not read 1 thing that"},
		"blind both": {func(old, now *report.Report) {
			now.BlindSpots = []report.BlindSpot{{Verb: "list", Resource: "nodes"}}
			old.BlindSpots = now.BlindSpots
		}, ""},
		"not probed": {func(old, now *report.Report) {
			old.Results = append(old.Results, is("dns/proof", "proven", "must", "gap"))
			now.Results = append(now.Results, is("dns/proof", "proven", "must", "skip"))
		}, "what was proven is not tried again"},
		"selection": {func(old, _ *report.Report) { old.Results = append(old.Results, is("dns/y", "present", "must", "pass")) }, "different sets of checks"},
	} {
		t.Run(name, func(t *testing.T) {
			old, now := with(0, x), with(1, x)
			tt.change(&old, &now)
			notes := Compare(old, now, ExpiringDays).Notes
			if tt.want == "" && len(notes) > 0 || tt.want != "" && (len(notes) != 1 || !strings.Contains(notes[0], tt.want)) {
				t.Errorf("notes %q, want %q", notes, tt.want)
			}
		})
	}
}

func TestWaivers(t *testing.T) {
	w := func(check, expires, state string) report.Waiver {
		return report.Waiver{Check: check, Owner: "ops", Reason: "x", Expires: expires, State: state}
	}
	old, now := with(0, is("dns/x", "present", "must", "pass")), with(1, is("dns/x", "present", "must", "pass"))
	now.Waivers = []report.Waiver{ // judged on 2026-11-24
		w("far", "2026-12-09", "active"), w("near", "2026-12-08", "active"), w("today", "2026-11-24", "active"),
		w("idle", "2026-11-25", "unused"), w("yesterday", "2026-11-23", "expired"), w("long ago", "2026-11-22", "expired"),
		w("nonsense", "soon", "active"),
	}
	for days, want := range map[int]string{14: "yesterday -1, today 0, near 14", 0: "yesterday -1, today 0"} {
		var got []string
		for _, x := range Compare(old, now, days).Waivers {
			got = append(got, fmt.Sprintf("%s %d", x.Check, x.DaysLeft))
		}
		if s := strings.Join(got, ", "); s != want {
			t.Errorf("within %d days: %q, want %q", days, s, want)
		}
	}
}

func TestCluster(t *testing.T) {
	old, now := with(0, is("dns/x", "present", "must", "pass")), with(1, is("dns/x", "present", "must", "pass"))
	now.Target.Version, now.Target.Nodes, now.Target.DistributionTitle = "v1.38.0", 0, "k3s"
	want := []report.ClusterChange{{What: "Kubernetes", Was: "v1.37.2", Is: "v1.38.0"}, {What: "distribution", Was: "kind", Is: "k3s"}}
	if got := Compare(old, now, ExpiringDays).Cluster; !reflect.DeepEqual(got, want) {
		t.Errorf("the cluster changed: %v, want %v (nodes could not be read)", got, want)
	}
}
