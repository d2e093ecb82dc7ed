package proof

import (
	"strings"
	"testing"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
)

func trial(phase, want, got string) facts.Trial {
	return facts.Trial{Phase: phase, What: "HTTP", FromNode: "n1", ToNode: "n2", Expected: want, Got: got, Attempts: 1, Answers: 1, Milliseconds: 900}
}

// TestJudge: only trials that met what they wanted are a pass, and a baseline that fails
// is none whatever came after.
func TestJudge(t *testing.T) {
	c := Check(check.Check{ID: "network/x"}, Rule{
		Pass:    func(facts.Probe) string { return "it works" },
		Gap:     func(facts.Probe, []facts.Trial) string { return "it does not" },
		Follows: "network/before",
	})
	good, bad := trial(facts.PhaseProof, facts.Blocked, facts.Blocked), trial(facts.PhaseProof, facts.Blocked, facts.Answered)
	base, noBase := trial(facts.PhaseBaseline, facts.Answered, facts.Answered), trial(facts.PhaseBaseline, facts.Answered, facts.Blocked)
	stays := trial(facts.PhaseRestored, facts.Answered, facts.Blocked)
	for name, tt := range map[string]struct {
		probe facts.Probe
		want  check.Status
		says  string
	}{
		"proven":                   {facts.Probe{Trials: []facts.Trial{base, good}}, check.StatusPass, "it works"},
		"open":                     {facts.Probe{Trials: []facts.Trial{base, bad}}, check.StatusGap, "it does not"},
		"baseline fails":           {facts.Probe{Trials: []facts.Trial{noBase, good}}, check.StatusUnknown, "nothing is proven"},
		"baseline and proof fail":  {facts.Probe{Trials: []facts.Trial{noBase, bad}}, check.StatusUnknown, "nothing is proven"},
		"baseline alone":           {facts.Probe{Trials: []facts.Trial{base}}, check.StatusUnknown, "tried nothing"},
		"nothing at all":           {facts.Probe{}, check.StatusUnknown, "tried nothing"},
		"does not go away":         {facts.Probe{Trials: []facts.Trial{base, good, stays}}, check.StatusGap, "it does not"},
		"obstacle after a success": {facts.Probe{Obstacle: "the API server was lost", Trials: []facts.Trial{base, good}}, check.StatusUnknown, "was lost"},
		"ruled out":                {facts.Probe{RuledOut: "nothing runs that could"}, check.StatusGap, "nothing runs that could"},
		"not applicable":           {facts.Probe{NotApplicable: "one node"}, check.StatusSkip, "one node"},
	} {
		t.Run(name, func(t *testing.T) {
			tt.probe.Name = "network/x"
			in := &facts.Input{}
			in.Probes = []facts.Probe{tt.probe}
			out, err := c.Run(t.Context(), in)
			if err != nil || out.Status != tt.want || !strings.Contains(out.Reason, tt.says) {
				t.Errorf("%s %q %v, want %s %q", out.Status, out.Reason, err, tt.want, tt.says)
			}
		})
	}
	t.Run("not run", func(t *testing.T) {
		if out, _ := c.Run(t.Context(), &facts.Input{}); out.Status != check.StatusSkip {
			t.Errorf("%+v", out)
		}
	})
	t.Run("follows from another gap", func(t *testing.T) {
		in := &facts.Input{}
		in.Probes = []facts.Probe{{Name: "network/before", Trials: []facts.Trial{bad}}, {Name: "network/x", Trials: []facts.Trial{base, bad}}}
		if out, _ := c.Run(t.Context(), in); out.Status != check.StatusGap || out.Follows != "network/before" || len(out.Findings) != 1 {
			t.Errorf("%+v", out)
		}
		in.Probes[0].Trials = []facts.Trial{good}
		if out, _ := c.Run(t.Context(), in); out.Status != check.StatusGap || out.Follows != "" {
			t.Errorf("%+v", out)
		}
	})
}

func TestTell(t *testing.T) {
	one := trial(facts.PhaseProof, facts.Blocked, facts.Answered)
	one.When, one.Detail = "under a policy", "HTTP 200"
	want := "HTTP on node n2, under a policy: expected no answer, got one (the only attempt was answered in less than 1 s; last: HTTP 200)"
	if got := Describe(one); got != want {
		t.Errorf("%s\nwant %s", got, want)
	}
}
