package diff

import (
	"testing"

	"github.com/kready/kready/internal/report"
)

// TestFolded: a gap that follows from another is a gap as before, whichever of them leads, and two
// new ones of one cause count once.
func TestFolded(t *testing.T) {
	a, b := is("dns/x", "healthy", "must", "gap", on("DaemonSet", "a")), is("dns/y", "healthy", "must", "gap", on("DaemonSet", "a"))
	pass := func(id string) report.Result { return is(id, "healthy", "must", "pass") }
	under := func(r report.Result, id string) report.Result {
		r.Status, r.Because, r.Folded = "skip", id, true
		return r
	}
	for name, tt := range map[string]struct {
		old, now []report.Result
		want     map[string]string
		worse    int
	}{
		"both new":          {[]report.Result{pass("dns/x"), pass("dns/y")}, []report.Result{a, under(b, "dns/x")}, map[string]string{"dns/x": "new, worse", "dns/y": "new"}, 1},
		"another one leads": {[]report.Result{a, under(b, "dns/x")}, []report.Result{under(a, "dns/y"), b}, map[string]string{}, 0},
		"a new one follows": {[]report.Result{a, pass("dns/y")}, []report.Result{a, under(b, "dns/x")}, map[string]string{"dns/y": "new, worse"}, 1},
		"both closed":       {[]report.Result{a, under(b, "dns/x")}, []report.Result{pass("dns/x"), pass("dns/y")}, map[string]string{"dns/x": "closed", "dns/y": "closed"}, 0},
	} {
		c := Compare(report.Report{Results: tt.old}, report.Report{Results: tt.now}, ExpiringDays)
		got := lists(c)
		if len(got) != len(tt.want) || got["dns/x"] != tt.want["dns/x"] || got["dns/y"] != tt.want["dns/y"] || c.CountWorse("must") != tt.worse {
			t.Errorf("%s: %v, %d worse", name, got, c.CountWorse("must"))
		}
	}
}
