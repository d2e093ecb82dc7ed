package policy

import (
	"testing"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
)

// TestUnsetTimesAreThere: a time that is not set is in the input as one that lies far back,
// never absent. An absent one would make a comparison undefined, and a gap a pass.
func TestUnsetTimesAreThere(t *testing.T) {
	checks, problems := Load(folder(map[string]string{
		"one": "gap contains {\"message\": n.createdAt} if {\n\tsome n in input.nodes\n\tn.createdAt < input.collectedAt\n}\n",
	}))
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	in := &facts.Input{JudgedNodes: []facts.JudgedNode{{Node: facts.Node{Name: "a"}}}}
	in.CollectedAt = in.CollectedAt.AddDate(2025, 0, 0)
	out, err := checks[0].Run(t.Context(), in)
	if err != nil || out.Status != check.StatusGap || out.Findings[0].Message != "0001-01-01T00:00:00Z" {
		t.Errorf("%+v, %v", out, err)
	}
}
