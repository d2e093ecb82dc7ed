package fleet

import (
	"testing"

	"github.com/kready/kready/internal/report"
)

// TestWaivedCell: what somebody accepted is no pass, and hides no gap above it.
func TestWaivedCell(t *testing.T) {
	for levels, want := range map[string]string{
		"pass pass pass skip":     "configured",
		"pass waived pass skip":   "present, then waived",
		"waived skip skip skip":   "waived",
		"pass waived gap! skip":   "present, then GAP",
		"pass waived pass gap":    "present, then gap",
		"pass waived waived skip": "present, then waived",
	} {
		f := New([]Member{{Name: "a", Report: cluster("a", "v1.37.2", 0, "dns "+levels)}}, Options{})
		if got := f.Batteries[0].Cells[0].Progress(); got != want {
			t.Errorf("%s: %q, want %q", levels, got, want)
		}
	}
}

// TestNarrowedFleet: a run of some checks makes no fleet ready.
func TestNarrowedFleet(t *testing.T) {
	one := cluster("a", "v1.37.2", 0)
	one.Verdict.Ready, one.Verdict.Asked = false, &report.Asked{IDs: []string{"dns/a"}, Pass: 1}
	f := New([]Member{{Name: "a", Report: one}, {Name: "b", Report: one}}, Options{})
	word, meaning := f.Verdict.Headline()
	if word != "NO GAP THAT COUNTS" || meaning != "of 2 clusters, 2 without a gap that counts among the checks asked for (exit 0)." || f.Verdict.Ready || f.Verdict.ExitCode != 0 {
		t.Errorf("%s: %s %+v", word, meaning, f.Verdict)
	}
	if word, _ := f.Clusters[0].headline(); word != "PASSED" {
		t.Errorf("a cluster is %s", word)
	}
}
