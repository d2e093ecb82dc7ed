package yaml

import "testing"

func TestDecodeStrict(t *testing.T) {
	type product struct {
		Name  string            `yaml:"name"`
		Roles []string          `yaml:"roles"`
		Count int               `yaml:"count"`
		Live  *bool             `yaml:"live"`
		Of    map[string]string `yaml:"of"`
	}
	for name, tt := range map[string]struct{ text, want string }{
		"good":        {"name: a\nroles: [b]\n", ""},
		"empty":       {"", ""},
		"unknown key": {"name: a\nroless: [b]\n", "line 2: unknown field \"roless\""},
		"wrong type":  {"name: a\nroles: b\n", "line 2: must be a list, got `b`"},
		"no number":   {"count: many\n", "line 1: must be a whole number, got `many`"},
		"no switch":   {"name: a\nlive: [yes]\n", "line 2: must be true or false, got a list"},
		"no text":     {"name: {a: b}\n", "line 1: must be a text, got keys with values"},
		"no keys":     {"of: a b\n", "line 1: must be keys with values, got `a b`"},
		"no YAML":     {"name: [\n", "line 1: did not find expected node content"},
	} {
		t.Run(name, func(t *testing.T) {
			var p product
			got := ""
			if err := DecodeStrict([]byte(tt.text), &p); err != nil {
				got = err.Error()
			}
			if got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestFields(t *testing.T) {
	fields, err := Fields([]byte("day: 2026-11-23\nn: 1\n"))
	if err != nil || fields["day"] != "2026-11-23" || fields["n"] != 1 {
		t.Errorf("%v, %v", fields, err)
	}
	if _, err := Fields([]byte("a: [")); err == nil {
		t.Error("what does not parse is taken")
	}
}

// TestAsKubectl: documents of Kubernetes are YAML 1.1, by JSON tags.
func TestAsKubectl(t *testing.T) {
	var v struct {
		Yes  bool   `json:"on"`
		Name string `json:"name"`
	}
	if err := Unmarshal([]byte("\"on\": yes\nname: x\nmore: 1\n"), &v); err != nil || !v.Yes || v.Name != "x" {
		t.Errorf("%+v, %v", v, err)
	}
	out, err := ToJSON([]byte("b: 1\na: y\n"))
	if err != nil || string(out) != `{"a":true,"b":1}` {
		t.Errorf("%s, %v", out, err)
	}
	if out, err = FromJSON([]byte(`{"b":"123","a":[true]}`)); err != nil || string(out) != "a:\n- true\nb: \"123\"\n" {
		t.Errorf("%s, %v", out, err)
	}
	if out, err = Marshal("123"); err != nil || string(out) != "\"123\"\n" {
		t.Errorf("%s, %v", out, err)
	}
}
