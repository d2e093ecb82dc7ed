package policy

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/rego"
	"github.com/open-policy-agent/opa/v1/tester"
	"github.com/open-policy-agent/opa/v1/types"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/kube"
)

// fullInput is a function of Rego tests only. It makes of what a test writes the whole input
// that the engine would hand to a policy: what is not written is zero, and a field that
// facts do not have is an error. What is derived of nodes, pods, Ingresses, policies and autoscalers is derived.
var fullInput = &tester.Builtin{
	Decl: &ast.Builtin{
		Name:        "kready.full_input",
		Description: "the whole input, with these changes to an empty one",
		Decl:        types.NewFunction(types.Args(types.A), types.A),
	},
	Func: rego.Function1(
		&rego.Function{Name: "kready.full_input", Decl: types.NewFunction(types.Args(types.A), types.A)},
		func(_ rego.BuiltinContext, changes *ast.Term) (*ast.Term, error) {
			value, err := complete(changes.Value)
			if err != nil {
				return nil, err
			}
			return ast.NewTerm(value), nil
		},
	),
}

// complete fills the zero Input with changes, by way of facts' own structs.
func complete(changes ast.Value) (ast.Value, error) {
	written, err := ast.JSON(changes)
	if err != nil {
		return nil, fmt.Errorf("reading a test's input: %w", err)
	}
	data, err := json.Marshal(written)
	if err != nil {
		return nil, fmt.Errorf("encoding a test's input: %w", err)
	}
	in := facts.Input{Thresholds: facts.DefaultThresholds()}
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&in); err != nil {
		return nil, fmt.Errorf("a test's input is none that facts could be: %w", err)
	}
	if in.NodeKinds == nil {
		in.NodeKinds = kube.NodeKinds(in.JudgedNodes)
	}
	if in.PodPlaces == nil {
		in.PodPlaces = kube.PodPlaces(in.Pods)
	}
	in.IngressSums = kube.SumIngresses(&in.Snapshot, in.Thresholds.PendingMinutes.Duration())
	in.PolicySums, in.AmbientPolicies = kube.SumPolicies(in.NetworkPolicies), kube.AmbientPolicies(&in.Snapshot)
	in.AutoscalerSums = kube.SumAutoscalers(in.HPAs)
	in.PolicyEnforcers = kube.PolicyEnforcers(&in)
	in.PolicyDefaults = kube.PolicyDefaults(&in)
	facts.FillEmpty(&in)
	full := facts.Document(in)
	if lost := missing("input", written, full); len(lost) > 0 {
		return nil, fmt.Errorf("a test's input has what facts do not: %s", strings.Join(lost, ", "))
	}
	return ast.InterfaceToValue(full)
}

// missing lists the paths of what is written and is not the same in the whole input, such as
// a field in the wrong case, which encoding/json would let pass.
func missing(path string, written, full any) []string {
	var lost []string
	switch w := written.(type) {
	case map[string]any:
		f, _ := full.(map[string]any)
		for key, value := range w {
			lost = append(lost, missing(path+"."+key, value, f[key])...)
		}
	case []any:
		f, _ := full.([]any)
		if len(f) != len(w) {
			return []string{path}
		}
		for i := range w {
			lost = append(lost, missing(fmt.Sprintf("%s[%d]", path, i), w[i], f[i])...)
		}
	default:
		if full == nil && zero(written) || fmt.Sprint(written) == fmt.Sprint(full) {
			return nil
		}
		return []string{path}
	}
	slices.Sort(lost)
	return lost
}

func zero(value any) bool { return value == nil || reflect.ValueOf(value).IsZero() }

// completeInputs makes each `with input as x` of tests a `with input as
// kready.full_input(x)`, so that no test can leave it out.
func completeInputs(t *testing.T, module *ast.Module) {
	t.Helper()
	ast.WalkExprs(module, func(expr *ast.Expr) bool {
		for _, with := range expr.With {
			if target, ok := with.Target.Value.(ast.Ref); !ok || !target.HasPrefix(ast.InputRootRef) {
				continue
			} else if len(target) > 1 {
				t.Errorf("%s: `with %s`: a test gives the whole input", with.Loc(), target)
				continue
			}
			call := ast.CallTerm(ast.RefTerm(ast.VarTerm("kready"), ast.StringTerm("full_input")), with.Value)
			with.Value = call.SetLocation(with.Value.Location)
		}
		return false
	})
}

func TestMissing(t *testing.T) {
	for _, tt := range []struct{ written, want string }{
		{`{"nodes": [{"name": "a", "labels": {"x": "y"}}]}`, ""},
		{`{"nodes": [{"nam": "a"}]}`, `unknown field "nam"`},
		{`{"nodes": [{"Name": "a"}]}`, "input.nodes[0].Name"},
		{`{"nodes": [{"allocatableCPU": "4"}]}`, "cannot unmarshal string"},
		{`{"nodes": {}}`, "cannot unmarshal object"},
	} {
		_, err := complete(ast.MustParseTerm(tt.written).Value)
		if got := fmt.Sprint(err); (tt.want == "") != (err == nil) || !strings.Contains(got, tt.want) {
			t.Errorf("%s: %s, want %s", tt.written, got, tt.want)
		}
	}
}
