package policy

import (
	"testing"
	"testing/fstest"
)

// FuzzMetadata: a policy's METADATA is read or refused.
func FuzzMetadata(f *testing.F) {
	f.Add("# METADATA\n# title: a\n# description: b\n# custom:\n#   level: present\n#   tier: must\n#   requires: [a/b]\n#   remedies: [{state: x, text: y}]\npackage own.a\n\ngap contains {} if true\n")
	f.Fuzz(func(_ *testing.T, text string) {
		module, err := parse(fstest.MapFS{"a.rego": {Data: []byte(text)}}, "a.rego", "a.rego")
		if err == nil {
			_, _ = describe(module)
		}
	})
}
