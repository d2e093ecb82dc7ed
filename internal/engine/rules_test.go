package engine

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/kready/kready/internal/report"
)

// testEnv is a run in the folder dir, with no environment.
func testEnv(dir string) Env {
	return Env{Version: "v0.0.0-test", Dir: dir, Getenv: func(string) string { return "" }, Stderr: io.Discard, Clock: time.Now}
}

// TestLoadInFolder: the configuration and what it names are looked for in the folder of the
// run, whatever the process's own is.
func TestLoadInFolder(t *testing.T) {
	dir := t.TempDir()
	text := "apiVersion: kready.dev/v1\nkind: Config\nprofile: kind\n"
	if err := os.WriteFile(filepath.Join(dir, "kready.yaml"), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	rules, err := Load(testEnv(dir), Request{FailOn: report.Never, Checks: []string{"dns"}})
	if err != nil {
		t.Fatal(err)
	}
	if got := rules.Config.Profile.Name; got != "kind" {
		t.Errorf("profile %s, want that of the folder's kready.yaml", got)
	}
	for _, c := range rules.Checks {
		if c.ID == "dns/ha" {
			return
		}
	}
	t.Errorf("dns/ha is not among %d checks", len(rules.Checks))
}

// TestLoadRefuses: what is wrong with a request is the caller's to mend.
func TestLoadRefuses(t *testing.T) {
	for want, req := range map[string]Request{
		`unknown check or battery "nonsense": ` + "`kready list checks` lists them": {FailOn: "must", Checks: []string{"nonsense"}},
		`invalid --as-of "soon": must be a day like 2026-11-23`:                     {FailOn: "must", AsOf: "soon"},
		"cannot read the catalogue none: no such file or directory":                 {FailOn: "must", Catalogs: []string{"none"}},
		"cannot read the policies none: no such file or directory":                  {FailOn: "must", Policies: []string{"none"}},
		"cannot read the configuration none.yaml: no such file or directory":        {FailOn: "must", Config: "none.yaml"},
	} {
		_, err := Load(testEnv(t.TempDir()), req)
		var usage *UsageError
		if !errors.As(err, &usage) || err.Error() != want {
			t.Errorf("got %v, want the usage error %q", err, want)
		}
	}
}

func TestTargetValidate(t *testing.T) {
	for want, target := range map[string]Target{
		"--timeout must be positive, got 0s":       {},
		"--page-size must not be negative, got -1": {Timeout: time.Second, PageSize: -1},
		"--complete requires --from":               {Timeout: time.Second, Complete: true},
	} {
		if err := target.Validate(); err == nil || err.Error() != want {
			t.Errorf("got %v, want %q", err, want)
		}
	}
}
