package policy

import (
	"context"
	"encoding/json"
	"strings"
	"testing"
	"unicode"

	"github.com/open-policy-agent/opa/v1/rego"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/policies"
)

// TestThresholds: what internal/thresholds.rego falls back to is what Go has, and what an
// input says goes before it.
func TestThresholds(t *testing.T) {
	modules, _, problems := Builtin(policies.Files).read(false)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	compiler, err := compile(modules, nil)
	if err != nil {
		t.Fatal(err)
	}
	defaults := numbers(t, facts.DefaultThresholds())
	changed := map[string]int{}
	for name, n := range defaults {
		changed[name] = n + 1
	}
	for _, tt := range []struct {
		input any
		want  map[string]int
	}{
		{map[string]any{}, defaults},
		{map[string]any{"thresholds": changed}, changed},
	} {
		for _, rule := range modules["internal/thresholds.rego"].Rules {
			name := string(rule.Head.Name)
			results, err := rego.New(rego.Compiler(compiler), rego.Query("data.kready.internal.thresholds."+name), rego.Input(tt.input)).Eval(context.Background())
			if err != nil || len(results) != 1 {
				t.Fatalf("%s: %v, %v", name, results, err)
			}
			want, ok := find(tt.want, name)
			got, err := results[0].Expressions[0].Value.(json.Number).Int64()
			if !ok || err != nil || int(got) != want {
				t.Errorf("%s is %d, want %d (%v)", name, got, want, err)
			}
		}
	}
}

// numbers are thresholds by their JSON names.
func numbers(t *testing.T, of facts.Thresholds) map[string]int {
	t.Helper()
	data, err := json.Marshal(of)
	if err != nil {
		t.Fatal(err)
	}
	named := map[string]int{}
	if err := json.Unmarshal(data, &named); err != nil {
		t.Fatal(err)
	}
	return named
}

// find looks a name of Rego's up: pdb_blocked_minutes is pdbBlockedMinutes.
func find(named map[string]int, rule string) (int, bool) {
	for name, n := range named {
		var snake strings.Builder
		for _, r := range name {
			if unicode.IsUpper(r) {
				snake.WriteByte('_')
			}
			snake.WriteRune(unicode.ToLower(r))
		}
		if snake.String() == rule {
			return n, true
		}
	}
	return 0, false
}
