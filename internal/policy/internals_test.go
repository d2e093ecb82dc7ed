package policy

import (
	"errors"
	"strings"
	"testing"
)

// TestInternals: a user's policy that uses an internal package gets one clear line.
func TestInternals(t *testing.T) {
	load := func(rules string) error {
		f := folder(map[string]string{"one": rules})
		_, problems := Load(f)
		return errors.Join(problems...)
	}
	const rest = "cannot be used: policies see data.kready.lib and what their own folder defines"
	for name, tt := range map[string]struct{ rules, want string }{
		"import":       {"import data.kready.internal.nodes\n\ngap contains {\"message\": \"x\"} if nodes.many(1)\n", "own/demo/one.rego:12: data.kready.internal.nodes "},
		"none":         {"import data.kready.internal.none\n\ngap contains {\"message\": \"x\"} if none.many(1)\n", "own/demo/one.rego:12: data.kready.internal.none "},
		"call":         {"gap contains {\"message\": \"x\"} if data.kready.internal.nodes.ready(1)\n", "own/demo/one.rego:12: data.kready.internal.nodes.ready "},
		"no call":      {"gap contains {\"message\": \"x\"} if data.kready.internal.nodes.few(1)\n", "own/demo/one.rego:12: data.kready.internal.nodes.few "},
		"all":          {"import data.kready\n\ngap contains {\"message\": \"x\"} if kready.internal.nodes.many(1)\n", "own/demo/one.rego:12: data.kready "},
		"made up":      {"gap contains {\"message\": \"x\"} if {\n\tsome name, _ in {\"internal\": 1}\n\tdata.kready[name] == input.nodes\n}\n", "own/demo/one.rego:14: data.kready[name] "},
		"replaced":     {"gap contains {\"message\": \"x\"} if input.nodes == [] with data.kready.internal.nodes.ready as true\n", "own/demo/one.rego:12: data.kready.internal.nodes.ready "},
		"as a battery": {"", "a battery cannot be named internal: kready uses the name itself"},
	} {
		t.Run(name, func(t *testing.T) {
			if name == "as a battery" {
				_, problems := Load(folder(map[string]string{"one": harmless, "internal/x.rego": "package kready.internal.x\n\ny := 1\n"}))
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
