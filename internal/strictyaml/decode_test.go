package strictyaml

import "testing"

func TestDecode(t *testing.T) {
	type product struct {
		Name  string   `yaml:"name"`
		Roles []string `yaml:"roles"`
	}
	for name, tt := range map[string]struct{ text, want string }{
		"good":        {"name: a\nroles: [b]\n", ""},
		"empty":       {"", ""},
		"unknown key": {"name: a\nroless: [b]\n", "line 2: field roless not found"},
		"wrong type":  {"name: a\nroles: b\n", "line 2: cannot unmarshal !!str `b`"},
		"no YAML":     {"name: [\n", "line 1: did not find expected node content"},
	} {
		t.Run(name, func(t *testing.T) {
			var p product
			got := ""
			if err := Decode([]byte(tt.text), &p); err != nil {
				got = err.Error()
			}
			if got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}
