package policy

import (
	"context"
	"fmt"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/topdown"
	"github.com/open-policy-agent/opa/v1/types"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/evaluate"
	"github.com/kready/kready/internal/facts"
)

// judged runs demo/one with those rules and then demo/two, which always is a gap, and returns
// the outcome of the former. The latter must not notice; it has all the time that it takes.
func judged(t *testing.T, rules string, patience time.Duration) check.Outcome {
	t.Helper()
	f := folder(map[string]string{"one": rules, "two": harmless})
	bounds := userLimits()
	bounds.memory = 100 << 20 // what is more takes a slow machine longer than a test should
	f.limits = bounds
	checks, problems := Load(f)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	in := &facts.Input{}
	facts.FillEmpty(in)
	outcome := func(c check.Check, patience time.Duration) check.Outcome {
		results, err := evaluate.Run(t.Context(), in, []check.Check{c}, evaluate.Options{CheckTimeout: patience})
		if err != nil {
			t.Fatal(err)
		}
		return results[0].Outcome
	}
	one := outcome(checks[0], patience)
	if two := outcome(checks[1], time.Minute); two.Status != check.StatusGap || two.Reason != "x" {
		t.Errorf("the other policy is harmed: %+v", two)
	}
	return one
}

// TestRunaways: a policy that never ends, or takes all memory, is an error of its own, soon,
// and leaves nothing running.
func TestRunaways(t *testing.T) {
	defer debug.SetGCPercent(debug.SetGCPercent(100)) // a run sees its memory when garbage is collected
	for name, tt := range map[string]struct {
		rules    string
		patience time.Duration
		want     string
	}{
		"endless": {
			"gap contains {\"message\": \"x\"} if {\n\tsome a in numbers.range(1, 100000)\n\tsome b in numbers.range(1, 100000)\n\tsome c in numbers.range(1, 100000)\n\ta + b + c == 0\n\tinput.nodes == []\n}\n",
			300 * time.Millisecond, "longer than 300ms",
		},
		"endless lib": {
			"gap contains {\"message\": x} if {\n\tx := concat(\"\", [s | some a in numbers.range(1, 1000000000); s := sprintf(\"%d\", [a])])\n\tinput.nodes == []\n}\n",
			300 * time.Millisecond, "longer than 300ms",
		},
		"a range without end": {
			"gap contains {\"message\": \"x\"} if {\n\tcount(numbers.range(1, 1000000000)) == 0\n\tinput.nodes == []\n}\n",
			time.Minute, "the memory limit of a policy: 100 MiB",
		},
		"a giant comprehension": {
			"gap contains {\"message\": \"x\"} if {\n\tall := [text |\n\t\tsome a in numbers.range(1, 1000000)\n\t\ttext := sprintf(\"%20000d\", [a])\n\t]\n\tcount(all) == 0\n\tinput.nodes == []\n}\n",
			time.Minute, "the memory limit of a policy: 100 MiB",
		},
		"a giant text": {
			"gap contains {\"message\": text} if {\n\tpart := sprintf(\"%1000000d\", [1])\n\ttext := replace(part, \" \", part)\n\tinput.nodes == []\n}\n",
			time.Minute, "the memory limit of a policy: 100 MiB",
		},
	} {
		t.Run(name, func(t *testing.T) {
			before := runtime.NumGoroutine()
			out := judged(t, tt.rules, tt.patience)
			if out.Status != check.StatusError || !strings.Contains(out.Reason, tt.want) {
				t.Errorf("%+v, want an error with %q", out, tt.want)
			}
			deadline := time.Now().Add(time.Minute)
			for runtime.NumGoroutine() > before && time.Now().Before(deadline) {
				time.Sleep(10 * time.Millisecond)
			}
			if n := runtime.NumGoroutine(); n > before {
				t.Errorf("%d goroutines, %d before: something is still running", n, before)
			}
			runtime.GC()
		})
	}
}

// TestOutput: what a policy says is cut to what can be read, and never counts as less.
func TestOutput(t *testing.T) {
	many := judged(t, "gap contains {\"message\": sprintf(\"%d\", [a]), \"object\": {\"kind\": \"X\", \"name\": sprintf(\"%d\", [a])}} if {\n\tsome a in numbers.range(1, 5000)\n\tinput.nodes == []\n}\n", time.Minute)
	if many.Status != check.StatusGap || len(many.Findings) != 1001 {
		t.Errorf("%s with %d findings", many.Status, len(many.Findings))
	}
	if last := many.Findings[1000]; last.Object.Name != "" || !strings.HasPrefix(last.Message, "and 4000 more") {
		t.Errorf("%+v", last)
	}
	long := judged(t, "gap contains {\"message\": sprintf(\"%50000d\", [1]), \"object\": {\"name\": sprintf(\"%50000d\", [1])}} if input.nodes == []\n\nsummary contains sprintf(\"%50000d\", [a]) if some a in numbers.range(1, 100)\n", time.Minute)
	if n := len([]rune(long.Findings[0].Message)); n != 1000 {
		t.Errorf("a message of %d characters", n)
	}
	if n := len(long.Findings[0].Object.Name); n > 1003 {
		t.Errorf("a name of %d bytes", n)
	}
	if n := len([]rune(long.Reason)); n > 11000 {
		t.Errorf("a reason of %d characters", n)
	}
}

// TestWrongTypes: an answer of another form is an error in plain words.
func TestWrongTypes(t *testing.T) {
	for value, want := range map[string]string{
		`"text"`:                          "its rule `gap` holds a string in place of a finding",
		`5`:                               "holds a number in place of",
		`null`:                            "holds null in place of",
		`["a"]`:                           "holds a list in place of",
		`{}`:                              "a finding without a message",
		`{"message": " "}`:                "a finding without a message",
		`{"message": 5}`:                  "a message that is a number",
		`{"message": "x", "objekt": {}}`:  `a finding with "objekt"`,
		`{"message": "x", "object": "a"}`: "an object that is a string",
		`{"message": "x", "object": {"name": true}}`: `an object whose "name" is a boolean`,
		`{"message": "x", "object": {"uid": "a"}}`:   `an object with "uid"`,
	} {
		out := judged(t, fmt.Sprintf("gap contains %s if input.nodes == []\n", value), time.Minute)
		if out.Status != check.StatusError || !strings.Contains(out.Reason, want) || strings.Contains(out.Reason, "check.Finding") {
			t.Errorf("%s: %+v, want %q", value, out, want)
		}
	}
	out := judged(t, "gap contains {\"message\": \"x\"} if count(input.nodes) == 1\n\nskip contains 5 if input.nodes == []\n", time.Minute)
	if out.Status != check.StatusError || !strings.Contains(out.Reason, "`skip` holds a number in place of a string") {
		t.Errorf("%+v", out)
	}
}

// TestBreakage: a built-in that fails or panics, and rules that contradict each other.
func TestBreakage(t *testing.T) {
	decl := &ast.Builtin{Name: "kreadytest.panic", Decl: types.NewFunction(types.Args(types.N), types.N)}
	ast.RegisterBuiltin(decl)
	t.Cleanup(func() {
		ast.Builtins = slices.DeleteFunc(ast.Builtins, func(b *ast.Builtin) bool { return b == decl })
		delete(ast.BuiltinMap, decl.Name)
	})
	topdown.RegisterBuiltinFunc(decl.Name, func(topdown.BuiltinContext, []*ast.Term, func(*ast.Term) error) error {
		panic("splendid")
	})
	for rules, want := range map[string]string{
		"gap contains {\"message\": \"x\"} if kreadytest.panic(count(input.nodes)) == 1\n":                              "the check panicked: splendid",
		"gap contains {\"message\": \"x\"} if to_number(sprintf(\"a%d\", [count(input.nodes)])) == 1\n":                 "own/demo/one.rego:12: eval_builtin_error: to_number",
		"word := \"a\" if input.nodes == []\n\nword := \"b\" if input.pods == []\n\ngap contains {\"message\": word}\n": "own/demo/one.rego:14: eval_conflict_error",
	} {
		out := judged(t, rules, time.Minute)
		if out.Status != check.StatusError || !strings.Contains(out.Reason, want) || strings.Contains(out.Reason, "\n") {
			t.Errorf("%+v, want an error with %q", out, want)
		}
	}
}

// TestStopped: a run that is stopped does not blame the policy's memory.
func TestStopped(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := userLimits().limitMemory(ctx, func(ctx context.Context) (check.Outcome, error) { return check.Outcome{}, ctx.Err() })
	if err == nil || strings.Contains(err.Error(), "memory") {
		t.Errorf("%v", err)
	}
}
