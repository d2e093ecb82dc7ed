package format

import (
	"bytes"
	"encoding/json"
	"io"
	"os"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"k8s.io/apimachinery/pkg/util/validation"

	"github.com/kready/kready/internal/report"
	"github.com/kready/kready/internal/yaml"
)

// TestPolicyReport: the objects are valid by the schemas of the CRDs that serve them,
// their summaries count the results, and their names are names.
func TestPolicyReport(t *testing.T) {
	names := map[string]string{}
	for crd, write := range map[string]func(io.Writer, report.Report) error{"wgpolicyk8s.io": PolicyReport, "openreports.io": OpenReport} {
		schema := crdSchema(t, crd)
		for name, r := range everyReport() {
			var object map[string]any
			if err := yaml.Unmarshal(render(t, write, r), &object); err != nil {
				t.Fatal(err)
			}
			if err := schema.Validate(roundTrip(t, object)); err != nil {
				t.Errorf("%q: %v", name, err)
			}
			total := 0.0
			for _, n := range object["summary"].(map[string]any) {
				total += n.(float64)
			}
			if int(total) != len(r.Results) {
				t.Errorf("%q: the summary counts %v of %d", name, total, len(r.Results))
			}
			dns := object["metadata"].(map[string]any)["name"].(string)
			if errs := validation.IsDNS1123Subdomain(dns); len(errs) > 0 {
				t.Errorf("%q: name %q: %v", name, dns, errs)
			}
			if other, ok := names[crd+dns]; ok && other != r.Target.Name {
				t.Errorf("%q and %q are both %q", other, r.Target.Name, dns)
			}
			names[crd+dns] = r.Target.Name
		}
	}
}

// crdSchema compiles a CRD's schema, closed as the API server closes it for a client that
// validates strictly: a field that is not in it is an error.
func crdSchema(t *testing.T, group string) *jsonschema.Schema {
	t.Helper()
	data, err := os.ReadFile("testdata/crd/" + group + ".yaml")
	if err != nil {
		t.Fatal(err)
	}
	var crd struct {
		Spec struct {
			Versions []struct {
				Schema struct {
					OpenAPIV3Schema map[string]any `json:"openAPIV3Schema"`
				} `json:"schema"`
			} `json:"versions"`
		} `json:"spec"`
	}
	if err := yaml.Unmarshal(data, &crd); err != nil {
		t.Fatal(err)
	}
	root := crd.Spec.Versions[0].Schema.OpenAPIV3Schema
	closeObjects(root)
	delete(root["properties"].(map[string]any)["metadata"].(map[string]any), "additionalProperties")
	compiler := jsonschema.NewCompiler()
	if err := compiler.AddResource("crd.json", roundTrip(t, root)); err != nil {
		t.Fatal(err)
	}
	schema, err := compiler.Compile("crd.json")
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

func closeObjects(s map[string]any) {
	delete(s, "format")
	if properties, ok := s["properties"].(map[string]any); ok {
		s["additionalProperties"] = false
		for _, p := range properties {
			closeObjects(p.(map[string]any))
		}
	}
	if items, ok := s["items"].(map[string]any); ok {
		closeObjects(items)
	}
	if s["type"] == "object" && s["additionalProperties"] == nil {
		s["additionalProperties"] = false
	}
}

func roundTrip(t *testing.T, v any) any {
	t.Helper()
	data, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	out, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	return out
}
