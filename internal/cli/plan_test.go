package cli

import (
	"bytes"
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/plan"
)

// TestActsNameWhatIsThere holds the table of acts to the checks and the catalogue: a
// misspelt name would never act.
func TestActsNameWhatIsThere(t *testing.T) {
	all, err := sharedBuiltin()
	if err != nil {
		t.Fatal(err)
	}
	known, err := Env{}.Catalog(nil)
	if err != nil {
		t.Fatal(err)
	}
	var there []string
	for _, e := range known.Entries {
		there = append(there, e.Roles()...)
	}
	checks, roles := plan.Foundations(), []string{}
	for _, a := range plan.Acts() {
		checks, roles = slices.Concat(checks, a.Closes, a.After), append(roles, a.Roles...)
	}
	for _, id := range checks {
		if !slices.ContainsFunc(all, func(c check.Check) bool { return c.ID == id }) {
			t.Errorf("an act names %s, which is no check", id)
		}
	}
	for _, role := range roles {
		if !slices.Contains(there, role) {
			t.Errorf("an act names the role %s, which no product has", role)
		}
	}
}

// TestPlanOfABareCluster reads the plan of the recorded kind cluster as its owner would.
func TestPlanOfABareCluster(t *testing.T) {
	var out, stderr bytes.Buffer
	args := []string{"plan", "--from", "../../e2e/recorded/bare-kind.json", "-o", "json"}
	if code := Main(append([]string{"kready"}, args...), Env{Stdin: strings.NewReader(""), Stdout: &out, Stderr: &stderr, Getenv: os.Getenv, Builtin: sharedBuiltin}); code != 0 {
		t.Fatalf("exit %d: %s", code, stderr.String())
	}
	var made plan.Plan
	if err := json.Unmarshal(out.Bytes(), &made); err != nil {
		t.Fatal(err)
	}
	place := map[string]int{}
	for _, s := range made.Steps {
		for _, g := range s.Closes {
			place[g.Check] = s.Number
		}
		for _, c := range s.Choices {
			if slices.Contains([]string{"aws-load-balancer-controller", "gke-ingress", "azure-npm", "aws-ebs-csi-driver", "promtail", "ingress-nginx"}, c.Name) {
				t.Errorf("step %d advises %s on kind", s.Number, c.Name)
			}
		}
	}
	for id, want := range map[string]string{"storage/provisioner-live": "local-path-provisioner", "network/policy-engine": "kindnet", "logs/collector": "fluent-bit"} {
		if s := made.Steps[place[id]-1]; s.Choices[0].Name != want || len(s.Choices) > 3 || len(s.Closes) != 1 {
			t.Errorf("%s: %+v", id, s)
		}
	}
	for _, pair := range [][2]string{{"network/policy-engine", "ingress/present"}, {"storage/provisioner-live", "metrics/pipeline"}, {"metrics/pipeline", "policy/engine"}} {
		if place[pair[0]] == 0 || place[pair[0]] >= place[pair[1]] {
			t.Errorf("%s is step %d, %s step %d", pair[0], place[pair[0]], pair[1], place[pair[1]])
		}
	}
	conforms(t, plan.Schema(), out.Bytes())
}

// conforms holds a document to a schema.
func conforms(t *testing.T, schema, document []byte) {
	t.Helper()
	parsed, err := jsonschema.UnmarshalJSON(bytes.NewReader(schema))
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	if err := compiler.AddResource("plan.json", parsed); err != nil {
		t.Fatal(err)
	}
	compiled, err := compiler.Compile("plan.json")
	if err != nil {
		t.Fatal(err)
	}
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(document))
	if err != nil {
		t.Fatal(err)
	}
	if err := compiled.Validate(value); err != nil {
		t.Error(err)
	}
}
