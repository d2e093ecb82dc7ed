package proof

import (
	"strings"
	"testing"

	"github.com/kready/kready/internal/facts"
)

// TestFindings: every sentence about trials that failed, of one and of several, with each outcome,
// answered or not, from one node or several, and cut off.
func TestFindings(t *testing.T) {
	pod := facts.Trial{Phase: facts.PhaseProof, What: "HTTP to pod 10.0.0.1", When: "under a policy", FromNode: "n1", ToNode: "n1", Expected: facts.Blocked, Got: facts.Answered, Attempts: 40, Answers: 40, Milliseconds: 12300, Detail: "HTTP 200"}
	with := func(change func(*facts.Trial)) facts.Trial {
		one := pod
		change(&one)
		return one
	}
	lookup := func(node, what string) facts.Trial {
		return facts.Trial{Phase: facts.PhaseProof, What: what, FromNode: node, Expected: facts.Answered, Got: facts.Blocked, Attempts: 4, Milliseconds: 21000, Detail: "timeout"}
	}
	var lookups []facts.Trial
	for _, node := range []string{"n1", "n2"} {
		for _, what := range []string{"a", "b", "c", "d", "e", "f", "g"} {
			lookups = append(lookups, lookup(node, what))
		}
	}
	for name, tt := range map[string]struct {
		trials []facts.Trial
		want   []string
	}{
		"one, on the same node": {[]facts.Trial{pod}, []string{"Node n1: HTTP to pod 10.0.0.1 on the same node, under a policy: expected no answer, got one (all 40 attempts were answered in 12 s; last: HTTP 200)"}},
		"two from one node": {
			[]facts.Trial{pod, with(func(t *facts.Trial) { t.What, t.ToNode = "HTTP to Service 10.1.0.1", "" })},
			[]string{"Node n1: HTTP to pod 10.0.0.1 on the same node, HTTP to Service 10.1.0.1, under a policy: expected no answer, got one (all 80 attempts were answered in 12 s; last: HTTP 200)"},
		},
		"from two nodes": {
			[]facts.Trial{pod, with(func(t *facts.Trial) { t.FromNode = "n2" })},
			[]string{" : HTTP to pod 10.0.0.1 on node n1 from 2 nodes (n1, n2), under a policy: expected no answer, got one (all 80 attempts were answered in 12 s; last: HTTP 200)"},
		},
		"all lookups of two nodes": {lookups, []string{" : a, b, c and 4 more from 2 nodes (n1, n2): expected an answer, got none (none of 56 attempts was answered in 21 s; last: timeout)"}},
		"different outcomes stay apart": {
			[]facts.Trial{pod, with(func(t *facts.Trial) { t.Got = facts.Wrong })},
			[]string{
				"Node n1: HTTP to pod 10.0.0.1 on the same node, under a policy: expected no answer, got one (all 40 attempts were answered in 12 s; last: HTTP 200)",
				"Node n1: HTTP to pod 10.0.0.1 on the same node, under a policy: expected no answer, got another one (all 40 attempts were answered in 12 s; last: HTTP 200)",
			},
		},
		"a wrong answer": {
			[]facts.Trial{with(func(t *facts.Trial) { t.Expected, t.Got, t.Answers = facts.Answered, facts.Wrong, 0 })},
			[]string{"Node n1: HTTP to pod 10.0.0.1 on the same node, under a policy: expected an answer, got a wrong one (none of 40 attempts got the right answer in 12 s; last: HTTP 200)"},
		},
		"the only attempt, without a detail": {
			[]facts.Trial{with(func(t *facts.Trial) {
				t.Expected, t.Got, t.Attempts, t.Answers, t.Milliseconds, t.Detail = facts.Answered, facts.Blocked, 1, 0, 900, ""
			})},
			[]string{"Node n1: HTTP to pod 10.0.0.1 on the same node, under a policy: expected an answer, got none (the only attempt was not answered in less than 1 s)"},
		},
		"one of some": {
			[]facts.Trial{with(func(t *facts.Trial) { t.Expected, t.Got, t.Answers = facts.Answered, facts.Blocked, 1 })},
			[]string{"Node n1: HTTP to pod 10.0.0.1 on the same node, under a policy: expected an answer, got none (1 of 40 attempts was answered in 12 s; last: HTTP 200)"},
		},
		"admission": {[]facts.Trial{{Phase: facts.PhaseProof, What: "a privileged pod", Namespace: "shop", Expected: facts.Blocked, Got: facts.Answered, Failure: "was let in"}}, []string{"Namespace shop: a privileged pod: was let in"}},
		"a volume, tried once": {
			[]facts.Trial{{Phase: facts.PhaseProof, What: "making a volume of class x for a claim", Expected: facts.Answered, Got: facts.Blocked, Failure: "failed", Attempts: 1, Milliseconds: 2000, Detail: "ProvisioningFailed: no"}},
			[]string{" : making a volume of class x for a claim: failed (tried once, in 2 s; last: ProvisioningFailed: no)"},
		},
		"figures, tried often": {
			[]facts.Trial{{Phase: facts.PhaseProof, What: "figures of 1 node", Expected: facts.Answered, Got: facts.Blocked, Failure: "are missing", Attempts: 30, Milliseconds: 60000}},
			[]string{" : figures of 1 node: are missing (tried 30 times in 60 s)"},
		},
		"nothing counted": {[]facts.Trial{{Phase: facts.PhaseProof, What: "a pod", Expected: facts.Answered, Got: facts.Blocked}}, []string{" : a pod: expected an answer, got none"}},
		"none":            {nil, nil},
	} {
		var got []string
		for _, f := range findings(tt.trials) {
			got = append(got, f.Object.Kind+" "+f.Object.Name+": "+f.Message)
		}
		if strings.Join(got, "\n") != strings.Join(tt.want, "\n") {
			t.Errorf("%s:\ngot  %s\nwant %s", name, strings.Join(got, "\n     "), strings.Join(tt.want, "\n     "))
		}
	}
}
