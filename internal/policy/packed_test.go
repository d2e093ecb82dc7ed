package policy

import (
	"bytes"
	"encoding/base64"
	"errors"
	"io/fs"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/policies"
)

// TestPackedFresh fails when a policy was changed and the packed ones were not made anew.
func TestPackedFresh(t *testing.T) {
	packed, err := Pack(os.DirFS("../../policies"))
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(packed, policies.Packed) {
		t.Error("policies/packed.txt is stale: run `go generate ./internal/policy`")
	}
}

// TestPackedAlone: a policy is packed the same whatever else there is.
func TestPackedAlone(t *testing.T) {
	const file = "network/policy-engine.rego"
	few := fstest.MapFS{}
	l := newLoader(policies.Files, nil)
	compiler, err := l.compiled([]string{strings.TrimSuffix(file, ".rego")})
	if err != nil {
		t.Fatal(err)
	}
	for name := range compiler.Modules {
		text, err := fs.ReadFile(policies.Files, name)
		if err != nil {
			t.Fatal(err)
		}
		few[name] = &fstest.MapFile{Data: text}
	}
	packed, err := Pack(few)
	if err != nil {
		t.Fatal(err)
	}
	all := packedLines(policies.Packed)
	for name, line := range packedLines(packed) {
		if !bytes.Equal(line, all[name]) {
			t.Errorf("%s is packed otherwise among all policies", name)
		}
	}
}

// TestUnpack: nothing that is packed is lost when it is read.
func TestUnpack(t *testing.T) {
	lines := packedLines(policies.Packed)
	for file := range lines {
		packed := packedBytes(t, file)
		module, imports, err := unpack(packed, file)
		if err != nil {
			t.Fatal(err)
		}
		again, err := pack(module, imports)
		if err != nil || !bytes.Equal(again, packed) {
			t.Errorf("%s: read and packed again it is another one: %v", file, err)
		}
	}
	if len(lines) < 100 {
		t.Errorf("%d files", len(lines))
	}
}

// packedBytes is what the packed policies hold of a file.
func packedBytes(t *testing.T, file string) []byte {
	t.Helper()
	_, encoded, _ := bytes.Cut(packedLines(policies.Packed)[file], []byte(" "))
	packed, err := base64.StdEncoding.DecodeString(string(encoded))
	if err != nil {
		t.Fatal(err)
	}
	return packed
}

// TestPackedOfAnother: what was packed of another text, or by another OPA, is not used.
func TestPackedOfAnother(t *testing.T) {
	const id, file = "network/policy-engine", "network/policy-engine.rego"
	if _, err := newLoader(policies.Files, policies.Packed).linked([]string{id}); err != nil {
		t.Fatalf("as it is: %v", err)
	}
	text, err := fs.ReadFile(policies.Files, file)
	if err != nil {
		t.Fatal(err)
	}
	changed := over{policies.Files, file, append(text, "\ngap contains {\"message\": \"changed\"}\n"...)}
	other := bytes.Replace(policies.Packed, []byte(packedHead()), []byte("packed policies 0, OPA 0"), 1)
	for what, l := range map[string]*loader{"the text": newLoader(changed, policies.Packed), "the head": newLoader(policies.Files, other)} {
		if _, err := l.linked([]string{id}); !errors.Is(err, errPacked) {
			t.Errorf("%s: got %v", what, err)
		}
	}
	checks, err := Indexed(changed, policies.Index, policies.Packed)
	if err != nil {
		t.Fatal(err)
	}
	in := &facts.Input{Thresholds: facts.DefaultThresholds()}
	facts.FillEmpty(in)
	for _, c := range checks {
		if c.ID != id {
			continue
		}
		out, err := c.Run(t.Context(), in)
		if err != nil || !slices.ContainsFunc(out.Findings, func(f check.Finding) bool { return f.Message == "changed" }) {
			t.Errorf("the changed policy said %+v, %v", out, err)
		}
	}
}

// over is a file system with one file of another text.
type over struct {
	fs.FS
	file string
	text []byte
}

func (o over) Open(name string) (fs.File, error) {
	if name == o.file {
		return fstest.MapFS{name: &fstest.MapFile{Data: o.text}}.Open(name)
	}
	return o.FS.Open(name)
}

// TestUnpackDamaged: what is cut off, or changed anywhere, is an error or another module, and no panic.
func TestUnpackDamaged(t *testing.T) {
	packed := packedBytes(t, "network/policy-engine.rego")
	for i := range packed {
		if _, _, err := unpack(packed[:i], "x.rego"); !errors.Is(err, errPacked) {
			t.Fatalf("cut at %d: %v", i, err)
		}
		damaged := bytes.Clone(packed)
		damaged[i] ^= 0x41
		_, _, _ = unpack(damaged, "x.rego")
	}
}
