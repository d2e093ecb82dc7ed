package check

import "testing"

// TestRemedyForCauses: the causes' remedies, the check's own, or both.
func TestRemedyForCauses(t *testing.T) {
	c := Check{Remediation: "general:\n\n    kubectl describe node NODE", Remedies: []Remedy{{State: "scaled-to-zero", Text: "the check's own way"}}}
	zero, crash := Cause{Kind: "scaled-to-zero", Remedy: "scale it"}, Cause{Kind: "crash-loop", Remedy: "read its log"}
	other, third, fourth := crash, crash, crash
	crash.Remedy, other.Remedy, third.Remedy, fourth.Remedy = "read its log", "mend that:\n\n    logs a", "mend that:\n\n    logs b\n    logs c", "mend that:\n\n    logs d"
	explained, bare := on("Node", "", "a"), on("Node", "", "b")
	explained.Cause = "it crashes"
	for name, tt := range map[string]struct {
		r    Result
		want string
	}{
		"no cause":                        {Result{Outcome: Gap("x", bare)}, "general:\n\n    kubectl describe node b"},
		"every finding has one":           {Result{Outcome: Gap("x", explained), Causes: []Cause{crash}, Explained: true}, "read its log"},
		"one finding has none":            {Result{Outcome: Gap("x", explained, bare), Causes: []Cause{crash}}, "read its log\n\ngeneral:\n\n    kubectl describe node b"},
		"several say the same":            {Result{Outcome: Gap("x", explained), Causes: []Cause{other, crash, third, fourth}, Explained: true}, "mend that:\n\n    logs a\n    logs b\n    logs c\n\nread its log"},
		"a cause without a remedy":        {Result{Outcome: Gap("x", explained), Causes: []Cause{{Kind: "not-ready"}}}, "general:\n\n    kubectl describe node a"},
		"the check found it by itself":    {Result{Outcome: Gap("x", explained).In("scaled-to-zero"), Causes: []Cause{zero}, Explained: true}, "the check's own way"},
		"and another besides":             {Result{Outcome: Gap("x", explained).In("scaled-to-zero"), Causes: []Cause{zero, crash}, Explained: true}, "read its log\n\nthe check's own way"},
		"it quotes the cluster's":         {Result{Outcome: Gap("x", bare), Quoted: true, Lacks: []Result{{Check: Check{Remediation: "install it"}, Outcome: Gap("y")}}}, "install it"},
		"it quotes the cluster's as well": {Result{Outcome: Gap("x", bare), Lacks: []Result{{Check: Check{Remediation: "install it"}, Outcome: Gap("y")}}}, "general:\n\n    kubectl describe node b\n\ninstall it"},
		"a state that is not a cause":     {Result{Outcome: Gap("x", explained).In("absent"), Causes: []Cause{zero}, Explained: true}, "scale it"},
	} {
		tt.r.Check = c
		if got := tt.r.RemedyFor(Place{}); got != tt.want {
			t.Errorf("%s: %q, want %q", name, got, tt.want)
		}
	}
}
