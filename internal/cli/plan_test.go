package cli

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
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
	requirements, rests := plan.Links()
	for _, id := range slices.Concat(checks, requirements, rests) {
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

// TestLinksSayWhatRequirementsSay: a link goes by a part of a message, which its requirement has to write.
func TestLinksSayWhatRequirementsSay(t *testing.T) {
	for id, parts := range plan.Said() {
		battery, name, _ := strings.Cut(id, "/")
		var source strings.Builder
		for _, pattern := range []string{
			"../../policies/" + battery + "/" + name + ".rego", "../../policies/internal/*.rego", "../../checks/" + battery + "/*.go",
		} {
			files, err := filepath.Glob(pattern)
			if err != nil {
				t.Fatal(err)
			}
			for _, file := range files {
				text, err := os.ReadFile(file) //nolint:gosec // of this repository
				if err != nil {
					t.Fatal(err)
				}
				source.Write(text)
			}
		}
		for _, part := range parts {
			if id != "cluster/custom-kinds" && id != "storage/inline-drivers-there" && !strings.Contains(source.String(), strings.TrimSpace(part)) {
				t.Errorf("no message of %s says %q", id, part)
			}
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

// TestPlanForServices plans for services on the recorded bare cluster: what two need comes before what one does,
// but for the key customer's; the other gaps are for later.
func TestPlanForServices(t *testing.T) {
	folders := t.TempDir()
	const hpa = "apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {name: %s}\nspec: {maxReplicas: 3, scaleTargetRef: {kind: Deployment, name: web}}\n---\n"
	for name, manifests := range map[string]string{
		"cart": strings.ReplaceAll(hpa, "%s", "cart") + "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: cart}\nspec: {podSelector: {}}\n",
		"pay":  strings.ReplaceAll(hpa, "%s", "pay") + "apiVersion: monitoring.coreos.com/v1\nkind: ServiceMonitor\nmetadata: {name: pay}\n",
		"docs": "apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {name: docs}\nspec: {ingressClassName: nginx}\n",
	} {
		if err := os.MkdirAll(filepath.Join(folders, name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(folders, name, "web.yaml"), []byte(manifests), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for first, want := range map[string]string{
		"": "metrics/resource-metrics=cart,pay network/policy-engine=cart ingress/present=docs storage/provisioner-live=pay metrics/pipeline=pay",
		// Volumes before what keeps its data on them, and of what pay needs first what most need.
		"pay": "metrics/resource-metrics=pay,cart storage/provisioner-live=pay metrics/pipeline=pay network/policy-engine=cart ingress/present=docs",
	} {
		var out, stderr bytes.Buffer
		args := []string{"kready", "plan", "--from", "../../e2e/recorded/bare-kind.json", "-o", "json", "--services"}
		for _, name := range []string{"cart", "docs", "pay"} {
			args = append(args, filepath.Join(folders, name))
		}
		if first != "" {
			args = append(args, "--first", first)
		}
		if code := Main(args, Env{Stdin: strings.NewReader(""), Stdout: &out, Stderr: &stderr, Getenv: os.Getenv, Builtin: sharedBuiltin}); code != 0 {
			t.Fatalf("exit %d: %s", code, stderr.String())
		}
		conforms(t, plan.Schema(), out.Bytes())
		var made plan.Plan
		if err := json.Unmarshal(out.Bytes(), &made); err != nil {
			t.Fatal(err)
		}
		var needed []string
		later := map[string]bool{}
		for _, s := range made.Steps {
			if s.Later {
				later[s.Closes[0].Check] = true
				continue
			}
			needed = append(needed, s.Closes[0].Check+"="+strings.Join(s.Services, ","))
		}
		if got := strings.Join(needed, " "); got != want {
			t.Errorf("with %q first: %s, want %s", first, got, want)
		}
		if !later["secrets/encryption-at-rest"] || !later["logs/collector"] {
			t.Errorf("for later: %v", later)
		}
	}
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
