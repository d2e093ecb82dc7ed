package policy

import (
	"context"
	"testing"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
)

// TestMemo: policies share what they work out about one input, and nothing about another.
func TestMemo(t *testing.T) {
	seen := "import data.kready.lib\n\ngap contains lib.finding(\"Node\", \"\", n.name, \"seen\") if some n in input.nodes\n"
	loaded, problems := Load(folder(map[string]string{"one": seen, "two": seen}))
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	judge := func(ctx context.Context, in *facts.Input, c check.Check) string {
		out, err := c.Run(ctx, in)
		if err != nil {
			t.Fatal(err)
		}
		names := ""
		for _, f := range out.Findings {
			names += f.Object.Name
		}
		return names
	}
	input := func(node string) *facts.Input {
		in := &facts.Input{JudgedNodes: []facts.JudgedNode{{Node: facts.Node{Name: node}}}}
		facts.FillEmpty(in)
		return in
	}
	a, b := input("a"), input("b")
	ctx := WithMemo(context.Background(), a)
	for _, c := range loaded {
		if got := judge(ctx, a, c) + judge(ctx, b, c) + judge(ctx, a, c); got != "aba" {
			t.Errorf("%s: %s, want aba", c.ID, got)
		}
	}
	m := ctx.Value(memoKey{}).(*memo)
	if len(m.fields) == 0 || len(m.caches) != 1 {
		t.Errorf("%d fields and %d caches are kept", len(m.fields), len(m.caches))
	}
}
