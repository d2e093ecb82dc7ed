package scaffold

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestPolicy(t *testing.T) {
	dir := t.TempDir()
	written, err := Policy("", dir, "team-rules/label-set", "")
	if err != nil || len(written) != 2 {
		t.Fatalf("%v, %v", written, err)
	}
	text, err := os.ReadFile(filepath.Join(dir, "team-rules", "label-set.rego"))
	if err != nil || !strings.Contains(string(text), `package kready["team-rules"]["label-set"]`) || strings.Contains(string(text), "since") {
		t.Errorf("%v\n%s", err, text)
	}
	if _, err := Policy("", dir, "team-rules/label-set", ""); err == nil {
		t.Error("a policy that exists was overwritten")
	}
	if err := os.Remove(filepath.Join(dir, "team-rules", "label-set.rego")); err != nil {
		t.Fatal(err)
	}
	if _, err := Policy("", dir, "team-rules/label-set", ""); err == nil {
		t.Error("tests that exist were overwritten")
	}
	if _, err := os.Stat(filepath.Join(dir, "team-rules", "label-set.rego")); err == nil {
		t.Error("half of it was written all the same")
	}
	if _, err := Policy("", filepath.Join(written[1], "x"), "a/b", ""); err == nil {
		t.Error("a file is taken for a folder")
	}
}

func TestIDs(t *testing.T) {
	for _, id := range []string{"", "dns", "DNS/x", "dns/../x", "dns/x_y", "dns/", "/x", "a/b/c", "dns/x\n"} {
		if _, err := Policy("", t.TempDir(), id, ""); err == nil {
			t.Errorf("%q was taken for an id", id)
		}
	}
}

// TestPackageOf: names are written as `opa fmt` writes them.
func TestPackageOf(t *testing.T) {
	for _, tt := range []struct{ battery, name, want string }{
		{"dns", "example", "kready.dns.example"},
		{"dns", "example_test", "kready.dns.example_test"},
		{"dns", "scale-out", `kready.dns["scale-out"]`},
		{"team-rules", "owner", `kready["team-rules"].owner`},
	} {
		if got := packageOf(tt.battery, tt.name); got != tt.want {
			t.Errorf("%s/%s: %s, want %s", tt.battery, tt.name, got, tt.want)
		}
	}
}
