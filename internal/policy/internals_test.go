package policy

import (
	"errors"
	"strings"
	"testing"
	"testing/fstest"
)

// TestInternals: kready's own policies and its lib may use internal packages, users' policies
// get one clear line.
func TestInternals(t *testing.T) {
	shipped := fstest.MapFS{
		"lib/lib.rego":        {Data: []byte("package kready.lib\n\nimport data.kready.internal.nodes\n\nmany if nodes.many(2)\n")},
		"internal/nodes.rego": {Data: []byte("package kready.internal.nodes\n\nmany(n) if count(input.nodes) > n\n")},
	}
	load := func(rules string) error {
		f := folder(map[string]string{"one": rules})
		f.Lib = shipped
		_, problems := LoadFolder(f)
		return errors.Join(problems...)
	}
	if err := load("import data.kready.lib\n\ngap contains {\"message\": \"x\"} if lib.many\n"); err != nil {
		t.Errorf("the lib may use internal packages: %v", err)
	}
	const rest = "cannot be used: policies see data.kready.lib and what their own folder defines"
	for name, tt := range map[string]struct{ rules, want string }{
		"import":       {"import data.kready.internal.nodes\n\ngap contains {\"message\": \"x\"} if nodes.many(1)\n", "own/demo/one.rego:12: data.kready.internal.nodes "},
		"none":         {"import data.kready.internal.none\n\ngap contains {\"message\": \"x\"} if none.many(1)\n", "own/demo/one.rego:12: data.kready.internal.none "},
		"call":         {"gap contains {\"message\": \"x\"} if data.kready.internal.nodes.many(1)\n", "own/demo/one.rego:12: data.kready.internal.nodes.many "},
		"no call":      {"gap contains {\"message\": \"x\"} if data.kready.internal.nodes.few(1)\n", "own/demo/one.rego:12: data.kready.internal.nodes.few "},
		"all":          {"import data.kready\n\ngap contains {\"message\": \"x\"} if kready.internal.nodes.many(1)\n", "own/demo/one.rego:12: data.kready "},
		"made up":      {"gap contains {\"message\": \"x\"} if {\n\tsome name, _ in {\"internal\": 1}\n\tdata.kready[name] == input.nodes\n}\n", "own/demo/one.rego:14: data.kready[name] "},
		"replaced":     {"gap contains {\"message\": \"x\"} if input.nodes == [] with data.kready.internal.nodes.many as true\n", "own/demo/one.rego:12: data.kready.internal.nodes.many "},
		"as a battery": {"", "a battery cannot be named internal: kready uses the name itself"},
	} {
		t.Run(name, func(t *testing.T) {
			if name == "as a battery" {
				_, problems := LoadFolder(folder(map[string]string{"one": harmless, "internal/x.rego": "package kready.internal.x\n\ny := 1\n"}))
				if err := errors.Join(problems...); err == nil || !strings.Contains(err.Error(), tt.want) {
					t.Errorf("got %v, want %q", err, tt.want)
				}
				return
			}
			err := load(tt.rules)
			if err == nil || err.Error() != tt.want+rest {
				t.Errorf("got %v, want %q", err, tt.want+rest)
			}
		})
	}
}
